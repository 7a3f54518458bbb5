"""Converted texts of articles: made by the rules, stored, and put on what is shown.

``rules`` keeps the term bases of the current version in memory; ``convert_article`` makes
an article's texts for a variant, ``apply`` stores them and puts them on articles that are
shown, ``names`` converts what stands around articles. ``versions`` selects a text's
nearest version, ``checks`` finds what an editor should look at, ``conversion_choices``
records editors' decisions and ``passage_reports`` readers' reports.
"""

from __future__ import annotations

from articles.variants.conversions.apply import dress, dress_unsaved, forget_texts
from articles.variants.conversions.checks import (
    BadMark,
    OtherScript,
    bad_marks,
    bad_marks_in_own_words,
    misplaced_outside_marks,
    other_scripts,
    other_scripts_in_own_words,
)
from articles.variants.conversions.conversion_choices import (
    TEXT_FIELDS,
    Doubts,
    NotAnAnswer,
    choose,
    doubts_about,
    find_doubt,
    key_of,
    take_back,
)
from articles.variants.conversions.convert_article import (
    conversion_of,
    has_other_script,
    own_words,
    suited,
    takes_own_words,
    with_definitions,
)
from articles.variants.conversions.names import forget_rules, html_in, name_in
from articles.variants.conversions.passage_reports import forms_reported, report_passage
from articles.variants.conversions.rules import Rules, rules_at
from articles.variants.conversions.versions import nearest, put_nearest

__all__ = [
    "TEXT_FIELDS",
    "BadMark",
    "Doubts",
    "NotAnAnswer",
    "OtherScript",
    "Rules",
    "bad_marks",
    "bad_marks_in_own_words",
    "choose",
    "conversion_of",
    "doubts_about",
    "dress",
    "dress_unsaved",
    "find_doubt",
    "forget_rules",
    "forget_texts",
    "forms_reported",
    "has_other_script",
    "html_in",
    "key_of",
    "misplaced_outside_marks",
    "name_in",
    "nearest",
    "other_scripts",
    "other_scripts_in_own_words",
    "own_words",
    "put_nearest",
    "report_passage",
    "rules_at",
    "suited",
    "take_back",
    "takes_own_words",
    "with_definitions",
]
