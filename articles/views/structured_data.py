"""Describe an article for programs: schema.org's NewsArticle, as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.safestring import SafeString

from articles import images
from articles.choices import SOURCE_TYPE_OF
from articles.images import image_data
from articles.models import (
    Article,
    Exchange,
    Image,
    Instrument,
    corrections_of,
    web_address,
)
from articles.pages import PageContext, editor_name
from articles.publishing import Labels
from articles.views.page_meta import PageMeta, absolute
from articles.views.usage_terms import UsageNote, plain_usage_notes

# No text can end the script element, or open a comment in it, without these.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def news_article(
    article: Article,
    labels: Labels,
    page: PageContext,
    meta: PageMeta,
    notes: Sequence[UsageNote],
) -> dict[str, Any]:
    """Return what the page of a published article says, in schema.org's words.

    Texts and names are those of the page's variant; what is empty is left out. Nobody
    is called the owner of a text before an editor confirmed its source's terms. No
    query. https://schema.org/NewsArticle
    """
    source = article.source if article.source and article.source.has_terms else None
    published = timezone.localtime(article.published_at)
    modified = timezone.localtime(article.modified_at or article.published_at)
    return _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "mainEntityOfPage": meta.canonical,
            "headline": article.title,
            "description": meta.description,
            "image": _pictures(article.thumbnail, page) or meta.image,
            "inLanguage": article.shown_language,
            "datePublished": published.isoformat(timespec="seconds"),
            "dateModified": modified.isoformat(timespec="seconds"),
            "author": [
                {
                    "@type": "Person",
                    "name": page.convert_name(author.name),
                    "url": absolute(author.url_in(page.variant)),
                }
                for author in labels.authors
            ],
            "digitalSourceType": SOURCE_TYPE_OF[article.ai_use].uri
            if article.ai_use in SOURCE_TYPE_OF
            else "",
            "editor": _editor(article),
            "publisher": _publisher(page),
            "correction": _corrections(article, page),
            "articleSection": [page.name_of(one) for one in labels.categories],
            "about": [_about(one, page) for one in labels.instruments],
            "keywords": [page.convert_name(tag.name) for tag in labels.tags],
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
            "usageInfo": {"@type": "CreativeWork", "text": plain_usage_notes(notes)}
            if notes
            else None,
        }
    )


def _about(instrument: Instrument, page: PageContext) -> dict[str, str]:
    """Describe a company by its symbol, with its market in front as schema.org wants it;
    indices and currencies are of no company."""
    name = page.convert_name(instrument.name_in(page.language_group))
    market = Exchange(instrument.exchange)
    if not market.is_of_companies:
        return {"@type": "Thing", "name": name, "alternateName": instrument.code}
    ticker = f"{market.value} {instrument.symbol}"
    return {"@type": "Corporation", "name": name, "tickerSymbol": ticker}


def _pictures(image: Image | None, page: PageContext) -> list[dict[str, Any]]:
    """Describe the picture in the three shapes that search engines ask for."""
    if image is None:
        return []
    shapes = (images.WIDE, images.STANDARD, images.SQUARE)
    shared = [images.shared_picture(image, shape) for shape in shapes]
    licence = page.convert_name(image.licence)
    is_address = bool(web_address(licence))
    said = {
        "caption": page.convert_name(image.caption or image.alt),
        "creditText": page.convert_name(image.credit),
        "license": licence
        if is_address or not licence
        else {"@type": "CreativeWork", "name": licence},
        "digitalSourceType": image.source_type_uri,
    }
    return [
        _without_empty(
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


def as_script(data: dict[str, Any]) -> SafeString:
    """Write a script element that holds the data and runs nothing."""
    text = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def _corrections(article: Article, page: PageContext) -> list[dict[str, Any]]:
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


def _publisher(page: PageContext) -> dict[str, Any]:
    logo = page.site.logo
    return {
        "@type": "NewsMediaOrganization",
        "name": page.name,
        "url": absolute(page.home_url),
        "logo": absolute(image_data(logo, images.CARD).url) if logo else "",
        "correctionsPolicy": absolute(
            reverse("articles:corrections", args=[page.variant])
        ),
    }


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    kept = {
        name: _without_empty(value) if isinstance(value, dict) else value
        for name, value in fields.items()
    }
    return {name: value for name, value in kept.items() if value}
