"""One Chinese text read in every variant: terms, house style, and what is made by them.

``rules`` keeps the term bases of the current version in memory; ``conversion`` makes an
article's text for a variant and ``reading`` stores it and puts it on articles that are
shown; ``names`` converts what stands around them. ``changing`` and ``choices`` are what
editors' doors call: every change makes stored texts stale, without touching an article.
``clashes`` says why a term is refused or odd, ``effects`` what one would change for readers,
``versions`` finds a text's nearest version, ``checking`` what an editor should look at in a text, and ``term_files`` brings the term
base in and out as CSV. ``reports`` takes what readers say reads wrong.
"""

from __future__ import annotations

from articles.wording.changing import (
    delete_style_rows,
    delete_terms,
    forget_texts,
    save_style_row,
    save_term,
    terms_against,
    twin_of,
)
from articles.wording.checking import (
    BadMark,
    OtherScript,
    bad_marks,
    bad_marks_in_own_words,
    misplaced_outside_marks,
    other_scripts,
    other_scripts_in_own_words,
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
from articles.wording.clashes import forms_of, oddities_of, reason_of
from articles.wording.conversion import (
    conversion_for,
    conversion_of,
    converted,
    has_other_script,
    own_words,
    suited,
    takes_own_words,
    with_definitions,
)
from articles.wording.effects import EXAMINED, Effect, Effects, effects
from articles.wording.names import forget_rules, html_in, name_in
from articles.wording.reading import dress, dress_unsaved, is_shown_as_written
from articles.wording.reports import forms_reported, report_passage
from articles.wording.rules import Rules, rules_at
from articles.wording.term_files import LineNote, TermImport, export_terms, import_terms
from articles.wording.versions import nearest, put_nearest

__all__ = [
    "EXAMINED",
    "TEXT_FIELDS",
    "BadMark",
    "Doubts",
    "Effect",
    "Effects",
    "LineNote",
    "NotAnAnswer",
    "OtherScript",
    "Rules",
    "TermImport",
    "bad_marks",
    "bad_marks_in_own_words",
    "choose",
    "conversion_for",
    "conversion_of",
    "converted",
    "delete_style_rows",
    "delete_terms",
    "doubts_about",
    "dress",
    "dress_unsaved",
    "effects",
    "export_terms",
    "find_doubt",
    "forget_rules",
    "forget_texts",
    "forms_of",
    "forms_reported",
    "has_other_script",
    "html_in",
    "import_terms",
    "is_shown_as_written",
    "key_of",
    "misplaced_outside_marks",
    "name_in",
    "nearest",
    "oddities_of",
    "other_scripts",
    "other_scripts_in_own_words",
    "own_words",
    "put_nearest",
    "reason_of",
    "report_passage",
    "rules_at",
    "save_style_row",
    "save_term",
    "suited",
    "take_back",
    "takes_own_words",
    "terms_against",
    "twin_of",
    "with_definitions",
]
