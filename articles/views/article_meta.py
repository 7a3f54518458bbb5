"""Describe an article's page to search engines and share cards."""

from __future__ import annotations

from django.utils import timezone

from articles.choices import Variant, Visibility
from articles.listings import Neighbours
from articles.models import Article
from articles.pages import PageContext, version_for
from articles.publishing import Labels
from articles.rendering import plain_text, render_inline, without_formulas
from articles.views.page_meta import (
    PageMeta,
    absolute,
    alternates_of,
    joined_title,
    shortened,
)
from articles.views.share_cards import share_image
from articles.views.topics import topics
from articles.views.usage_terms import reserves_mining, robots_for, terms_of

_HIDDEN = {Visibility.NO_INDEX, Visibility.UNLISTED}


def article_meta(
    article: Article, labels: Labels, neighbours: Neighbours, page: PageContext
) -> PageMeta:
    """Return the metadata of an article's page. No query."""
    # Where a human version beats the conversion, that one is the page to find.
    address = address_in(article, neighbours, page.variant)
    if not address and article.slug:
        address = article.get_absolute_url()
    terms = terms_of(article, page.site)
    published, modified = times_of(article)
    sections = topics(labels.categories, article)
    return PageMeta(
        title=joined_title(article.title, page),
        share_title=article.title,
        description=description_of(article),
        canonical=absolute(address or ""),
        image=share_image(article, page),
        language=article.shown_language,
        og_type="article",
        robots=robots_for(terms, is_hidden=article.visibility in _HIDDEN),
        reserves_mining=reserves_mining(terms),
        alternates=_alternates(article, neighbours, page) if article.slug else (),
        published=published,
        modified=modified,
        section=page.name_of(sections[0]) if sections else "",
        tags=tuple(page.convert_name(tag.name) for tag in topics(labels.tags, article)),
    )


def times_of(article: Article) -> tuple[str, str]:
    """Return when the article was published and last changed, as the page prints it; empty
    for a draft without a time."""
    if article.published_at is None:
        return "", ""
    published = timezone.localtime(article.published_at)
    modified = timezone.localtime(article.modified_at or article.published_at)
    modified = max(published, modified)
    return (
        published.isoformat(timespec="seconds"),
        modified.isoformat(timespec="seconds"),
    )


def address_in(
    article: Article, neighbours: Neighbours, variant: Variant
) -> str | None:
    """Return the address for a variant: a human version's, else the article's own."""
    versions = [
        version for version in (article, *neighbours.translations) if version.slug
    ]
    best = version_for(versions, variant)
    return best.url_in(variant) if best else None


def _alternates(
    article: Article, neighbours: Neighbours, page: PageContext
) -> tuple[tuple[str, str], ...]:
    """Return the variants, then the versions in languages that no variant has."""
    versions = [article, *neighbours.translations]
    others = [v for v in versions if v.language.partition("-")[0] not in {"zh", "en"}]
    named = tuple((v.language, absolute(v.get_absolute_url())) for v in others)
    return named if len(others) == len(versions) else alternates_of(page) + named


def description_of(article: Article) -> str:
    """Return about 160 characters of plain text, from the first field that has any."""
    summary = without_formulas(article.summary)
    candidates = [
        without_formulas(article.description),
        plain_text(render_inline(summary)) if summary.strip() else "",
        without_formulas(article.lead),
        plain_text(without_formulas(article.excerpt_html)),
    ]
    said = (text for text in candidates if any(map(str.isalnum, text)))
    return shortened(next(said, article.title))
