"""Chinese scripts: one text read in Simplified, Taiwan and Hong Kong Traditional.

Pure: no database. A ``Conversion`` says from which language to which, with which term
bases (strongest first) and which house style; ``convert_text`` converts a field and
``convert_html`` a rendered body, always from the original. ``docs/scripts.md`` explains
the whole.
"""

from __future__ import annotations

from articles.variants.engine.ambiguities import (
    Ambiguity,
    DecidedBy,
    find_ambiguities,
    find_ambiguities_in_html,
)
from articles.variants.engine.contradictions import (
    Clash,
    Contradiction,
    contradictions_with,
    find_contradictions,
    has_no_form,
    is_incomplete,
)
from articles.variants.engine.detection import (
    Misplaced,
    Script,
    detect_script,
    fits_both_regions,
    hold_other_script,
    misplaced,
    script_in,
)
from articles.variants.engine.fixed_spans import Choice, Conversion, Reason
from articles.variants.engine.house_style import (
    DEFAULT_ROWS,
    DEFAULT_STYLE,
    PLAIN,
    HouseStyle,
    StyleRow,
)
from articles.variants.engine.html import (
    convert_html,
    definitions_in_html,
    readable_texts,
)
from articles.variants.engine.marks import (
    Fault,
    MarkProblem,
    definitions_in,
    end_of_rule,
    find_marks,
    mark_problems,
    without_definitions,
)
from articles.variants.engine.opencc import convert_script, converter, fold, route
from articles.variants.engine.passages import name_passages
from articles.variants.engine.protected import protected_spans
from articles.variants.engine.term_rows import (
    COLUMNS,
    SITE,
    BadRow,
    TermRow,
    read_term_rows,
    starter_rows,
    write_term_rows,
)
from articles.variants.engine.terms import TermBase, TermEntry
from articles.variants.engine.text import TextChange, changes, convert_text

__all__ = [
    "COLUMNS",
    "DEFAULT_ROWS",
    "DEFAULT_STYLE",
    "PLAIN",
    "SITE",
    "Ambiguity",
    "BadRow",
    "Choice",
    "Clash",
    "Contradiction",
    "Conversion",
    "DecidedBy",
    "Fault",
    "HouseStyle",
    "MarkProblem",
    "Misplaced",
    "Reason",
    "Script",
    "StyleRow",
    "TermBase",
    "TermEntry",
    "TermRow",
    "TextChange",
    "changes",
    "contradictions_with",
    "convert_html",
    "convert_script",
    "convert_text",
    "converter",
    "definitions_in",
    "definitions_in_html",
    "detect_script",
    "end_of_rule",
    "find_ambiguities",
    "find_ambiguities_in_html",
    "find_contradictions",
    "find_marks",
    "fits_both_regions",
    "fold",
    "has_no_form",
    "hold_other_script",
    "is_incomplete",
    "mark_problems",
    "misplaced",
    "name_passages",
    "protected_spans",
    "read_term_rows",
    "readable_texts",
    "route",
    "script_in",
    "starter_rows",
    "without_definitions",
    "write_term_rows",
]
