"""A file's bytes as lines of text, and back: what no edit touched keeps its bytes."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_BREAK = re.compile(r"(\r\n|\r|\n)")
_BREAK_BYTES = re.compile(rb"(\r\n|\r|\n)")


@dataclass(frozen=True)
class FileText:
    """Text with ``\\n`` alone, beside the bytes and the line end of each line."""

    text: str
    codec: str
    mark: bytes
    raw: list[bytes]
    ends: list[bytes]

    @classmethod
    def of(cls, content: bytes, encoding: str) -> FileText:
        mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")
        codec = _MARKS.get(mark) or encoding.lower().replace("utf-8-sig", "utf-8")
        data = content[len(mark) :]
        text = data.decode(codec, _errors(codec))
        if codec.startswith("utf-16"):  # Its line ends are two bytes wide.
            parts = [part.encode(codec) for part in _BREAK.split(text)]
        else:
            parts = _BREAK_BYTES.split(data)
        lines = _BREAK.split(text)[::2]
        return cls("\n".join(lines), codec, mark, parts[::2], parts[1::2])

    def as_utf_8(self) -> FileText:
        """The same lines for a text that the file's own encoding cannot hold."""
        parts = zip(self.text.split("\n"), [*self.ends, b""], strict=True)
        joined = "".join(line + end.decode(self.codec) for line, end in parts)
        return FileText.of(joined.encode("utf-8", "surrogateescape"), "utf-8")

    def bytes_of(self, text: str) -> bytes:
        """The file with this text in it: only the lines that differ are new bytes.

        Raises ``UnicodeEncodeError`` where the file's encoding lacks a character.
        """
        lines = text.split("\n")
        common = Counter(self.ends).most_common(1)
        end = common[0][0] if common else "\n".encode(self.codec)
        made: list[bytes] = [self.mark]
        for old, line in zip(self._kept(lines), lines, strict=True):
            made.append(
                line.encode(self.codec, _errors(self.codec))
                if old is None
                else self.raw[old]
            )
            own = self.ends[old : old + 1] if old is not None else []
            made.append(own[0] if own else end)
        return b"".join(made[:-1])

    def _kept(self, lines: list[str]) -> list[int | None]:
        """For each new line the old one it is, or None."""
        kept: list[int | None] = []
        for i1, i2, j1, j2 in spans(self.text.split("\n"), lines):
            kept += range(i1, i2) if i2 - i1 == j2 - j1 > 0 else [None] * (j2 - j1)
        return kept


def _errors(codec: str) -> str:
    # A cut in mid-character stays what it was, as lone surrogates.
    return "surrogateescape" if codec == "utf-8" else "strict"


def spans(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Both lists in step: ``(i1, i2, j1, j2)`` with equal lines as spans of equal
    length, and what was replaced as ``(i1, i1, …)`` and ``(…, j1, j1)`` apart.
    """
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
