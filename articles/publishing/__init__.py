"""The desk's verbs. Admin, commands and views call these and never ``save()`` alone.

A verb checks, changes, records and puts the article in its lists, in one
transaction. ``remote_images`` brings pictures of other sites home. ``labels`` finds or makes what an article is filed under, ``menus``
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
from articles.publishing.remote_images import (
    FetchedImage,
    FetchPlan,
    FetchState,
    WantedImage,
    fetch_images,
    plan_fetching,
)
from articles.publishing.restoring import restore
from articles.publishing.saving import (
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
    "FetchPlan",
    "FetchState",
    "FetchedImage",
    "Labels",
    "WantedImage",
    "authors_named",
    "categories_named",
    "create_many",
    "delete",
    "delete_tags",
    "fetch_images",
    "fill_derived",
    "free_slug",
    "free_slugs",
    "labels_by_name",
    "labels_of",
    "merge_tags",
    "plan_fetching",
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
