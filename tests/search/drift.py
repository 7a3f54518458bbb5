"""Compare the index with the articles."""

from __future__ import annotations

from articles import search
from articles.models import Article, SiteSettings


def drift() -> search.Drift:
    found = search.Drift()
    for _done in found.find():
        pass
    return found


def titles_with(query: str) -> set[str]:
    """The titles of what an editor finds."""
    ids = search.ids_for_editors(query, SiteSettings.current().conversion_version)
    return set(Article.objects.filter(pk__in=ids).values_list("title", flat=True))
