"""Make one tag of several that mean the same."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from articles import listings
from articles.models import Article, ListPage, Tag, TaggedArticle


@transaction.atomic
def merge_tags(tags: Iterable[Tag], into: Tag) -> int:
    """Give the articles of all these tags the one tag; says how many got it anew.

    The other tags go. Costs some ten queries per article moved.
    """
    gone = [tag for tag in tags if tag != into]
    have = set(into.taggings.values_list("content_object_id", flat=True))
    moved = []
    affected = set()
    for tagging in TaggedArticle.objects.filter(tag__in=gone).order_by("pk"):
        affected.add(tagging.content_object_id)
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
    return len(moved)
