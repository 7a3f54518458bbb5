"""The labels that readers may know of: any other answers as one that does not exist."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.choices import Status, Visibility
from articles.models import (
    Article,
    Author,
    Category,
    Label,
    ListingEntry,
    ListPage,
    Source,
    Tag,
)

_MODELS: dict[str, type[Label]] = {
    "category": Category,
    "tag": Tag,
    "author": Author,
    "source": Source,
}
# Where an article names its labels.
_NAMED_BY = {
    "category": "article_categories__category",
    "tag": "tags",
    "author": "bylines__author",
    "source": "source",
}


def public_labels(kind: str, at: datetime | None = None) -> QuerySet[Any]:
    """Return the labels of an article that readers may see then, by default now, and those whose list has a
    published page that says something.

    Meant for a few labels, by their slugs or keys: each costs a look into its list.
    """
    label = OuterRef("pk")
    entries = ListingEntry.objects.visible(at).filter(**{f"listing__{kind}": label})
    unlisted = Article.objects.published(at).filter(visibility=Visibility.UNLISTED)
    unlisted = unlisted.filter(**{_NAMED_BY[kind]: label})
    found = Q(Exists(entries)) | Q(Exists(unlisted))
    if kind != "source":  # It has no page of its own.
        pages = ListPage.objects.filter(**{kind: label}, status=Status.PUBLISHED)
        found |= Q(Exists(pages.exclude(title="", description="", body="")))
    return _MODELS[kind]._default_manager.filter(found)
