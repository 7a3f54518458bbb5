"""The closing blocks that a desk named: lines at the end of files, to be lifted or dropped."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from articles.archive.reader.footer_patterns import LONE_LINK
from articles.variants.engine import fold

# More lines than any desk would name, and than are looked at.
MAX_LINES = 40
_LONGEST = 4000


@dataclass(frozen=True)
class ClosingBlock:
    """The text of a block, where ``*`` stands for any characters, and the folded labels
    of the links that it may stand above; none for any. One that is no notice is dropped.
    """

    text: str
    is_notice: bool = True
    labels: frozenset[str] = frozenset()

    @cached_property
    def lines(self) -> tuple[re.Pattern[str], ...]:
        filled = (line for line in self.text.splitlines() if line.strip())
        return tuple(_pattern(line) for line in filled)[:MAX_LINES]

    def start_above(self, lines: list[str], end: int) -> int | None:
        """Return the line where the block begins that ends above line ``end``, blank ones
        aside; None if another text stands there."""
        start = end
        for pattern in reversed(self.lines):
            start = last_filled(lines, start)
            text = lines[start] if start >= 0 else ""
            if start < 0 or not pattern.fullmatch(fold(text[:_LONGEST])):
                return None
        return start if self.lines else None

    def is_at_end(self, lines: list[str]) -> bool:
        """Tell whether the lines end with the block: directly above a closing link, or
        below all else if it may stand above any."""
        if not self.labels and self.start_above(lines, len(lines)) is not None:
            return True
        last = last_filled(lines, len(lines))
        link = LONE_LINK.fullmatch(lines[last]) if last >= 0 else None
        if link is None or (self.labels and fold(link["label"]) not in self.labels):
            return False
        return self.start_above(lines, last) is not None


def _pattern(line: str) -> re.Pattern[str]:
    parts = (re.sub(r"([\[?])", r"[\1]", fold(part)) for part in line.split("*"))
    return re.compile(fnmatch.translate("*".join(parts)))


def last_filled(lines: list[str], end: int) -> int:
    """Return the last line above ``end`` that is not blank, -1 for none."""
    return next((n for n in range(end - 1, -1, -1) if lines[n].strip()), -1)


def blocks_above(
    lines: list[str], end: int, blocks: Iterable[ClosingBlock]
) -> tuple[int, list[str]]:
    """Return the line where the named blocks directly above ``end`` begin (``end`` for
    none), and the text of those that are notices, top first."""
    blocks = tuple(blocks)
    notices: list[str] = []
    while True:
        starts = ((block.start_above(lines, end), block) for block in blocks)
        found = next(((start, b) for start, b in starts if start is not None), None)
        if found is None:
            return end, notices[::-1]
        start, block = found
        if block.is_notice:
            notices.append("\n".join(lines[start:end]).strip())
        end = start
