"""Convert one Chinese text to Simplified, Taiwan and Hong Kong Traditional.

Pure: no database. A ``Conversion`` says from which language to which, with which term
bases (strongest first) and which house style; ``convert_text`` converts a field and
``convert_html`` a rendered body, always from the original. ``pipeline`` has the order:
``fixed_spans`` (addresses and the like from ``protected``, ``marks``, ``terms``), then
``opencc``, then ``house_style``. ``docs/scripts.md`` explains the whole.
"""

from __future__ import annotations

from articles.variants.engine.ambiguities import (
    Ambiguity,
    find_ambiguities,
    find_ambiguities_in_html,
)
from articles.variants.engine.article_names import find_names
from articles.variants.engine.detection import (
    KANA,
    Script,
    any_in_other_script,
    convertible_text,
    detect_script,
    misplaced,
    source_of,
    source_to_convert,
)
from articles.variants.engine.fixed_spans import Choice, Conversion, Reason
from articles.variants.engine.folding import fold, fold_han
from articles.variants.engine.house_style import DEFAULT_ROWS, HouseStyle, StyleRow
from articles.variants.engine.html import (
    convert_html,
    definitions_in_html,
    readable_texts,
)
from articles.variants.engine.learned import Weights, pack, shipped_weights
from articles.variants.engine.learning import Learned, learn
from articles.variants.engine.line_breaks import (
    headline_halves,
    spaced_quantities,
    unbroken_parts,
)
from articles.variants.engine.marks import (
    Fault,
    end_of_rule,
    find_marks,
    mark_problems,
    without_definitions,
)
from articles.variants.engine.opencc import converter
from articles.variants.engine.passages import is_readable_in, name_passages
from articles.variants.engine.slips import slips_in
from articles.variants.engine.terms import CHINESE, TermBase, TermEntry, is_latin
from articles.variants.engine.text import TextChange, convert_text, text_changes
from articles.variants.engine.whole_words import word_around, words_touched
from articles.variants.engine.words import proper_nouns

__all__ = [
    "CHINESE",
    "DEFAULT_ROWS",
    "KANA",
    "Ambiguity",
    "Choice",
    "Conversion",
    "Fault",
    "HouseStyle",
    "Learned",
    "Reason",
    "Script",
    "StyleRow",
    "TermBase",
    "TermEntry",
    "TextChange",
    "Weights",
    "any_in_other_script",
    "convert_html",
    "convert_text",
    "converter",
    "convertible_text",
    "definitions_in_html",
    "detect_script",
    "end_of_rule",
    "find_ambiguities",
    "find_ambiguities_in_html",
    "find_marks",
    "find_names",
    "fold",
    "fold_han",
    "headline_halves",
    "is_latin",
    "is_readable_in",
    "learn",
    "mark_problems",
    "misplaced",
    "name_passages",
    "pack",
    "proper_nouns",
    "readable_texts",
    "shipped_weights",
    "slips_in",
    "source_of",
    "source_to_convert",
    "spaced_quantities",
    "text_changes",
    "unbroken_parts",
    "without_definitions",
    "word_around",
    "words_touched",
]
