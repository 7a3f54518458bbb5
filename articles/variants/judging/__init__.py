"""Count what a conversion gets wrong, by judged rules. Pure.

A rule is a context and the characters that are right there in each variant
(``rule_files``); ``verdicts`` holds a converted text against the rules. The project's own
rules lie beside this file, ``from_simplified.tsv`` and ``from_hong_kong.tsv``. The figure
is a lower bound, because a rule sees only what its author thought of: it serves to compare
two ways of converting one text.
"""

from __future__ import annotations

from articles.variants.judging.rule_files import BadRule, JudgedRules, read_judged_rules
from articles.variants.judging.verdicts import Error, Verdict, align, judge

__all__ = [
    "BadRule",
    "Error",
    "JudgedRules",
    "Verdict",
    "align",
    "judge",
    "read_judged_rules",
]
