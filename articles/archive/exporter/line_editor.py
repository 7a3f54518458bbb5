"""Pseudo headers line by line: no format has a parser for them.

One key per line, as in ``[#]: author: (Name)`` or ``Title: Words``; lines that stand
deeper, or that are items of a list, belong to the key above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from articles.archive.exporter.blocks import Block, Editor, Path

_BLOCK = re.compile(
    r"^(?P<mark>(?:\[#\]:\s*|#\+)?)(?P<key>[A-Za-z_][\w-]*)(?:\[\])?\s*:(?:[ \t]+|$)"
    r"(?P<value>.*(?:\n(?:  |- ).*)*)",
    re.MULTILINE,
)


class LineEditor(Editor):
    def read(self, text: str) -> dict[str, Any]:
        return {found["key"]: found["value"] for found in _BLOCK.finditer(text)}

    def find(self) -> Iterator[Block]:
        for found in _BLOCK.finditer(self.content):
            value, end = found.span("value")
            yield Block((found["key"],), found.start(), value, end, end)

    def spelled(self, value: Any, block: Block | None = None) -> str:
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        text = "" if value is None else str(value).replace("\n", " ")
        text = text.lower() if isinstance(value, bool) else text
        like = self.raw(block.path) if block else ""
        return f"({text})" if like.startswith("(") else text

    def add(self, path: Path, value: Any) -> None:
        first = _BLOCK.search(self.content)
        text = self.spelled(value, next(iter(self.blocks), None))
        line = f"{first['mark'] if first else ''}{path[0]}: {text}"
        self.load(self.with_line(len(self.content.rstrip()), line))
