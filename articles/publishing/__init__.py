"""The desk's verbs. Admin, commands and views call these and never ``save()`` alone.

A verb checks, changes, records and puts the article in its lists, in one
transaction. ``labels`` finds or makes what an article is filed under, ``menus``
keeps what the menus draw, ``tags`` renames, merges and deletes tags, ``restoring`` goes
back to a revision, ``list_pages`` saves what stands above a list.
"""

from __future__ import annotations

from articles.publishing.labels import (
    authors_named,
    categories_named,
    free_slug,
    free_slugs,
    labels_by_name,
    suggest_slug,
    tags_named,
)
from articles.publishing.list_pages import render_list_page, save_list_page
from articles.publishing.menus import refresh_menus
from articles.publishing.restoring import restore
from articles.publishing.saving import (
    DERIVED_FIELDS,
    Labels,
    create_many,
    delete,
    fill_derived,
    labels_of,
    render_again,
    render_article,
    save,
)
from articles.publishing.tags import delete_tags, merge_tags, save_tag

__all__ = [
    "DERIVED_FIELDS",
    "Labels",
    "authors_named",
    "categories_named",
    "create_many",
    "delete",
    "delete_tags",
    "fill_derived",
    "free_slug",
    "free_slugs",
    "labels_by_name",
    "labels_of",
    "merge_tags",
    "refresh_menus",
    "render_again",
    "render_article",
    "render_list_page",
    "restore",
    "save",
    "save_list_page",
    "save_tag",
    "suggest_slug",
    "tags_named",
]
