"""Converted texts of articles: made by the rules, stored, and put on what is shown.

``rules`` keeps the term bases of the current version in memory; ``convert_article`` makes
an article's texts for a variant, ``apply`` stores them and puts them on articles that are
shown, ``names`` converts what stands around articles. ``versions`` selects a text's
nearest version, ``checks`` finds what an editor should look at, ``conversion_choices``
records editors' decisions and ``passage_reports`` readers' reports.
"""

from __future__ import annotations

from articles.variants.conversions.apply import (
    apply_variant,
    apply_variant_unsaved,
    forget_texts,
)
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
    ArticleAmbiguities,
    NotAnAnswer,
    ambiguities_of,
    choice_key,
    choose,
    find_ambiguity,
    take_back,
)
from articles.variants.conversions.convert_article import (
    apply_override,
    conversion_of,
    has_other_script,
    own_words,
    takes_own_words,
    with_definitions,
)
from articles.variants.conversions.names import (
    convert_name,
    convert_name_html,
    forget_rules,
)
from articles.variants.conversions.passage_reports import forms_reported, report_passage
from articles.variants.conversions.rules import Rules, rules_at
from articles.variants.conversions.versions import nearest_version, select_versions

__all__ = [
    "TEXT_FIELDS",
    "ArticleAmbiguities",
    "BadMark",
    "NotAnAnswer",
    "OtherScript",
    "Rules",
    "ambiguities_of",
    "apply_override",
    "apply_variant",
    "apply_variant_unsaved",
    "bad_marks",
    "bad_marks_in_own_words",
    "choice_key",
    "choose",
    "conversion_of",
    "convert_name",
    "convert_name_html",
    "find_ambiguity",
    "forget_rules",
    "forget_texts",
    "forms_reported",
    "has_other_script",
    "misplaced_outside_marks",
    "nearest_version",
    "other_scripts",
    "other_scripts_in_own_words",
    "own_words",
    "report_passage",
    "rules_at",
    "select_versions",
    "take_back",
    "takes_own_words",
    "with_definitions",
]
