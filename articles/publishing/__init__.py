"""The desk's verbs. Admin, commands and views call these and never ``save()`` alone.

A verb checks, changes, records and puts the article in its lists, in one
transaction. ``labels`` finds or makes what an article is filed under, ``menus``
keeps what the menus draw, ``merging`` makes one tag of several.
"""

from __future__ import annotations

from articles.publishing.labels import (
    authors_named,
    categories_named,
    free_slug,
    suggest_slug,
    tags_named,
)
from articles.publishing.menus import refresh_menus
from articles.publishing.merging import merge_tags
from articles.publishing.saving import (
    DERIVED_FIELDS,
    Labels,
    delete,
    render_article,
    save,
)

__all__ = [
    "DERIVED_FIELDS",
    "Labels",
    "authors_named",
    "categories_named",
    "delete",
    "free_slug",
    "merge_tags",
    "refresh_menus",
    "render_article",
    "save",
    "suggest_slug",
    "tags_named",
]
