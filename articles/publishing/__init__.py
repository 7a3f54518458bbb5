"""The desk's verbs. Admin, commands and views call these and never ``save()`` alone.

``article`` saves, publishes and withdraws an article, ``spiking`` puts it aside and deletes
it; ``recording`` says what its revisions hold, ``history`` goes back to one, and ``audit``
keeps who did what for good; ``labels`` finds
or makes categories, tags and authors, and ``label_keys`` renews the keys that they are found
by; ``tags`` renames, merges and deletes tags; ``found_sources`` decides on sources that
imports found, by the ``source_evidence`` in their files; ``menus``, ``list_pages`` and
``shortcodes`` save what they are named after; ``remote_images`` brings pictures of other sites
home; ``addresses`` lets the addresses that pages had lead to where they are now. ``transactions`` owns the transaction and the order of its locks.
"""

from __future__ import annotations

from articles.publishing.addresses import delete_labels, save_label, save_redirect
from articles.publishing.article import (
    create_many,
    delete,
    publish,
    resolve_times,
    save,
    withdraw,
)
from articles.publishing.audit import audit
from articles.publishing.derived import fill_derived, render_again, render_article
from articles.publishing.found_sources import (
    NameTaken,
    accept_source,
    confirm_disclaimers,
    refuse_source,
    set_disclaimers,
)
from articles.publishing.history import (
    KEPT_FIELDS,
    GoneRow,
    Overtaken,
    RestorePlan,
    RestoreScope,
    plan_restore,
    restore,
    state_of,
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
from articles.publishing.recording import (
    DATETIMES,
    LABEL_IDS,
    RECORDED,
    Labels,
    changes_between,
    labels_of,
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
from articles.publishing.spiking import NotSpiked, delete_for_good, spike, unspike
from articles.publishing.tags import delete_tags, merge_tags, save_tag
from articles.publishing.transactions import transaction

__all__ = [
    "DATETIMES",
    "KEPT_FIELDS",
    "LABEL_IDS",
    "RECORDED",
    "FetchPlan",
    "FetchState",
    "GoneRow",
    "Labels",
    "NameTaken",
    "NotSpiked",
    "Overtaken",
    "RestorePlan",
    "RestoreScope",
    "WantedImage",
    "accept_source",
    "audit",
    "authors_named",
    "categories_named",
    "changes_between",
    "confirm_disclaimers",
    "create_many",
    "delete",
    "delete_for_good",
    "delete_labels",
    "delete_menu_entries",
    "delete_shortcodes",
    "delete_tags",
    "evidence_of",
    "fetch_images",
    "fill_derived",
    "free_slug",
    "free_slugs",
    "labels_by_name",
    "labels_of",
    "merge_tags",
    "plan_fetching",
    "plan_restore",
    "publish",
    "refresh_menus",
    "refuse_source",
    "render_again",
    "render_article",
    "render_list_page",
    "renew_keys",
    "resolve_times",
    "restore",
    "save",
    "save_label",
    "save_list_page",
    "save_menu_entry",
    "save_redirect",
    "save_shortcode",
    "save_tag",
    "set_disclaimers",
    "spike",
    "state_of",
    "suggest_slug",
    "tags_named",
    "transaction",
    "unspike",
    "weigh_evidence",
    "withdraw",
]
