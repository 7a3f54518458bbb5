"""The desk's verbs. Admin, commands and views call these and never ``save()`` alone.

``article`` stores and deletes an article; ``changes`` saves what one person changed of it,
merged by ``merging`` with what others saved meanwhile, and ``times`` says which times
contradict each other; ``kinds`` says how weighty a change to a live article is, and
``after_checks`` has those read that went out at once; ``corrections`` tells readers of
errors, and ``killing`` takes an article from them; ``workflow`` is the table of the verbs
that lead from one state to another, ``checklist`` what an article must have before one of
them, ``performing`` does what they say, ``handling`` keeps who is to do it and what is on
legal hold, ``pending_versions`` lets a change of a live article wait for its hour, and
``article_copies`` begins one from another or from a template, and ``preview_links`` shares
its preview; ``versions`` says which version of a story has not followed another, and acts
on all of them; ``pins`` lets it stand first on the front page; ``buffers`` keeps what is
typed until it is saved, ``presence`` notes who has an article open, ``copy_checks`` checks
texts. ``recording`` says what revisions hold, ``history`` goes back to one, and ``audit``
keeps who did what for good.

``labels`` finds or makes categories, tags and authors, and ``label_keys`` renews the keys
that they are found by; ``tags`` names tags anew, ``instruments`` keeps instruments and
finds those that a text means, ``tag_suggestions`` finds them in a text, and ``tombstones``
merges labels, deletes them and brings them back; ``addresses`` lets the addresses that
pages had lead to where they are now. ``found_sources`` decides on sources that imports
found, by the ``source_evidence`` in their files; ``menus``, ``list_pages`` and
``shortcodes`` save what they are named after; ``pictures`` adds, saves, replaces and
deletes one picture, whose ``picture_uses`` are recorded and whose ``later_renditions``
follow the commit; ``remote_images`` brings pictures of other sites home. ``transactions``
owns the transaction and the order of its locks.
"""

from __future__ import annotations

from articles.publishing.addresses import save_label, save_redirect, was_public
from articles.publishing.after_checks import check_afterwards
from articles.publishing.article import (
    create_many,
    delete,
    resolve_times,
    save,
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
from articles.publishing.article_state import (
    changed_overrides,
    in_utc,
    names_of,
    recorded_state,
    state_of,
)
from articles.publishing.audit import audit
from articles.publishing.buffers import (
    MAX_BUFFER,
    BufferTooLong,
    Typed,
    forget_buffer,
    keep_buffer,
)
from articles.publishing.changes import (
    AlreadyCreated,
    Decisions,
    Saved,
    SlugTaken,
    Undecided,
    create_article,
    save_changes,
    state_before_merge,
    undo_merge,
)
from articles.publishing.checklist import (
    CheckItem,
    checklist,
    checklist_choices,
    record_clearance,
    what_blocks,
)
from articles.publishing.comments import decide_comments, send_comment, takes_comments
from articles.publishing.copy_checks import LONGEST_CHECKED, check_texts
from articles.publishing.corrections import (
    change_correction,
    correct,
    remove_correction,
)
from articles.publishing.derived import fill_derived, render_again, render_article
from articles.publishing.embargoes import lift_embargo
from articles.publishing.found_sources import (
    NameTaken,
    accept_source,
    confirm_disclaimers,
    refuse_source,
)
from articles.publishing.handling import (
    Assignment,
    assign,
    hold,
    may_assign,
    release,
)
from articles.publishing.history import (
    GoneRow,
    Overtaken,
    RestoreScope,
    plan_restore,
    record_of,
    restore,
)
from articles.publishing.instruments import (
    instruments_meant,
    instruments_numbered,
    save_instrument,
)
from articles.publishing.killing import (
    ask_revival,
    confirm_revival,
    is_killable,
    kill,
    reach_of,
    revive,
)
from articles.publishing.kinds import KindRefused, LiveRule
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
from articles.publishing.matching import matching_items
from articles.publishing.menus import (
    delete_menu_entries,
    refresh_menus,
    save_menu_entry,
)
from articles.publishing.merging import OVERRIDE, TITLE, Decision, is_text, place_key
from articles.publishing.patience import Busy, StoresNothing
from articles.publishing.pending_versions import (
    apply_due,
    apply_now,
    drop_changes,
    move_changes,
    recheck_pending,
    schedule_changes,
)
from articles.publishing.performing import delete_for_good, perform
from articles.publishing.pictures import (
    PictureExists,
    add_picture,
    delete_pictures,
    replace_picture,
    save_picture,
)
from articles.publishing.pins import has_room, is_pinnable, move_pin, pin, unpin
from articles.publishing.presence import end_presence, note_presence
from articles.publishing.preview_links import revoke_preview, share_preview
from articles.publishing.recording import (
    BESIDE,
    DATETIMES,
    LABEL_IDS,
    READ_FIELDS,
    RECORDED,
    Labels,
    changes_between,
    labels_of,
    moment_of,
)
from articles.publishing.remote_images import (
    FetchPlan,
    FetchState,
    WantedImage,
    fetch_image,
    fetch_images,
    plan_fetching,
)
from articles.publishing.reports import decide_reports, report_fact
from articles.publishing.shortcodes import delete_shortcodes, save_shortcode
from articles.publishing.source_evidence import evidence_of, weigh_evidence
from articles.publishing.tag_suggestions import suggested_tags
from articles.publishing.tags import save_tag
from articles.publishing.text_merging import Place
from articles.publishing.times import (
    SenselessTimes,
    embargo_holds,
    shortens_embargo,
    what_makes_no_sense,
)
from articles.publishing.tombstones import (
    LabelTaken,
    article_count,
    delete_labels,
    merge_labels,
    revive_label,
)
from articles.publishing.transactions import transaction
from articles.publishing.versions import (
    NotVersions,
    act_on_all,
    behind,
    mark_level,
    versions_for,
    versions_of,
)
from articles.publishing.workflow import (
    PUBLISHING,
    Verb,
    VerbRefused,
    check,
    has_right,
    may,
    may_save,
    saving,
    verbs_for,
)

__all__ = [
    "BESIDE",
    "DATETIMES",
    "LABEL_IDS",
    "LONGEST_CHECKED",
    "MAX_BUFFER",
    "OVERRIDE",
    "PUBLISHING",
    "READ_FIELDS",
    "RECORDED",
    "TITLE",
    "AlreadyCreated",
    "Assignment",
    "BufferTooLong",
    "Busy",
    "CheckItem",
    "Decision",
    "Decisions",
    "FetchPlan",
    "FetchState",
    "GoneRow",
    "KindRefused",
    "LabelTaken",
    "Labels",
    "LiveRule",
    "NameTaken",
    "NotRelated",
    "NotVersions",
    "Overtaken",
    "PictureExists",
    "Place",
    "RestoreScope",
    "Saved",
    "SenselessTimes",
    "SlugTaken",
    "StoresNothing",
    "TranslationExists",
    "Typed",
    "Undecided",
    "Verb",
    "VerbRefused",
    "WantedImage",
    "accept_source",
    "act_on_all",
    "add_picture",
    "apply_due",
    "apply_now",
    "article_count",
    "ask_revival",
    "assign",
    "audit",
    "authors_named",
    "begin_follow_up",
    "begin_translation",
    "behind",
    "categories_named",
    "change_correction",
    "changed_overrides",
    "changes_between",
    "check",
    "check_afterwards",
    "check_texts",
    "checklist",
    "checklist_choices",
    "confirm_disclaimers",
    "confirm_revival",
    "correct",
    "create_article",
    "create_many",
    "decide_comments",
    "decide_reports",
    "delete",
    "delete_for_good",
    "delete_labels",
    "delete_menu_entries",
    "delete_pictures",
    "delete_shortcodes",
    "drop_changes",
    "duplicate",
    "embargo_holds",
    "end_presence",
    "evidence_of",
    "fetch_image",
    "fetch_images",
    "fill_derived",
    "follow",
    "forget_buffer",
    "free_slug",
    "free_slugs",
    "has_right",
    "has_room",
    "hold",
    "in_utc",
    "instruments_meant",
    "instruments_numbered",
    "is_killable",
    "is_pinnable",
    "is_text",
    "keep_buffer",
    "kill",
    "labels_by_name",
    "labels_of",
    "lift_embargo",
    "make_and_show",
    "mark_level",
    "matching_items",
    "may",
    "may_assign",
    "may_save",
    "merge_labels",
    "moment_of",
    "move_changes",
    "move_pin",
    "names_of",
    "note_presence",
    "perform",
    "pin",
    "place_key",
    "plan_fetching",
    "plan_restore",
    "reach_of",
    "recheck_pending",
    "record_clearance",
    "record_of",
    "recorded_state",
    "refresh_menus",
    "refuse_source",
    "release",
    "remove_correction",
    "render_again",
    "render_article",
    "render_list_page_again",
    "renew_keys",
    "replace_picture",
    "report_fact",
    "resolve_times",
    "restore",
    "revive",
    "revive_label",
    "revoke_preview",
    "save",
    "save_changes",
    "save_instrument",
    "save_label",
    "save_list_page",
    "save_menu_entry",
    "save_picture",
    "save_redirect",
    "save_shortcode",
    "save_tag",
    "saving",
    "schedule_changes",
    "send_comment",
    "share_preview",
    "shortens_embargo",
    "state_before_merge",
    "state_of",
    "suggest_slug",
    "suggested_tags",
    "tags_named",
    "takes_comments",
    "transaction",
    "undo_merge",
    "unfollow",
    "unpin",
    "values_of",
    "verbs_for",
    "versions_for",
    "versions_of",
    "was_public",
    "weigh_evidence",
    "what_blocks",
    "what_makes_no_sense",
]
