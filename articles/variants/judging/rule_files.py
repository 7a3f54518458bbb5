"""Read judged rules from a file of tab-separated values.

One rule a line: its class, a pattern, and for each of the two variants that the text is
converted to the characters that are right there, in the order zh-Hans, zh-Hant-TW,
zh-Hant-HK without the source. In the pattern, 【 and 】 enclose the judged character as the
source has it, and a regular expression around it says in which context of its clause.
Alternatives, ``手【表】|电【表】``, need a mark each. Nothing is judged in a variant whose
column is empty. Of two rules that match one place the first judges it, so exceptions stand
above the rule. Lines that begin with ``#`` are comments; ``# source: zh-Hant-HK`` names the
language that the rules judge texts of, if it is not Simplified.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from articles.choices import Language
from articles.variants.engine import CHINESE

_SOURCE = re.compile(r"#\s*source:\s*(\S*)\s*\Z")
_MARK = re.compile(r"【([^【】])】")


class BadRule(ValueError):
    """A line that is no rule, and what to do about it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line
        self.message = message


@dataclass(frozen=True)
class JudgedRule:
    """What is right for a character in a context; ``right`` has an entry per variant.

    Each pattern has the judged character as its group ``c``.
    """

    name: str
    patterns: tuple[re.Pattern[str], ...]
    right: dict[str, frozenset[str]]

    def places_in(self, clause: str) -> Iterator[int]:
        """Yield where the judged character stands, contexts that overlap included."""
        for pattern in self.patterns:
            found = pattern.search(clause)
            while found:
                # An optional part of the pattern may hold the judged character.
                if found["c"]:
                    yield found.start("c")
                found = pattern.search(clause, found.start() + 1)


@dataclass(frozen=True)
class JudgedRules:
    """The rules of a file for texts in the language ``source``, by judged character."""

    source: str
    by_character: dict[str, list[JudgedRule]]

    def __len__(self) -> int:
        return len({id(rule) for rules in self.by_character.values() for rule in rules})

    @property
    def targets(self) -> tuple[Language, ...]:
        """The variants that a text is converted to, as the columns stand."""
        return tuple(language for language in CHINESE if language != self.source)

    def verdicts_in(self, clause: str, target: str) -> Iterator[tuple[int, JudgedRule]]:
        """Yield each judged place of a clause once, with the first rule that matches."""
        judged: set[int] = set()
        for character in sorted(self.by_character.keys() & set(clause)):
            for rule in self.by_character[character]:
                for at in rule.places_in(clause):
                    if clause[at] == character and at not in judged:
                        judged.add(at)
                        if target in rule.right:
                            yield at, rule


def read_judged_rules(text: str, source: str = "") -> JudgedRules:
    """Read the rules for texts in ``source``; empty means what the file says.

    Raises ``BadRule`` for the first line that cannot be read, or that names another
    source.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    declared = _declared_source(lines)
    if source and declared and declared != source:
        raise BadRule(
            next(n for n, line in enumerate(lines, 1) if _SOURCE.match(line)),
            f"These rules are for texts in {declared}, not {source}: choose other rules "
            "or another source.",
        )
    rules = JudgedRules(
        source or declared or Language.SIMPLIFIED.value, defaultdict(list)
    )
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            rule, characters = _read_rule(line, number, rules.targets)
            for character in characters:
                rules.by_character[character].append(rule)
    if not rules.by_character:
        raise BadRule(1, "There is no rule: write class, pattern and two columns.")
    return rules


def _declared_source(lines: list[str]) -> str:
    for number, line in enumerate(lines, 1):
        if found := _SOURCE.match(line):
            if found[1] not in CHINESE:
                raise BadRule(
                    number,
                    f"The source is one of {', '.join(CHINESE)}, not “{found[1]}”.",
                )
            return found[1]
    return ""


def _read_rule(
    line: str, number: int, targets: tuple[Language, ...]
) -> tuple[JudgedRule, set[str]]:
    """Read a line; return its rule and the characters that it judges."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < 2 + len(targets) or any(cells[2 + len(targets) :]):
        raise BadRule(
            number,
            "A rule has class, pattern, right in "
            f"{' and right in '.join(targets)}, with tabs between them.",
        )
    name, pattern, *columns = cells
    right = {
        str(target): frozenset(characters)
        for target, characters in zip(targets, columns, strict=False)
        if characters
    }
    if not name:
        raise BadRule(
            number, "The class is empty: say which mistake the rule is about."
        )
    if not right:
        raise BadRule(number, "No column says what is right: fill in one at least.")
    patterns, judged = [], set()
    for alternative in _alternatives(pattern):
        marks = _MARK.findall(alternative)
        if len(marks) != 1 or len(re.findall("[【】]", alternative)) != 2:
            raise BadRule(
                number,
                f"“{alternative}” needs one judged character in 【 】, and each "
                "alternative its own.",
            )
        judged.add(marks[0])
        patterns.append(_compile(alternative, number))
    return JudgedRule(name, tuple(patterns), right), judged


def _compile(alternative: str, number: int) -> re.Pattern[str]:
    marked = _MARK.sub(lambda found: f"(?P<c>{re.escape(found[1])})", alternative)
    try:
        pattern = re.compile(marked)
    except re.error as error:
        raise BadRule(
            number, f"“{alternative}” is no regular expression: {error.msg}."
        ) from None
    if "c" not in pattern.groupindex:
        raise BadRule(
            number, f"“{alternative}” has its 【 】 between [ ]: write it outside."
        )
    return pattern


def _alternatives(pattern: str) -> list[str]:
    """Split a pattern at every ``|`` outside of parentheses and brackets."""
    pieces, depth, start, is_set, is_escaped = [], 0, 0, False, False
    for at, char in enumerate(pattern):
        if is_escaped or char == "\\":
            is_escaped = not is_escaped
        elif is_set or char == "[":
            is_set = char != "]"
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            pieces.append(pattern[start:at])
            start = at + 1
    return [*pieces, pattern[start:]]
