"""Hold converted texts against judged rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.variants.engine import Conversion, text_changes
from articles.variants.judging.rule_files import JudgedRules

# What ends a clause; no context of a rule reaches across.
_CLAUSE = re.compile(r"[^，。！？；：、（）()“”「」『』‘’《》\s]+")
_AROUND = 6

# What is printed for each character of a source text; ``None`` where it became part of a
# word of another length (存储器 → 記憶體 keeps it, 特朗普 → 川普 does not).
Alignment = Sequence[str | None]


@dataclass(frozen=True)
class Error:
    """A wrong character with what stands around it, in the source and as printed."""

    source: str
    printed: str


@dataclass
class Verdict:
    """What was counted in texts converted to one variant.

    ``unaligned`` counts the judged places whose word changed its length: right or wrong,
    nothing tells. ``characters`` leaves out punctuation and spaces.
    """

    characters: int = 0
    judged: int = 0
    unaligned: int = 0
    errors: dict[str, list[Error]] = field(default_factory=dict)

    @property
    def wrong(self) -> int:
        return sum(len(errors) for errors in self.errors.values())

    @property
    def per_10_000(self) -> float:
        return self.wrong * 10_000 / self.characters if self.characters else 0.0

    def by_class(self) -> list[tuple[str, list[Error]]]:
        """List the errors of each class, the most frequent first."""
        return sorted(self.errors.items(), key=lambda found: -len(found[1]))


def align(text: str, conversion: Conversion) -> Alignment:
    """Convert a text and say what is printed for each of its characters."""
    aligned: list[str | None] = list(text)
    for change in text_changes(text, conversion):
        is_even = len(change.source) == len(change.printed)
        aligned[change.start : change.end] = (
            change.printed if is_even else [None] * len(change.source)
        )
    return aligned


def judge(
    text: str, printed: Alignment, rules: JudgedRules, target: str, verdict: Verdict
) -> None:
    """Add a text, and what is printed for its characters, to a verdict."""
    for clause in _CLAUSE.finditer(text):
        verdict.characters += len(clause[0])
        for at, rule in rules.verdicts_in(clause[0], target):
            place = clause.start() + at
            if printed[place] is None:
                verdict.unaligned += 1
                continue
            verdict.judged += 1
            if printed[place] not in rule.right[target]:
                errors = verdict.errors.setdefault(rule.name, [])
                errors.append(_error(text, printed, place, *clause.span()))


def _error(text: str, printed: Alignment, place: int, start: int, end: int) -> Error:
    """Describe an error with its neighbours in the clause from ``start`` to ``end``."""
    around = slice(max(place - _AROUND, start), min(place + _AROUND + 1, end))
    return Error(text[around], "".join(char or "·" for char in printed[around]))
