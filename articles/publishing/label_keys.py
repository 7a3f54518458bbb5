"""Bring the keys of names up to date after folding has changed."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeVar

from articles.models import Author, Category, Tag, TaggedArticle
from articles.publishing.tombstones import merge_labels
from articles.publishing.transactions import transaction

_Named = TypeVar("_Named", Author, Category)

_BATCH = 500


@transaction()
def renew_keys() -> list[tuple[str, str]]:
    """Store the keys that names fold to now, and merge the tags whose names are one now.

    Return the names of the tags that are gone, each with that of the tag in its place, the
    one that most articles have. Two categories or authors of one key stay: an import tells
    them apart by their names. Three queries where all keys are up to date.
    """
    _renew(Category)
    _renew(Author)
    return _renew_tags()


def _renew(model: type[_Named]) -> None:
    rows = model._default_manager.only("name", "key")
    stale = [row for row in rows if row.key != model.key_of(row.name)]
    for row in stale:
        row.key = model.key_of(row.name)
    model._default_manager.bulk_update(stale, ["key"], batch_size=_BATCH)


def _renew_tags() -> list[tuple[str, str]]:
    by_key: defaultdict[str, list[Tag]] = defaultdict(list)
    for tag in Tag.objects.order_by("pk"):
        by_key[Tag.key_of(tag.name)].append(tag)
    merged = []
    stale = []
    for key, tags in by_key.items():
        kept = max(tags, key=_article_count) if len(tags) > 1 else tags[0]
        if len(tags) > 1:
            merge_labels(tags, kept)
            merged += [(tag.name, kept.name) for tag in tags if tag != kept]
        if kept.key != key:
            kept.key = key
            stale.append(kept)
    # No key is taken by another tag: a name whose key it was before has it now, too.
    Tag.objects.bulk_update(stale, ["key"], batch_size=_BATCH)
    return merged


def _article_count(tag: Tag) -> int:
    return int(TaggedArticle.objects.filter(tag=tag).count())
