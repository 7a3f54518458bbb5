"""Convert articles: by the rules, stored once, and shown to the readers of a variant.

``rules`` keeps the term bases of the current version in memory; ``convert_article`` makes
an article's texts for a variant, ``apply`` stores them and shows them on articles in
memory, ``names`` converts what stands around articles. ``versions`` selects a text's
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
    find_slips,
    other_scripts,
)
from articles.variants.conversions.conversion_choices import (
    NotAnAnswer,
    ambiguities_of,
    choose,
    withdraw_choice,
)
from articles.variants.conversions.convert_article import (
    conversion_of,
    field_conversions,
    has_other_script,
    override_text,
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
    "BadMark",
    "NotAnAnswer",
    "OtherScript",
    "Rules",
    "ambiguities_of",
    "apply_variant",
    "apply_variant_unsaved",
    "bad_marks",
    "choose",
    "conversion_of",
    "convert_name",
    "convert_name_html",
    "field_conversions",
    "find_slips",
    "forget_rules",
    "forget_texts",
    "forms_reported",
    "has_other_script",
    "nearest_version",
    "other_scripts",
    "override_text",
    "report_passage",
    "rules_at",
    "select_versions",
    "withdraw_choice",
]
