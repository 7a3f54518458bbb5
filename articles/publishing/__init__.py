"""The desk's verbs. Admin, commands and views call these and never ``save()`` alone.

``article`` saves, publishes, withdraws, deletes and restores an article, ``article_copies``
begins one from another or from a template, ``preview_links`` shares its preview; ``labels`` finds
or makes categories, tags and authors, and ``label_keys`` renews the keys that they are found
by; ``tags`` names tags anew; ``tombstones`` merges labels, deletes them and brings them back; ``found_sources`` decides on sources that
imports found, by the ``source_evidence`` in their files; ``menus``, ``list_pages`` and
``shortcodes`` save what they are named after; ``remote_images`` brings pictures of other sites
home; ``addresses`` lets the addresses that pages had lead to where they are now. ``transactions`` owns the transaction and the order of its locks.
"""

from __future__ import annotations

from articles.publishing.addresses import save_label, save_redirect
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
from articles.publishing.article_copies import (
    NotRelated,
    TranslationExists,
    begin_follow_up,
    begin_translation,
    duplicate,
    follow,
    unfollow,
    values_of,
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
from articles.publishing.list_pages import render_list_page, save_list_page
from articles.publishing.menus import (
    delete_menu_entries,
    refresh_menus,
    save_menu_entry,
)
from articles.publishing.preview_links import revoke_preview, share_preview
from articles.publishing.remote_images import (
    FetchPlan,
    FetchState,
    WantedImage,
    fetch_images,
    plan_fetching,
)
from articles.publishing.shortcodes import delete_shortcodes, save_shortcode
from articles.publishing.source_evidence import evidence_of, weigh_evidence
from articles.publishing.tags import save_tag
from articles.publishing.tombstones import (
    LabelTaken,
    article_count,
    delete_labels,
    label_now,
    merge_labels,
    revive_label,
)
from articles.publishing.transactions import transaction

__all__ = [
    "DATETIMES",
    "FetchPlan",
    "FetchState",
    "LabelTaken",
    "Labels",
    "NameTaken",
    "NotRelated",
    "TranslationExists",
    "WantedImage",
    "accept_source",
    "article_count",
    "authors_named",
    "begin_follow_up",
    "begin_translation",
    "categories_named",
    "confirm_disclaimers",
    "create_many",
    "delete",
    "delete_labels",
    "delete_menu_entries",
    "delete_shortcodes",
    "duplicate",
    "evidence_of",
    "fetch_images",
    "fill_derived",
    "follow",
    "free_slug",
    "free_slugs",
    "label_now",
    "labels_by_name",
    "labels_of",
    "merge_labels",
    "plan_fetching",
    "publish",
    "refresh_menus",
    "refuse_source",
    "render_again",
    "render_article",
    "render_list_page",
    "renew_keys",
    "resolve_times",
    "restore",
    "revive_label",
    "revoke_preview",
    "save",
    "save_label",
    "save_list_page",
    "save_menu_entry",
    "save_redirect",
    "save_shortcode",
    "save_tag",
    "set_disclaimers",
    "share_preview",
    "suggest_slug",
    "tags_named",
    "transaction",
    "unfollow",
    "values_of",
    "weigh_evidence",
    "withdraw",
]
