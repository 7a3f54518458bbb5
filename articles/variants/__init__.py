"""Chinese scripts: one text read in Simplified, Taiwan and Hong Kong Traditional.

Pure: no database. A ``Conversion`` says from which language to which, with which term
bases (strongest first) and which house style; ``convert_text`` converts a field and
``convert_html`` a rendered body, always from the original. ``docs/scripts.md`` explains
the whole.

Modules build on each other in this order: ``sentinels``, ``convert`` (OpenCC) →
``terms``, ``detect``, ``protected``, ``house_style`` → ``conflicts``, ``term_rows``,
``marks`` → ``locks`` → ``conversion``, ``regions`` → ``text``, ``passages`` → ``page`` → ``doubts``.
"""

from __future__ import annotations

from articles.variants.conflicts import (
    Clash,
    Conflict,
    conflicts,
    conflicts_with,
    has_no_form,
    is_incomplete,
)
from articles.variants.convert import convert_script, converter, fold, route
from articles.variants.detect import (
    Misplaced,
    Script,
    detect_script,
    fits_both_regions,
    hold_other_script,
    misplaced,
    script_in,
)
from articles.variants.doubts import Doubt, Standing, doubts, doubts_in_html
from articles.variants.house_style import (
    DEFAULT_ROWS,
    DEFAULT_STYLE,
    PLAIN,
    HouseStyle,
    StyleRow,
)
from articles.variants.locks import Choice, Conversion, Reason
from articles.variants.marks import (
    Fault,
    Mark,
    MarkProblem,
    definitions_in,
    end_of_rule,
    find_marks,
    mark_problems,
    without_definitions,
)
from articles.variants.page import (
    convert_html,
    definitions_in_html,
    readable_texts,
)
from articles.variants.passages import name_passages
from articles.variants.term_rows import (
    BadRow,
    TermRow,
    read_term_rows,
    starter_rows,
    write_term_rows,
)
from articles.variants.terms import Term, TermBase
from articles.variants.text import Change, changes, convert_text

__all__ = [
    "DEFAULT_ROWS",
    "DEFAULT_STYLE",
    "PLAIN",
    "BadRow",
    "Change",
    "Choice",
    "Clash",
    "Conflict",
    "Conversion",
    "Doubt",
    "Fault",
    "HouseStyle",
    "Mark",
    "MarkProblem",
    "Misplaced",
    "Reason",
    "Script",
    "Standing",
    "StyleRow",
    "Term",
    "TermBase",
    "TermRow",
    "changes",
    "conflicts",
    "conflicts_with",
    "convert_html",
    "convert_script",
    "convert_text",
    "converter",
    "definitions_in",
    "definitions_in_html",
    "detect_script",
    "doubts",
    "doubts_in_html",
    "end_of_rule",
    "find_marks",
    "fits_both_regions",
    "fold",
    "has_no_form",
    "hold_other_script",
    "is_incomplete",
    "mark_problems",
    "misplaced",
    "name_passages",
    "read_term_rows",
    "readable_texts",
    "route",
    "script_in",
    "starter_rows",
    "without_definitions",
    "write_term_rows",
]
