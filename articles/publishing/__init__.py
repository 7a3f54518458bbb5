"""The desk's verbs. Admin, commands and views call these and never ``save()`` alone.

``article`` saves, publishes, withdraws, deletes and restores an article; ``labels`` finds
or makes categories, tags and authors, and ``label_keys`` renews the keys that they are found
by; ``tags`` renames, merges and deletes tags; ``found_sources`` decides on sources that
imports found, by the ``source_evidence`` in their files; ``menus``, ``list_pages`` and
``shortcodes`` save what they are named after; ``pictures`` adds, saves, replaces and deletes
one picture, whose ``picture_uses`` are recorded and whose ``later_renditions`` follow the
commit; ``remote_images`` brings pictures of other sites
home; ``addresses`` lets the addresses that pages had lead to where they are now. ``transactions`` owns the transaction and the order of its locks.
"""

from __future__ import annotations

from articles.publishing.addresses import delete_labels, save_label, save_redirect
from articles.publishing.article import (
    DATETIMES,
    Labels,
    create_many,
    delete,
    labels_of,
    publish,
    resolve_times,
    restore,
    save,
    withdraw,
)
from articles.publishing.derived import fill_derived, render_again, render_article
from articles.publishing.found_sources import (
    NameTaken,
    accept_source,
    confirm_disclaimers,
    refuse_source,
    set_disclaimers,
)
from articles.publishing.label_keys import renew_keys
from articles.publishing.labels import (
    authors_named,
    categories_named,
    free_slug,
    free_slugs,
    labels_by_name,
    suggest_slug,
    tags_named,
)
from articles.publishing.later_renditions import make_and_show
from articles.publishing.list_pages import render_list_page_again, save_list_page
from articles.publishing.menus import (
    delete_menu_entries,
    refresh_menus,
    save_menu_entry,
)
from articles.publishing.pictures import (
    PictureExists,
    add_picture,
    delete_pictures,
    replace_picture,
    save_picture,
)
from articles.publishing.remote_images import (
    FetchPlan,
    FetchState,
    WantedImage,
    fetch_images,
    plan_fetching,
)
from articles.publishing.shortcodes import delete_shortcodes, save_shortcode
from articles.publishing.source_evidence import evidence_of, weigh_evidence
from articles.publishing.tags import delete_tags, merge_tags, save_tag
from articles.publishing.transactions import transaction

__all__ = [
    "DATETIMES",
    "FetchPlan",
    "FetchState",
    "Labels",
    "NameTaken",
    "PictureExists",
    "WantedImage",
    "accept_source",
    "add_picture",
    "authors_named",
    "categories_named",
    "confirm_disclaimers",
    "create_many",
    "delete",
    "delete_labels",
    "delete_menu_entries",
    "delete_pictures",
    "delete_shortcodes",
    "delete_tags",
    "evidence_of",
    "fetch_images",
    "fill_derived",
    "free_slug",
    "free_slugs",
    "labels_by_name",
    "labels_of",
    "make_and_show",
    "merge_tags",
    "plan_fetching",
    "publish",
    "refresh_menus",
    "refuse_source",
    "render_again",
    "render_article",
    "render_list_page_again",
    "renew_keys",
    "replace_picture",
    "resolve_times",
    "restore",
    "save",
    "save_label",
    "save_list_page",
    "save_menu_entry",
    "save_picture",
    "save_redirect",
    "save_shortcode",
    "save_tag",
    "set_disclaimers",
    "suggest_slug",
    "tags_named",
    "transaction",
    "weigh_evidence",
    "withdraw",
]
