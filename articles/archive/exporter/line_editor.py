"""Pseudo headers line by line: no format has a parser for them.

One key per line, as in ``[#]: author: (Name)`` or ``Title: Words``; lines that stand
deeper, or that are items of a list, belong to the key above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from articles.archive.exporter.export_results import CannotEdit
from articles.archive.exporter.spans import Path

_KEY = re.compile(
    r"(?P<mark>(?:\[#\]:\s*|#\+)?)(?P<key>[A-Za-z_][\w-]*)"
    r"(?P<colon>(?:\[\])?\s*:[ \t]*)(?P<value>.*)"
)


class LineEditor:
    def __init__(self, text: str) -> None:
        self.lines = text.split("\n") if text else []

    def text(self) -> str:
        return "\n".join(self.lines)

    def paths(self) -> Iterator[Path]:
        for line in self.lines:
            if found := _KEY.fullmatch(line):
                yield (found["key"],)

    def raw(self, path: Path) -> str:
        start, _end = self.span(path)
        found = _KEY.fullmatch(self.lines[start]) if start >= 0 else None
        return found["value"].strip() if found else ""

    def span(self, path: Path) -> tuple[int, int]:
        """The lines of a key, or (-1, -1)."""
        if len(path) > 1:
            raise CannotEdit("a key within a key")
        for start in reversed(range(len(self.lines))):
            found = _KEY.fullmatch(self.lines[start])
            if found and found["key"] == path[0]:
                end = start + 1
                while end < len(self.lines) and self.lines[end][:2] in {"  ", "- "}:
                    end += 1
                return start, end
        return -1, -1

    def put(self, path: Path, value: Any, before: Any = None) -> None:
        start, end = self.span(path)
        if start < 0:
            self.add(path[0], value)
            return
        found = _KEY.fullmatch(self.lines[start])
        assert found is not None  # noqa: S101 – span() found it so
        mark, colon = found["mark"], found["colon"]
        text = _spelled(value, found["value"])
        colon = colon if colon.endswith((" ", "\t")) else f"{colon} "
        self.lines[start:end] = [f"{mark}{found['key']}{colon}{text}"]

    def add(self, key: str, value: Any) -> None:
        like = next(filter(None, map(_KEY.fullmatch, self.lines)), None)
        mark = like["mark"] if like else ""
        place = len(self.lines)
        while place and not self.lines[place - 1].strip():
            place -= 1
        text = _spelled(value, like["value"] if like else "")
        self.lines.insert(place, f"{mark}{key}: {text}")

    def drop(self, path: Path) -> None:
        start, end = self.span(path)
        if start >= 0:
            del self.lines[start:end]


def _spelled(value: Any, like: str) -> str:
    if isinstance(value, list):
        value = ", ".join(map(str, value))
    text = "" if value is None else str(value).replace("\n", " ")
    text = text.lower() if isinstance(value, bool) else text
    return f"({text})" if like.startswith("(") else text
