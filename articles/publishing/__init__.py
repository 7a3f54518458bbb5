"""The desk's verbs. Admin, commands and views call these and never ``save()`` alone.

``article`` stores and deletes an article; ``changes`` saves what one person changed of it,
merged by ``merging`` with what others saved meanwhile; ``recording`` says what its
revisions hold, and ``history`` goes back to one; ``labels`` finds
or makes categories, tags and authors, and ``label_keys`` renews the keys that they are found
by; ``tags`` renames, merges and deletes tags; ``found_sources`` decides on sources that
imports found, by the ``source_evidence`` in their files; ``menus``, ``list_pages`` and
``shortcodes`` save what they are named after; ``remote_images`` brings pictures of other sites
home; ``addresses`` lets the addresses that pages had lead to where they are now. ``transactions`` owns the transaction and the order of its locks.
"""

from __future__ import annotations

from articles.publishing.addresses import delete_labels, save_label, save_redirect
from articles.publishing.article import create_many, delete, resolve_times, save
from articles.publishing.article_state import (
    changed_overrides,
    in_utc,
    names_of,
    recorded_state,
    state_of,
)
from articles.publishing.changes import (
    AlreadyCreated,
    Busy,
    Decisions,
    Saved,
    SlugTaken,
    Undecided,
    create_article,
    publish,
    save_changes,
    state_before_merge,
    undo_merge,
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
from articles.publishing.history import restore
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
from articles.publishing.matching import matching_items
from articles.publishing.menus import (
    delete_menu_entries,
    refresh_menus,
    save_menu_entry,
)
from articles.publishing.merging import OVERRIDE, TITLE, Decision, is_text, place_key
from articles.publishing.recording import DATETIMES, Labels, labels_of
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
from articles.publishing.text_merging import Place
from articles.publishing.transactions import transaction

__all__ = [
    "DATETIMES",
    "OVERRIDE",
    "TITLE",
    "AlreadyCreated",
    "Busy",
    "Decision",
    "Decisions",
    "FetchPlan",
    "FetchState",
    "Labels",
    "NameTaken",
    "Place",
    "Saved",
    "SlugTaken",
    "Undecided",
    "WantedImage",
    "accept_source",
    "authors_named",
    "categories_named",
    "changed_overrides",
    "confirm_disclaimers",
    "create_article",
    "create_many",
    "delete",
    "delete_labels",
    "delete_menu_entries",
    "delete_shortcodes",
    "delete_tags",
    "evidence_of",
    "fetch_images",
    "fill_derived",
    "free_slug",
    "free_slugs",
    "in_utc",
    "is_text",
    "labels_by_name",
    "labels_of",
    "matching_items",
    "merge_tags",
    "names_of",
    "place_key",
    "plan_fetching",
    "publish",
    "recorded_state",
    "refresh_menus",
    "refuse_source",
    "render_again",
    "render_article",
    "render_list_page",
    "renew_keys",
    "resolve_times",
    "restore",
    "save",
    "save_changes",
    "save_label",
    "save_list_page",
    "save_menu_entry",
    "save_redirect",
    "save_shortcode",
    "save_tag",
    "set_disclaimers",
    "state_before_merge",
    "state_of",
    "suggest_slug",
    "tags_named",
    "transaction",
    "undo_merge",
    "weigh_evidence",
    "withdraw",
]
