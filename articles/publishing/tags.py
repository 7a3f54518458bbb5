"""Name tags anew, delete them, and make one of several that mean the same.

Each article is found by the names of its tags, so those concerned are indexed again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from articles import listings, search
from articles.models import Article, ListPage, Tag, TaggedArticle

_BATCH = 200


@transaction.atomic
def save_tag(tag: Tag) -> None:
    """Store a tag. A new name is found at once: some 2 ms for each of its articles."""
    search.hold()
    before = Tag.objects.filter(pk=tag.pk).values_list("name", flat=True).first()
    tag.save()
    if before and search.tokens_of(before) != search.tokens_of(tag.name):
        _index_again(_tagged([tag]))


@transaction.atomic
def delete_tags(tags: Collection[Tag]) -> None:
    """Delete tags; their articles stay."""
    search.hold()
    affected = _tagged(tags)
    Tag.objects.filter(pk__in=[tag.pk for tag in tags]).delete()
    _index_again(affected)


@transaction.atomic
def merge_tags(tags: Iterable[Tag], into: Tag) -> int:
    """Give the articles of all these tags the one tag; says how many got it anew.

    The other tags go. Costs some ten queries per article moved.
    """
    search.hold()
    gone = [tag for tag in tags if tag != into]
    affected = _tagged(gone)
    have = set(_tagged([into]))
    moved = []
    for tagging in TaggedArticle.objects.filter(tag__in=gone).order_by("pk"):
        if tagging.content_object_id not in have:
            have.add(tagging.content_object_id)
            tagging.tag = into
            moved.append(tagging)
    TaggedArticle.objects.bulk_update(moved, ["tag"], batch_size=500)
    TaggedArticle.objects.filter(tag__in=gone).delete()
    ListPage.objects.filter(tag__in=gone).update(tag=into)
    for article in Article.objects.filter(pk__in=affected).order_by("pk"):
        listings.place(article)
    Tag.objects.filter(pk__in=[tag.pk for tag in gone]).delete()
    _index_again(affected)
    return len(moved)


def _tagged(tags: Collection[Tag]) -> list[int]:
    """The articles that have one of these tags, by their ids."""
    taggings = TaggedArticle.objects.filter(tag__in=tags)
    return sorted(set(taggings.values_list("content_object_id", flat=True)))


def _index_again(pks: list[int]) -> None:
    for start in range(0, len(pks), _BATCH):
        own = Article.objects.filter(pk__in=pks[start : start + _BATCH])
        search.index(list(own))
