"""Describe an article for programs: schema.org's NewsArticle, as JSON-LD."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.encoding import iri_to_uri

from articles import images
from articles.choices import SOURCE_TYPE_OF
from articles.models import (
    Article,
    Author,
    Exchange,
    Image,
    Instrument,
    Source,
    corrections_of,
    web_address,
)
from articles.pages import PageContext, editor_name
from articles.publishing import Labels
from articles.views.comments import Discussion
from articles.views.page_meta import PageMeta, absolute
from articles.views.share_cards import drawn_card
from articles.views.site_data import (
    Data,
    breadcrumbs,
    organisation,
    website,
    without_empty,
)
from articles.views.topics import topics
from articles.views.usage_terms import UsageNote, plain_usage_notes

_LARGE = 1200  # Pixels: search engines ask for a picture at least so wide.


def article_data(
    article: Article,
    labels: Labels,
    page: PageContext,
    meta: PageMeta,
    notes: Sequence[UsageNote],
    discussion: Discussion | None = None,
) -> list[Data]:
    """Return what the page of a published article is, and the way to it. No query."""
    trail = [(page.name, absolute(page.home_url))]
    if labels.categories:
        main = labels.categories[0]
        url = absolute(main.url_in(page.variant))
        trail.append((page.name_of(main), url))
    trail.append((article.title, meta.canonical))
    story = news_article(article, labels, page, meta, notes)
    if discussion:
        story["commentCount"] = discussion.count
    return [story, breadcrumbs(trail)]


def news_article(
    article: Article,
    labels: Labels,
    page: PageContext,
    meta: PageMeta,
    notes: Sequence[UsageNote],
) -> Data:
    """Return what the page says of the article, in schema.org's words.

    Texts and names are those of the page's variant; what is empty is left out. Nobody
    is called the owner of a text before an editor confirmed its source's terms. No
    query. https://schema.org/NewsArticle
    """
    source = article.source if article.source and article.source.has_terms else None
    return without_empty(
        {
            "@type": "NewsArticle",
            "mainEntityOfPage": meta.canonical,
            "headline": article.title,
            "description": meta.description,
            "image": _pictures(article, page),
            "inLanguage": article.shown_language,
            "datePublished": meta.published,
            "dateModified": meta.modified,
            "author": _authors(article, labels, page),
            "digitalSourceType": SOURCE_TYPE_OF[article.ai_use].uri
            if article.ai_use in SOURCE_TYPE_OF
            else "",
            "editor": _editor(article),
            "publisher": organisation(page),
            "isPartOf": website(page),
            "isAccessibleForFree": True,
            "correction": _corrections(article, page),
            "articleSection": [
                page.name_of(one) for one in topics(labels.categories, article)
            ],
            "about": [_about(one, page) for one in labels.instruments],
            "keywords": [
                page.convert_name(tag.name) for tag in topics(labels.tags, article)
            ],
            "isBasedOn": iri_to_uri(web_address(article.source_url)),
            "copyrightHolder": {
                "@type": "Organization",
                "name": page.convert_name(source.name),
                "url": web_address(source.url),
            }
            if source
            else None,
            "creditText": page.convert_name(source.credit_line) if source else "",
            "copyrightNotice": f"© {page.convert_name(source.name)}" if source else "",
            "usageInfo": _usage_info(article, page, notes),
        }
    )


def _about(instrument: Instrument, page: PageContext) -> dict[str, str]:
    """Describe a company by its symbol, with its market in front as schema.org wants it;
    indices and currencies are of no company."""
    name = page.name_of(instrument)
    market = Exchange(instrument.exchange)
    if not market.is_of_companies:
        return {"@type": "Thing", "name": name, "alternateName": instrument.code}
    ticker = f"{market.value} {instrument.symbol}"
    return {"@type": "Corporation", "name": name, "tickerSymbol": ticker}


def _authors(article: Article, labels: Labels, page: PageContext) -> list[Data]:
    """Return who wrote it; where nobody is named, its source, else the site itself."""
    writers: list[Author | Source] = [*labels.authors]
    if not writers and article.source:
        writers.append(article.source)
    return [
        {
            "@type": "Person" if isinstance(writer, Author) else "Organization",
            "name": page.convert_name(writer.name),
            "url": absolute(writer.url_in(page.variant)),
        }
        for writer in writers
    ] or [{"@type": "Organization", "name": page.name, "url": absolute(page.home_url)}]


def _usage_info(
    article: Article, page: PageContext, notes: Sequence[UsageNote]
) -> Data | None:
    if not notes or article.source is None:
        return None
    url = absolute(article.source.url_in(page.variant))
    return {"@type": "CreativeWork", "url": url, "text": plain_usage_notes(notes)}


def _pictures(article: Article, page: PageContext) -> list[Data]:
    """Describe the picture in the three shapes that search engines ask for; where none is
    as large as they want it, the card with the headline too."""
    pictures = _shapes_of(article.thumbnail, page) if article.thumbnail else []
    if not any(picture["width"] >= _LARGE for picture in pictures):
        card = drawn_card(article, page)
        pictures.append(
            {
                "@type": "ImageObject",
                "url": card.url,
                "width": card.width,
                "height": card.height,
            }
        )
    return pictures


def _shapes_of(image: Image, page: PageContext) -> list[Data]:
    shapes = (images.WIDE, images.STANDARD, images.SQUARE)
    shared = [images.shared_picture(image, shape) for shape in shapes]
    licence = page.readable_words(image.licence)
    is_address = bool(web_address(licence))
    said = {
        "caption": page.readable_words(image.caption) or page.readable_words(image.alt),
        "creditText": page.readable_words(image.credit),
        "license": licence
        if is_address or not licence
        else {"@type": "CreativeWork", "name": licence},
        "digitalSourceType": image.source_type_uri,
    }
    return [
        without_empty(
            {
                "@type": "ImageObject",
                "url": absolute(data.url),
                "width": data.width,
                "height": data.height,
                **said,
            }
        )
        for data in {data.url: data for data in shared}.values()
    ]


def _editor(article: Article) -> dict[str, str] | None:
    name = editor_name(article) if article.ai_use else ""
    return {"@type": "Person", "name": name} if name else None


def _corrections(article: Article, page: PageContext) -> list[Data]:
    return [
        {
            "@type": "CorrectionComment",
            "text": page.convert_name(notice.text),
            "datePublished": timezone.localtime(notice.corrected_at).isoformat(
                timespec="seconds"
            ),
        }
        for notice in corrections_of(article)
    ]
