"""YAML front matter as text: spans from the parser's marks, spelling as it stood."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import yaml

from articles.exporting.outcomes import CannotEdit
from articles.exporting.rereading import reads_as
from articles.exporting.spans import Node, SpanEditor, matched

_DASH = re.compile(r"[ ]*-[ \t]*")
_UNPRINTABLE = re.compile(
    "[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


class YamlEditor(SpanEditor):
    def outline(self) -> Node:
        try:
            events = [
                event
                for event in yaml.parse(self.content, Loader=yaml.CSafeLoader)
                if not isinstance(event, (yaml.StreamStartEvent, yaml.StreamEndEvent))
            ]
        except (yaml.YAMLError, ValueError) as error:
            raise CannotEdit(str(error)) from None
        if not events:
            end = len(self.content)
            return Node("map", "block", end, end)
        rest = iter(events[1:])
        top = self.node(rest)
        if top.kind != "map" or len(list(rest)) > 1:
            raise CannotEdit("not one map")
        return top

    def node(self, events: Iterator[yaml.Event]) -> Node:
        event = next(events)
        start, end = _span(event)
        if isinstance(event, yaml.ScalarEvent):
            if event.style in {"|", ">"}:  # The span ends with the last line's text.
                end = start + len(self.content[start:end].rstrip())
            return Node("scalar", event.style or "", start, end)
        if isinstance(event, yaml.AliasEvent):
            return Node("alias", "", start, end)
        if not isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            raise CannotEdit("a second document")
        kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
        style = "flow" if getattr(event, "flow_style", False) else "block"
        node = Node(kind, style, start, end)
        self.fill(node, events)
        return node

    def fill(self, node: Node, events: Iterator[yaml.Event]) -> None:
        for event in events:
            node.end = _span(event)[1]
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                break
            child = self.node(_with(event, events))
            if node.kind == "map":
                key, child = child, self.node(events)
                child.key = self.key_text(key)
                child.key_start, child.key_end = key.start, key.end
            node.children.append(child)
        if node.style == "block" and node.children:
            node.end = node.children[-1].end

    def key_text(self, key: Node) -> str:
        raw = self.content[key.start : key.end]
        if key.kind != "scalar":
            return raw
        return str(yaml.safe_load(raw)) if key.style in {'"', "'"} else raw

    def spelled(self, value: Any, like: Node | None, *, in_flow: bool) -> str:
        style = like.style if like and like.kind == "scalar" else self.usual_style()
        if isinstance(value, str):
            return _scalar(str(value), style, in_flow=in_flow)
        if isinstance(value, list):
            items = [self.spelled(item, None, in_flow=True) for item in value]
            return f"[{', '.join(items)}]"
        if isinstance(value, dict):
            pairs = [
                f"{_key(key)}: {self.spelled(item, None, in_flow=True)}"
                for key, item in value.items()
            ]
            return f"{{{', '.join(pairs)}}}"
        return json.dumps(value, ensure_ascii=False)

    def usual_style(self) -> str:
        """How the file quotes: new values follow."""
        styles = Counter(
            child.style for child in self.top.children if child.kind == "scalar"
        )
        quoted = styles['"'] + styles["'"]
        if quoted <= styles[""]:
            return ""
        return '"' if styles['"'] >= styles["'"] else "'"

    def replace(self, parent: Node, node: Node, value: Any, before: Any) -> None:
        if isinstance(value, list) and node.kind == "list" and value:
            self.replace_items(node, value, before)
            return
        text = self.spelled(value, node, in_flow=parent.style == "flow")
        if "\n" in text:  # A block scalar: its lines stand deeper than the key.
            indent = " " * (self.column(node) + 2)
            text = re.sub(r"\n(?!\n)", f"\n{indent}", text)
        start = node.start
        if node.kind != "scalar" and node.style == "block":
            start = self.content.index(":", node.key_end) + 1
        is_after_colon = self.content[start - 1 : start] == ":"
        self.cut(start, node.end, f" {text}" if is_after_colon else text)

    def column(self, node: Node) -> int:
        return node.key_start - self.line_start(node.key_start)

    def replace_items(self, node: Node, value: list[Any], before: Any) -> None:
        """A block list with new items; those that stood there keep their lines."""
        content, starts = self.content, []
        for item in node.children:
            start = self.line_start(item.start)
            if not _DASH.fullmatch(content[start : item.start]):
                raise CannotEdit("an item without a line of its own")
            starts.append(start)
        end = self.line_end(node.end)
        edges = [*starts, end]
        chunks = [content[a:b].rstrip("\n") for a, b in pairwise(edges)]
        first = node.children[0]
        dash = content[starts[0] : first.start].rstrip(" ") + " "
        lines = [
            chunks[n]
            if n is not None
            else dash + self.spelled(item, first, in_flow=False)
            for n, item in zip(matched(value, before, len(chunks)), value, strict=True)
        ]
        self.cut(starts[0], end, "\n".join(lines))

    def add(self, parent: Node, key: str, value: Any) -> None:
        if parent.style == "flow":
            raise CannotEdit("a map in one line")
        is_top = parent is self.top
        indent = ""
        if parent.children:
            indent = " " * self.column(parent.children[0])
        text = f"{indent}{_key(key)}: "
        has_block_lists = any(
            c.kind == "list" and c.style == "block" for c in self.top.children
        )
        if isinstance(value, list) and value and has_block_lists:
            items = [self.spelled(item, None, in_flow=False) for item in value]
            text = text.rstrip() + "".join(f"\n{indent}  - {item}" for item in items)
        else:
            text += self.spelled(value, None, in_flow=False)
        place = len(self.content.rstrip()) if is_top else self.line_end(parent.end)
        self.cut(place, place, f"\n{text}" if place else f"{text}\n")

    def remove(self, parent: Node, node: Node) -> None:
        if (
            parent.style == "flow"
            or self.content[self.line_start(node.key_start) : node.key_start].strip()
        ):
            raise CannotEdit("a key without a line of its own")
        start, end = self.line_start(node.key_start), self.line_end(node.end) + 1
        if end > len(self.content):  # The last line goes with the break before it.
            start = max(start - 1, 0)
        self.cut(start, end, "")


def _span(event: yaml.Event) -> tuple[int, int]:
    if event.start_mark is None or event.end_mark is None:
        raise CannotEdit("the parser does not tell places")
    return event.start_mark.index, event.end_mark.index


def _with(first: yaml.Event, rest: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    yield first
    yield from rest


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z_][\w-]*", key) else _scalar(key, '"')


def _scalar(text: str, style: str, *, in_flow: bool = False) -> str:
    """The text in that style, or in the nearest that the importer reads back."""
    if style in {"|", ">"} and not in_flow and "\n" in text:
        block = "\n".join(["|-", *text.split("\n")])
        if _reads_back(block.replace("\n", "\n  "), text, in_flow=False):
            return block
    elif style == "'" and "\n" not in text:
        single = "'" + text.replace("'", "''") + "'"
        if _reads_back(single, text, in_flow=in_flow):
            return single
    elif style in {"", "|", ">"} and _reads_back(text, text, in_flow=in_flow):
        return text
    escaped = json.dumps(text, ensure_ascii=False)
    return _UNPRINTABLE.sub(_escape, escaped)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _reads_back(spelled: str, text: str, *, in_flow: bool) -> bool:
    front = f"k: [{spelled}]" if in_flow else f"k: {spelled}\nl: end"
    expected: dict[str, Any] = {"k": [text]} if in_flow else {"k": text, "l": "end"}
    return reads_as(front) == expected
