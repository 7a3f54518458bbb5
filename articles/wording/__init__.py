"""One Chinese text read in every variant: terms, house style, and what is made by them.

``rules`` keeps the term bases of the current version in memory; ``conversion`` makes an
article's text for a variant and ``reading`` stores it and puts it on articles that are
shown; ``names`` converts what stands around them. ``changing`` is what editors' doors
call: every change makes stored texts stale, without touching an article. ``clashes``
says why a term is refused, ``effects`` what one would change for readers, and
``term_files`` brings the term base in and out as CSV.
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
from articles.wording.clashes import forms_of, reason_of
from articles.wording.conversion import conversion_for, converted, has_other_script
from articles.wording.effects import EXAMINED, Effect, Effects, effects
from articles.wording.names import forget_rules, html_in, name_in
from articles.wording.reading import dress, dress_unsaved, is_shown_as_written
from articles.wording.rules import Rules, rules_at
from articles.wording.term_files import TermImport, export_terms, import_terms

__all__ = [
    "EXAMINED",
    "Effect",
    "Effects",
    "Rules",
    "TermImport",
    "conversion_for",
    "converted",
    "delete_style_rows",
    "delete_terms",
    "dress",
    "dress_unsaved",
    "effects",
    "export_terms",
    "forget_rules",
    "forget_texts",
    "forms_of",
    "has_other_script",
    "html_in",
    "import_terms",
    "is_shown_as_written",
    "name_in",
    "reason_of",
    "rules_at",
    "save_style_row",
    "save_term",
    "terms_against",
    "twin_of",
]
