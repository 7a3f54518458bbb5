"""JSON front matter as text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from json.decoder import JSONDecoder
from typing import Any

from articles.archive.exporter.blocks import Block, FlowEditor, Path, bracketed
from articles.archive.exporter.export_results import CannotEdit
from articles.archive.front_matter import plain

_DECODER = JSONDecoder(strict=False)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])')
_SPACE = re.compile(r"[\s,]*")


class JsonEditor(FlowEditor):
    def read(self, text: str) -> dict[str, Any]:
        # The importer reads over a comma behind the last entry; places stay the same.
        self.shadow = _TRAILING_COMMA.sub(lambda found: found[1] or " ", text)
        try:
            values = plain(json.loads(self.shadow, strict=False))
        except ValueError as error:
            raise CannotEdit(str(error)) from None
        if not isinstance(values, dict):
            raise CannotEdit("no JSON object")
        return values

    def find(self) -> Iterator[Block]:
        yield from self.within((), self.shadow.index("{"))

    def within(self, path: Path, brace: int) -> Iterator[Block]:
        start = self.after_space(brace + 1)
        while self.shadow[start] != "}":
            key, end = _DECODER.raw_decode(self.shadow, start)
            colon = self.shadow.index(":", end)
            value = self.after_space(colon + 1)
            self.colon = re.sub(r"\s+", " ", self.content[end:value])
            is_open = self.shadow[value] == "{"
            stop = _DECODER.raw_decode(self.shadow, value)[1]
            inner = (*path, key)
            yield Block(inner, start, value, stop, stop, is_open)
            if is_open:
                yield from self.within(inner, value)
            start = self.after_space(stop)

    def after_space(self, place: int) -> int:
        found = _SPACE.match(self.shadow, place)
        return found.end() if found else place

    def spelled(self, value: Any, block: Block | None = None) -> str:
        if isinstance(value, list):
            raw = self.content[block.value : block.stop] if block else ""
            raw = raw if raw.startswith("[") else ""
            return bracketed([self.spelled(item) for item in value], raw)
        # A file in pure ASCII that escapes its Chinese goes on doing so.
        ascii_only = self.content.isascii() and "\\u" in self.content
        text = str(value) if isinstance(value, str) else value
        return json.dumps(text, ensure_ascii=ascii_only)
