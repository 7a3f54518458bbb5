"""Save an article as a whole: render, store, file, list and record, or none of it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles import images, link_targets, listings, search
from articles.models import (
    Article,
    ArticleCategory,
    Author,
    Byline,
    Category,
    Revision,
    SiteSettings,
    Tag,
    TaggedArticle,
    VariantOverride,
)
from articles.publishing.menus import refresh_menus
from articles.rendering import Rendered, render
from articles.variants import conversions

# What a revision keeps, beside the labels: everything that a person or file wrote.
RECORDED_FIELDS = (
    *("title", "slug", "language", "lead", "summary", "description", "body"),
    *("status", "published_at", "modified_at", "expires_at", "embargoed_until"),
    *("source_id", "source_url", "disclaimer", "translation_key"),
    *("translation_languages", "thumbnail_id", "thumbnail_url", "thumbnail_place"),
    *("weight", "comments", "authorbox", "pager", "toc", "mathjax", "sidebar"),
    *("widgets", "extra"),
)

MOMENTS = ("published_at", "modified_at", "expires_at", "embargoed_until")

# What ``render_article`` makes of it.
DERIVED_FIELDS = (
    *("body_html", "excerpt_html", "is_truncated", "headings"),
    *("has_marks", "has_other_script", "text_digest"),
)
# What readers see of the article itself: it decides the edition.
_SEEN_FIELDS = ("language", *Article.CONVERTED)


@dataclass(frozen=True)
class Labels:
    """What an article is filed under, each list in its order."""

    categories: list[Category]
    tags: list[Tag]
    authors: list[Author]


@transaction.atomic
def save(
    article: Article,
    labels: Labels | None = None,
    *,
    overrides: Sequence[VariantOverride] | None = None,
    by: User | None = None,
    reason: Revision.Reason = Revision.Reason.EDIT,
) -> None:
    """Store the article with everything derived from it, and record a revision.

    ``labels`` replaces what it is filed under, ``overrides`` its wordings in variants;
    None leaves that as it is.
    """
    render_article(article)
    held = search.lock_index()
    key_before = _stored_key(article)
    article.save()
    if labels is not None:
        _file(article, labels)
    if overrides is not None:
        _word(article, overrides)
    listings.update_listings(article)
    if key_before and key_before != article.translation_key:
        listings.update_versions(key_before)
    if article.menu_entries.exists():
        refresh_menus()
    stored = _overrides_of(article)
    filed = labels or labels_of(article)
    search.index([article], {article.pk: _filed(filed, stored)}, held=held)
    fields = _recorded(article, filed, stored)
    Revision.objects.create(
        article=article, created_by=by, reason=reason, fields=fields
    )


def _stored_key(article: Article) -> str:
    """The translation key before this save; empty for a new article."""
    rows = Article.objects.filter(pk=article.pk).values_list(
        "translation_key", flat=True
    )
    return (article.pk and rows.first()) or ""


@transaction.atomic
def create_many(
    articles: Sequence[Article],
    labels: Sequence[Labels],
    documents: Sequence[search.SearchDocument | None] = (),
    *,
    reason: Revision.Reason = Revision.Reason.IMPORT,
) -> None:
    """Bulk form of ``save`` for new articles, which the caller has rendered.

    Who has their ``documents`` for the search already hands them in. A handful of
    statements however many articles. Menus are the caller's to refresh.
    """
    search.lock_index()
    Article.objects.bulk_create(articles)
    pairs = list(zip(articles, labels, strict=True))
    ArticleCategory.objects.bulk_create(
        ArticleCategory(
            article_id=article.pk, category_id=category.pk, position=position
        )
        for article, own in pairs
        for position, category in enumerate(own.categories)
    )
    Byline.objects.bulk_create(
        Byline(article_id=article.pk, author_id=author.pk, position=position)
        for article, own in pairs
        for position, author in enumerate(own.authors)
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object_id=article.pk, tag_id=tag.pk)
        for article, own in pairs
        for tag in own.tags
    )
    listings.add_to_listings(articles)
    search.index(
        articles,
        {article.pk: _filed(own, []) for article, own in pairs},
        {a.pk: own for a, own in zip(articles, documents, strict=False) if own},
    )
    Revision.objects.bulk_create(
        Revision(
            article_id=article.pk, reason=reason, fields=_recorded(article, own, [])
        )
        for article, own in pairs
    )


@transaction.atomic
def delete(article: Article) -> None:
    """Remove the article from its lists and menus, then for good."""
    search.forget([article])
    listings.remove_from_listings(article)
    had_menus = article.menu_entries.exists()
    article.delete()
    if had_menus:
        refresh_menus()


def render_article(article: Article) -> None:
    """Fill the derived fields from the written ones. Writes nothing."""
    math = article.mathjax
    rendered = render(
        article.body,
        summary=article.summary,
        language=article.language,
        math=SiteSettings.current().mathjax if math is None else math,
        resolve_image=images.resolver_for(article),
        resolve_link=link_targets.resolver_for(article),
    )
    fill_derived(article, rendered)


def render_again(article: Article) -> bool:
    """Render a stored article anew, and store and index what that changes.

    Says whether anything did. Where somebody saved it since it was read, theirs is
    rendered.
    """
    before, said = _derived(article), search.texts_of(article)
    render_article(article)
    derived = _derived(article)
    if derived == before:
        return False
    with transaction.atomic():
        says_more = search.texts_of(article) != said
        if says_more:
            search.lock_index()
        same = Article.objects.filter(pk=article.pk, edited_at=article.edited_at)
        if same.update(**derived):
            if says_more:
                search.index([article])
            return True
    newer = Article.objects.filter(pk=article.pk).first()
    return newer is not None and render_again(newer)


def _derived(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in DERIVED_FIELDS}


def fill_derived(
    article: Article, rendered: Rendered, *, has_other_script: bool | None = None
) -> None:
    """Put what was rendered on the article; who knows already says whether a text of it
    shows another script."""
    article.body_html = rendered.html
    article.excerpt_html = rendered.excerpt_html
    article.is_truncated = rendered.is_truncated
    article.headings = [
        {"level": heading.level, "id": heading.id, "text": heading.text}
        for heading in rendered.headings
    ]
    seen = [getattr(article, name) for name in _SEEN_FIELDS]
    seen += [article.body_html, article.excerpt_html]
    article.has_marks = any("-{" in text for text in seen)
    if has_other_script is None:
        has_other_script = conversions.has_other_script(article)
    article.has_other_script = has_other_script
    text = "\0".join(seen).encode("utf-8", "replace")
    article.text_digest = hashlib.sha256(text).hexdigest()[:16]


def _file(article: Article, labels: Labels) -> None:
    """Replace categories, tags and authors, touching only what differs."""
    if list(article.article_categories.values_list("category_id", flat=True)) != [
        category.pk for category in labels.categories
    ]:
        article.article_categories.all().delete()
        conversions.forget_texts(article)  # A category has terms of its own.
        ArticleCategory.objects.bulk_create(
            ArticleCategory(article=article, category=category, position=position)
            for position, category in enumerate(labels.categories)
        )
    if list(article.bylines.values_list("author_id", flat=True)) != [
        author.pk for author in labels.authors
    ]:
        article.bylines.all().delete()
        Byline.objects.bulk_create(
            Byline(article=article, author=author, position=position)
            for position, author in enumerate(labels.authors)
        )
    if [tag.pk for tag in article.tags.all()] != [tag.pk for tag in labels.tags]:
        article.tags.clear()
        article.tags.add(*labels.tags)


def _word(article: Article, overrides: Sequence[VariantOverride]) -> None:
    """Replace the article's wordings in variants, if any differs."""
    rows = sorted(overrides, key=lambda override: override.variant)
    wanted = [override.recorded for override in rows]
    if wanted != _overrides_of(article):
        article.overrides.all().delete()
        VariantOverride.objects.bulk_create(
            VariantOverride(article=article, variant=row.variant, fields=row.fields)
            for row in rows
        )
        conversions.forget_texts(article)


def labels_of(article: Article) -> Labels:
    """What a stored article is filed under. Three queries."""
    return Labels(
        categories=[
            article_category.category
            for article_category in article.article_categories.all()
        ],
        tags=list(article.tags.all()),
        authors=[byline.author for byline in article.bylines.all()],
    )


def _filed(labels: Labels, overrides: list[dict[str, str]]) -> search.Filed:
    return search.Filed(
        category_ids=[category.pk for category in labels.categories],
        tags=[(tag.pk, tag.name) for tag in labels.tags],
        author_ids=[author.pk for author in labels.authors],
        overrides=[*overrides],
    )


def _recorded(
    article: Article, labels: Labels, overrides: list[dict[str, str]]
) -> dict[str, Any]:
    fields = {name: getattr(article, name) for name in RECORDED_FIELDS}
    for name in MOMENTS:
        fields[name] = fields[name].isoformat() if fields[name] else None
    return fields | {
        "categories": [str(category) for category in labels.categories],
        "tags": [tag.name for tag in labels.tags],
        "authors": [str(author) for author in labels.authors],
        "overrides": overrides,
    }


def _overrides_of(article: Article) -> list[dict[str, str]]:
    """The article's stored wordings in variants, as a revision keeps them. A query."""
    return [override.recorded for override in article.overrides.all()]
