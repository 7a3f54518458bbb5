"""One Chinese text read in every variant: terms, house style, and what is made by them.

``rules`` keeps the term bases of the current version in memory; ``conversion`` makes an
article's text for a variant and ``reading`` stores it and puts it on articles that are
shown; ``names`` converts what stands around them. ``changing`` is what editors' doors
call: every change makes stored texts stale, without touching an article.
"""

from __future__ import annotations

from articles.wording.changing import (
    delete_terms,
    forget_texts,
    save_style_row,
    save_term,
    terms_against,
)
from articles.wording.conversion import conversion_for, converted, has_other_script
from articles.wording.names import forget_rules, html_in, name_in
from articles.wording.reading import dress, dress_unsaved, is_shown_as_written
from articles.wording.rules import Rules, rules_at

__all__ = [
    "Rules",
    "conversion_for",
    "converted",
    "delete_terms",
    "dress",
    "dress_unsaved",
    "forget_rules",
    "forget_texts",
    "has_other_script",
    "html_in",
    "is_shown_as_written",
    "name_in",
    "rules_at",
    "save_style_row",
    "save_term",
    "terms_against",
]
