"""Turn a file's bytes into lines of text and back: unedited lines keep their bytes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from articles.archive.front_matter import decode, encode

_BREAK = re.compile(r"(\r\n|\r|\n)")


@dataclass(frozen=True)
class FileText:
    """Text with ``\\n`` alone, beside the line end of each line."""

    text: str
    encoding: str
    ends: list[str]

    @classmethod
    def of(cls, content: bytes) -> FileText:
        """Read the bytes. Raises ``Refused``."""
        decoded = decode(content)
        parts = _BREAK.split(decoded.text)
        return cls("\n".join(parts[::2]), decoded.encoding, parts[1::2])

    def bytes_of(self, text: str) -> bytes:
        """Return the file with this text in it; lines that stay keep their line ends.

        Raises ``UnicodeEncodeError`` if the file's encoding lacks a character.
        """
        lines = text.split("\n")
        common = Counter(self.ends).most_common(1)
        end = common[0][0] if common else "\n"
        made: list[str] = []
        for old, line in zip(self._kept(lines), lines, strict=True):
            kept_end = self.ends[old : old + 1] if old is not None else []
            made += [line, *(kept_end or [end])]
        return encode("".join(made[:-1]), self.encoding)

    def _kept(self, lines: list[str]) -> list[int | None]:
        """Return for each new line the old one that it is, or None."""
        kept: list[int | None] = []
        for i1, i2, j1, j2 in spans(self.text.split("\n"), lines):
            kept += range(i1, i2) if i2 - i1 == j2 - j1 > 0 else [None] * (j2 - j1)
        return kept


def spans(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Return both lists in step, as ``(i1, i2, j1, j2)``: equal lines are spans of equal
    length, a replacement is two, ``(i1, i2, j1, j1)`` and ``(i2, i2, j1, j2)``."""
    top = 0
    while top < min(len(old), len(new)) and old[top] == new[top]:
        top += 1
    tail = 0
    while tail < min(len(old), len(new)) - top and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    a, b = old[top : len(old) - tail], new[top : len(new) - tail]
    found = [(0, top, 0, top)] if top else []
    for tag, i1, i2, j1, j2 in SequenceMatcher(
        None, a, b, autojunk=False
    ).get_opcodes():
        i1, i2, j1, j2 = i1 + top, i2 + top, j1 + top, j2 + top
        if tag == "equal":
            found.append((i1, i2, j1, j2))
            continue
        if i2 > i1:
            found.append((i1, i2, j1, j1))
        if j2 > j1:
            found.append((i2, i2, j1, j2))
    if tail:
        found.append((len(old) - tail, len(old), len(new) - tail, len(new)))
    return found
