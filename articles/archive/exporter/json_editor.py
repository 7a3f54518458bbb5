"""JSON front matter as text."""

from __future__ import annotations

import json
import re
from json.decoder import JSONDecoder
from typing import Any

from articles.archive.exporter.export_results import CannotEdit
from articles.archive.exporter.spans import Node, SpanEditor

_DECODER = JSONDecoder(strict=False)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])')
_SPACE = re.compile(r"\s*")


class JsonEditor(SpanEditor):
    def outline(self) -> Node:
        # The importer reads over a comma behind the last entry; places stay the same.
        self.shadow = _TRAILING_COMMA.sub(lambda found: found[1] or " ", self.content)
        start = self.after_space(0)
        if self.content[start : start + 1] != "{":
            raise CannotEdit("no JSON object")
        return self.node(start)

    def node(self, start: int) -> Node:
        try:
            _value, end = _DECODER.raw_decode(self.shadow, start)
        except json.JSONDecodeError as error:
            raise CannotEdit(str(error)) from None
        opening = self.content[start]
        kind = {"{": "map", "[": "list"}.get(opening, "scalar")
        node = Node(kind, "flow" if kind != "scalar" else opening, start, end)
        if kind != "scalar":
            self.fill(node)
        return node

    def fill(self, node: Node) -> None:
        place = self.after_space(node.start + 1)
        while place < node.end - 1:
            key, key_start, key_end = "", place, place
            if node.kind == "map":
                key, key_end = _DECODER.raw_decode(self.shadow, place)
                place = self.after_space(self.content.index(":", key_end) + 1)
            child = self.node(place)
            child.key, child.key_start, child.key_end = key, key_start, key_end
            node.children.append(child)
            place = self.after_space(child.end)
            place = self.after_space(place + (self.shadow[place] == ","))

    def after_space(self, place: int) -> int:
        found = _SPACE.match(self.shadow, place)
        return found.end() if found else place

    def spelled(self, value: Any, like: Node | None, *, in_flow: bool) -> str:
        # A file in pure ASCII that escapes its Chinese goes on doing so.
        ascii_only = self.content.isascii() and "\\u" in self.content
        return json.dumps(
            str(value) if isinstance(value, str) else value, ensure_ascii=ascii_only
        )

    def add(self, parent: Node, key: str, value: Any) -> None:
        colon = ": "
        if parent.children:
            last = parent.children[-1]
            colon = re.sub(r"\s+", " ", self.content[last.key_end : last.start])
        name, text = (self.spelled(v, None, in_flow=True) for v in (key, value))
        self.add_inline(parent, f"{name}{colon}{text}")

    def remove(self, parent: Node, node: Node) -> None:
        self.remove_inline(parent, node)
