"""One Chinese text read in every variant: terms, house style, and what is made by them.

``rules`` keeps the term bases of the current version in memory; ``conversion`` makes an
article's text for a variant and ``reading`` stores it and puts it on articles that are
shown; ``names`` converts what stands around them. ``changing`` and ``choices`` are what
editors' doors call: every change makes stored texts stale, without touching an article.
``checking`` finds what an editor should look at.
"""

from __future__ import annotations

from articles.wording.changing import (
    delete_terms,
    forget_texts,
    save_style_row,
    save_term,
    terms_against,
)
from articles.wording.checking import (
    BadMark,
    OtherScript,
    bad_marks,
    misplaced_outside_marks,
    other_scripts,
)
from articles.wording.choices import (
    TEXT_FIELDS,
    Doubts,
    NotAnAnswer,
    choose,
    doubts_about,
    find_doubt,
    key_of,
    take_back,
)
from articles.wording.conversion import (
    conversion_for,
    conversion_for_text,
    conversion_of,
    converted,
    has_other_script,
)
from articles.wording.names import forget_rules, html_in, name_in
from articles.wording.reading import dress, dress_unsaved, is_shown_as_written
from articles.wording.rules import Rules, rules_at

__all__ = [
    "TEXT_FIELDS",
    "BadMark",
    "Doubts",
    "NotAnAnswer",
    "OtherScript",
    "Rules",
    "bad_marks",
    "choose",
    "conversion_for",
    "conversion_for_text",
    "conversion_of",
    "converted",
    "delete_terms",
    "doubts_about",
    "dress",
    "dress_unsaved",
    "find_doubt",
    "forget_rules",
    "forget_texts",
    "has_other_script",
    "html_in",
    "is_shown_as_written",
    "key_of",
    "misplaced_outside_marks",
    "name_in",
    "other_scripts",
    "rules_at",
    "save_style_row",
    "save_term",
    "take_back",
    "terms_against",
]
