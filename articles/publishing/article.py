"""The verbs for an article: save, publish, withdraw, delete and restore it.

Each renders, stores, lists, indexes and records a revision in one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from articles import attached_files, listings, search
from articles.choices import Status
from articles.models import (
    Article,
    ArticleCategory,
    Author,
    Byline,
    Category,
    Image,
    Revision,
    Source,
    Tag,
    TaggedArticle,
    VariantOverride,
)
from articles.publishing.addresses import move_page, was_public
from articles.publishing.derived import render_article
from articles.publishing.labels import authors_named, categories_named, tags_named
from articles.publishing.menus import refresh_menus
from articles.publishing.picture_uses import record_uses
from articles.publishing.transactions import transaction
from articles.variants import conversions

# A revision records every column that is neither derived nor housekeeping.
_RECORDED = [
    field
    for field in Article._meta.concrete_fields
    if field.name not in {*Article.DERIVED, *Article.HOUSEKEEPING}
]
RECORDED_FIELDS = tuple(field.attname for field in _RECORDED)
DATETIMES = tuple(
    field.name for field in _RECORDED if isinstance(field, models.DateTimeField)
)
# A change of these is a change to the story for readers who could already read it. No
# page shows the description.
READ_FIELDS = {"body", *Article.CONVERTED} - {"description"}


@dataclass(frozen=True)
class Labels:
    """The categories, tags and authors of an article, each list in its order."""

    categories: list[Category]
    tags: list[Tag]
    authors: list[Author]


def save(
    article: Article,
    labels: Labels | None = None,
    *,
    overrides: Sequence[VariantOverride] | None = None,
    by: User | None = None,
    reason: Revision.Reason = Revision.Reason.EDIT,
) -> None:
    """Store the article with everything derived from it, and record a revision.

    ``labels`` and ``overrides`` replace the stored ones; None leaves them as they are.
    """
    render_article(article)
    with transaction() as indexes:
        before = _keep_body(article)
        article.save()
        if before is None:
            move_page(article, "")
        elif before.slug != article.slug:
            move_page(article, before.slug if was_public(before) else "")
        if labels is not None:
            _replace_labels(article, labels)
        if overrides is not None:
            _replace_overrides(article, overrides)
        record_uses([article])
        listings.update_listings(article)
        if before and before.translation_key not in {"", article.translation_key}:
            listings.update_versions(before.translation_key)
        if article.menu_entries.exists():
            refresh_menus()
        stored = _overrides_of(article)
        labels = labels or labels_of(article)
        search.index_articles(
            [article], {article.pk: _filed(labels, stored)}, held=indexes
        )
        fields = _recorded(article, labels, stored)
        if reason == Revision.Reason.IMPORT:
            fields = _without_body(fields)
        Revision.objects.create(
            article=article, created_by=by, reason=reason, fields=fields
        )


def publish(article: Article, *, by: User | None = None) -> None:
    """Make the article public at its own time, or now if it has none."""
    times = resolve_times(
        article, {"status": Status.PUBLISHED, "published_at": article.published_at}
    )
    for name, value in times.items():
        setattr(article, name, value)
    save(article, by=by)


def withdraw(article: Article, *, by: User | None = None) -> None:
    """Make the article a draft again; its times stay."""
    article.status = Status.DRAFT
    save(article, by=by)


def resolve_times(
    article: Article, values: Mapping[str, Any], changed: Collection[str] = ()
) -> dict[str, Any]:
    """Return the values with the times that follow from them.

    ``article`` is as it was before, ``changed`` names the fields that were edited.
    What is published without a time is published now; a story that readers could
    already read, and that reads differently now, was modified now.
    """
    now = timezone.now()
    times = dict(values)
    if (
        times.get("status") == Status.PUBLISHED
        and times.get("published_at", now) is None
    ):
        times["published_at"] = now
    is_modified = article.pk and article.is_published and READ_FIELDS & set(changed)
    if is_modified and "modified_at" not in changed:
        times["modified_at"] = now
    return times


def restore(revision: Revision, *, by: User | None = None) -> Article:
    """Save the article as the revision recorded it; its present state has a revision too.

    The slug stays: an address never changes by itself. A source or a picture that was
    deleted since does not come back, a category or an author does.
    """
    with transaction():
        article = Article.objects.select_for_update().get(pk=revision.article_id)
        if "body" not in revision.fields:  # Perhaps it is by now.
            revision.refresh_from_db(fields=["fields"])
            revision.article = article
        recorded = revision.recorded
        for name in RECORDED_FIELDS:
            if name in recorded and name != "slug":
                value = recorded[name]
                is_datetime = name in DATETIMES and value
                setattr(
                    article,
                    name,
                    datetime.fromisoformat(value) if is_datetime else value,
                )
        article.source = Source.objects.filter(pk=recorded["source_id"]).first()
        article.thumbnail = Image.objects.filter(pk=recorded["thumbnail_id"]).first()
        if article.ai_editor_id:  # Accounts may be deleted.
            article.ai_editor = User.objects.filter(pk=article.ai_editor_id).first()
        labels = Labels(
            categories_named(recorded["categories"]),
            tags_named(recorded["tags"]),
            authors_named(recorded["authors"]),
        )
        overrides = None  # Early revisions did not record them.
        if "overrides" in recorded:
            overrides = [_override(row) for row in recorded["overrides"]]
        save(article, labels, overrides=overrides, by=by)
    return article


def _keep_body(article: Article) -> Article | None:
    """Give the body that this save replaces to the revisions that rely on it.

    Return what was stored of the article until now: body, key, address and times; None for
    a new article.
    """
    rows = Article.objects.filter(pk=article.pk).only(
        *("body", "translation_key", "slug", "status"),
        *("published_at", "embargoed_until", "expires_at"),
    )
    before = rows.first() if article.pk else None
    if before and before.body != article.body:
        for revision in article.revisions.without_body():
            revision.fields["body"] = before.body
            revision.save(update_fields=["fields"])
    return before


@transaction()
def create_many(
    articles: Sequence[Article],
    labels: Sequence[Labels],
    documents: Sequence[str | None] = (),
) -> None:
    """Save newly imported articles, which the caller has rendered, in a few statements.

    Pass their ``documents`` for the search where they are made already. The caller
    refreshes the menus.
    """
    Article.objects.bulk_create(articles)
    pairs = list(zip(articles, labels, strict=True))
    ArticleCategory.objects.bulk_create(
        ArticleCategory(
            article_id=article.pk, category_id=category.pk, position=position
        )
        for article, filed in pairs
        for position, category in enumerate(filed.categories)
    )
    Byline.objects.bulk_create(
        Byline(article_id=article.pk, author_id=author.pk, position=position)
        for article, filed in pairs
        for position, author in enumerate(filed.authors)
    )
    TaggedArticle.objects.bulk_create(
        TaggedArticle(content_object_id=article.pk, tag_id=tag.pk)
        for article, filed in pairs
        for tag in filed.tags
    )
    record_uses(articles)
    listings.add_to_listings(articles)
    search.index_articles(
        articles,
        {article.pk: _filed(filed, []) for article, filed in pairs},
        {
            article.pk: document
            for article, document in zip(articles, documents, strict=False)
            if document
        },
    )
    Revision.objects.bulk_create(
        Revision(
            article_id=article.pk,
            reason=Revision.Reason.IMPORT,
            fields=_without_body(_recorded(article, filed, [])),
        )
        for article, filed in pairs
    )


@transaction()
def delete(article: Article) -> None:
    """Remove the article from its lists and menus, then for good with its files."""
    search.forget_articles([article])
    listings.remove_from_listings(article)
    had_menus = article.menu_entries.exists()
    files = list(article.attached_files.values_list("file", flat=True))
    article.delete()
    attached_files.delete_unused(files)
    if had_menus:
        refresh_menus()


def _replace_labels(article: Article, labels: Labels) -> None:
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


def _replace_overrides(article: Article, overrides: Sequence[VariantOverride]) -> None:
    """Replace the article's overrides in variants, if any differs."""
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
    """Return the labels of a stored article. Three queries."""
    return Labels(
        categories=[row.category for row in article.article_categories.all()],
        tags=list(article.tags.all()),
        authors=[byline.author for byline in article.bylines.all()],
    )


def _filed(labels: Labels, overrides: list[dict[str, str]]) -> search.ArticleRelations:
    return search.ArticleRelations(
        category_ids=[category.pk for category in labels.categories],
        tags=[(tag.pk, tag.name) for tag in labels.tags],
        author_ids=[author.pk for author in labels.authors],
        overrides=[*overrides],
    )


def _recorded(
    article: Article, labels: Labels, overrides: list[dict[str, str]]
) -> dict[str, Any]:
    fields = {name: getattr(article, name) for name in RECORDED_FIELDS}
    for name in DATETIMES:
        fields[name] = fields[name].isoformat() if fields[name] else None
    return fields | {
        "categories": [str(category) for category in labels.categories],
        "tags": [tag.name for tag in labels.tags],
        "authors": [str(author) for author in labels.authors],
        "overrides": overrides,
    }


def _without_body(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "body"}


def _overrides_of(article: Article) -> list[dict[str, str]]:
    """Return the article's overrides as a revision records them. A query."""
    return [override.recorded for override in article.overrides.all()]


def _override(recorded: Mapping[str, str]) -> VariantOverride:
    """Make an override as a revision recorded it; early ones recorded empty texts too."""
    texts = {name: text for name, text in recorded.items() if text}
    return VariantOverride(variant=texts.pop("variant"), fields=texts)
