"""Name tags anew. Each article is found by the names of its tags."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from articles import search
from articles.models import Tag, TaggedArticle
from articles.publishing.addresses import move_page
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


def _tagged(tags: Collection[Tag]) -> QuerySet[Any, Any]:
    """Select the ids of the articles that have one of these tags."""
    rows: QuerySet[Any, Any] = TaggedArticle.objects.filter(tag__in=tags)
    return rows.values("content_object")
