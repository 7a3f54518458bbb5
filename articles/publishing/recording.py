"""What a revision records of an article, and the bodies that revisions leave to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from articles.models import Article, Author, Category, Tag, VariantOverride

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


@dataclass(frozen=True)
class Labels:
    """The categories, tags and authors of an article, each list in its order."""

    categories: list[Category]
    tags: list[Tag]
    authors: list[Author]


def labels_of(article: Article) -> Labels:
    """Return the labels of a stored article. Three queries."""
    return Labels(
        categories=[row.category for row in article.article_categories.all()],
        tags=list(article.tags.all()),
        authors=[byline.author for byline in article.bylines.all()],
    )


def recorded_fields(
    article: Article, labels: Labels, overrides: list[dict[str, str]]
) -> dict[str, Any]:
    """Return the state of an article as a revision records it."""
    fields = {name: getattr(article, name) for name in RECORDED_FIELDS}
    for name in DATETIMES:
        fields[name] = fields[name].isoformat() if fields[name] else None
    return fields | {
        "categories": [str(category) for category in labels.categories],
        "tags": [tag.name for tag in labels.tags],
        "authors": [str(author) for author in labels.authors],
        "overrides": overrides,
    }


def without_body(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "body"}


def overrides_of(article: Article) -> list[dict[str, str]]:
    """Return the article's overrides as a revision records them. A query."""
    return [override.recorded for override in article.overrides.all()]


def override_as_recorded(recorded: Mapping[str, str]) -> VariantOverride:
    """Make an override as a revision recorded it; early ones recorded empty texts too."""
    texts = {name: text for name, text in recorded.items() if text}
    return VariantOverride(variant=texts.pop("variant"), fields=texts)


def keep_body(article: Article) -> Article | None:
    """Give the body that this save replaces to the revisions that rely on it.

    Return what was stored of the article until now, as far as it is recorded; None for a
    new article.
    """
    rows = Article.objects.filter(pk=article.pk).only(*RECORDED_FIELDS)
    before = rows.first() if article.pk else None
    if before and before.body != article.body:
        for revision in article.revisions.without_body():
            revision.fields["body"] = before.body
            revision.save(update_fields=["fields"])
    return before
