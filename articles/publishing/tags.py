"""Name tags anew, delete them, and make one of several that mean the same.

Each article is found by the names of its tags, so those concerned are indexed again: at
once where they are few, after the transaction where they are many.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Min, QuerySet

from articles import listings, search
from articles.models import ListPage, Tag, TaggedArticle
from articles.publishing.addresses import lead_merged, leave_gone, move_page
from articles.publishing.transactions import transaction


@transaction()
def save_tag(tag: Tag) -> None:
    """Store a tag. Its articles are found by a new name at once, if they are few, and its
    old address leads to a new one."""
    rows = Tag.objects.filter(pk=tag.pk).values_list("name", "slug")
    name, slug = rows.first() or ("", "")
    tag.save()
    move_page(tag, slug)
    if name and search.tokenise(name) != search.tokenise(tag.name):
        search.mark_stale(_tagged([tag]))
        search.reindex_stale(wait=False)


@transaction()
def delete_tags(tags: Collection[Tag]) -> None:
    """Delete tags; their articles stay, their addresses answer that they are gone."""
    search.mark_stale(_tagged(tags))
    leave_gone(tags)
    Tag.objects.filter(pk__in=[tag.pk for tag in tags]).delete()
    search.reindex_stale(wait=False)


@transaction()
def merge_tags(tags: Iterable[Tag], into: Tag) -> int:
    """Give the articles of all these tags the one tag; says how many got it anew.

    The other tags go. Some ten queries, and ten more for each text in several versions of
    which each had another of the tags.
    """
    gone = [tag for tag in tags if tag != into]
    search.mark_stale(_tagged(gone))
    of_gone = TaggedArticle.objects.filter(tag__in=gone)
    new = of_gone.exclude(content_object__in=_tagged([into]))
    # An article keeps the first of its taggings, at that place among its tags.
    first = new.order_by().values("content_object").annotate(first=Min("pk"))
    moved = TaggedArticle.objects.filter(pk__in=first.values("first")).update(tag=into)
    of_gone.delete()
    ListPage.objects.filter(tag__in=gone).update(tag=into)
    lead_merged(gone, into)
    listings.merge_listings(gone, into)
    Tag.objects.filter(pk__in=[tag.pk for tag in gone]).delete()
    search.reindex_stale(wait=False)
    return int(moved)


def _tagged(tags: Collection[Tag]) -> QuerySet[Any, Any]:
    """Select the ids of the articles that have one of these tags."""
    rows: QuerySet[Any, Any] = TaggedArticle.objects.filter(tag__in=tags)
    return rows.values("content_object")
