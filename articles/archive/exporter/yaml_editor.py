"""YAML front matter as text: spans from the parser's marks, spelling as it stood."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import yaml

from articles.archive.exporter.export_results import CannotEdit
from articles.archive.exporter.spans import Node, Path, SpanEditor, matched
from articles.archive.front_matter import Document, parse_front_matter
from articles.archive.problems import Problems, Refused

_DASH = re.compile(r"(?:[ \t]*(?:#.*)?\n)*(?P<dash> *-)(?:\s+#.*)*\s*")
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
        if isinstance(event, yaml.AliasEvent):
            return Node("alias", "", start, end, anchor=event.anchor or "")
        marks = self.marks(event)
        anchor = getattr(event, "anchor", None) or ""
        if isinstance(event, yaml.ScalarEvent):
            if event.style in {"|", ">"}:  # The span ends with the last line of text.
                end = self.line_end(start + len(self.content[start:end].rstrip()))
            node = Node("scalar", event.style or "", start + marks, end)
            node.anchor, node.marks, node.text = anchor, marks, event.value
            return node
        if not isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            raise CannotEdit("a second document")
        kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
        style = "flow" if getattr(event, "flow_style", False) else "block"
        node = Node(kind, style, start + marks, end, anchor=anchor, marks=marks)
        self.fill(node, events)
        return node

    def marks(self, event: yaml.Event) -> int:
        """The length of an anchor and a tag before a value, and the space behind."""
        count = sum(
            getattr(event, name, None) is not None for name in ("anchor", "tag")
        )
        start, end = _span(event)
        found = re.match(rf"(?:[&!]\S*\s*){{{count}}}", self.content[start:end])
        return found.end() if found else 0

    def fill(self, node: Node, events: Iterator[yaml.Event]) -> None:
        for event in events:
            node.end = _span(event)[1]
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                break
            child = self.node(_with(event, events))
            if node.kind == "map":
                key, child = child, self.node(events)
                child.key = self.key_text(key)
                child.key_start, child.key_end = key.whole, key.end
            node.children.append(child)
        if node.style == "block" and node.children:
            node.end = node.children[-1].end

    def key_text(self, key: Node) -> str:
        raw = self.content[key.start : key.end]
        if key.kind != "scalar":
            return raw
        return str(yaml.safe_load(raw)) if key.style in {'"', "'"} else raw

    def nodes(self, node: Node | None = None) -> Iterator[Node]:
        for child in (node or self.top).children:
            yield child
            yield from self.nodes(child)

    def cut(self, start: int, end: int, text: str) -> None:
        bearers = (n for n in self.nodes() if n.anchor and n.kind != "alias")
        told = {node.anchor: self.inline(node) for node in bearers}
        super().cut(start, end, text)
        for anchor, said in told.items():
            self.hand_on(anchor, said)

    def hand_on(self, anchor: str, said: str) -> None:
        """Where an anchored value changed, the first that calls it takes the anchor
        over with what it said: the others still call that."""
        nodes = [node for node in self.nodes() if node.anchor == anchor]
        heir = next((node for node in nodes if node.kind == "alias"), None)
        bearer = next((node for node in nodes if node.kind != "alias"), None)
        if heir is None or (bearer and self.inline(bearer) == said):
            return
        super().cut(heir.start, heir.end, f"&{anchor} {said}")
        if bearer:
            start = self.content.index(f"&{anchor}", bearer.whole)
            end = start + len(anchor) + 1
            has_space = self.content[start - 1].isspace()
            super().cut(start - has_space, end + (not has_space), "")

    def inline(self, node: Node) -> str:
        """A value on one line, as it may stand in place of an alias."""
        raw = self.content[node.start : node.end]
        if node.kind == "list":
            return f"[{', '.join(map(self.inline, node.children))}]"
        if node.kind == "map":
            pairs = [
                f"{self.content[child.key_start : child.key_end]}: {self.inline(child)}"
                for child in node.children
            ]
            return f"{{{', '.join(pairs)}}}"
        is_plain = node.kind == "alias" or not re.search(r"[\[\]{},\n]", raw)
        return raw if is_plain else _scalar(node.text, '"')

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
        start, end = node.start, node.end
        if node.style == "block":
            start, end = self.content.index(":", node.key_end) + 1, self.item_end(node)
        if node.style in {"block", "|", ">"}:
            head, *below = self.content[start:end].split("\n")
            beside = re.search(r"\s+#.*", head)
            first, *lines = text.split("\n")  # More than one, if as a block scalar.
            if end == len(self.content) and first == "|":
                lines.append("")  # The last line's end is the text's.
            elif end == len(self.content) and first == "|-" and self.is_open(node):
                first = "|"  # The last line has no end to leave out.
            deep = min(
                (len(line) - len(line.lstrip(" ")) for line in below if line.strip()),
                default=self.column(node) + 2,
            )
            lines = [f"{' ' * deep}{line}" if line else "" for line in lines]
            text = "\n".join([first + (beside[0] if beside else ""), *lines])
        has_space = self.content[start - 1].isspace()
        self.cut(start, end, text if has_space else f" {text}")

    def column(self, node: Node) -> int:
        return node.key_start - self.line_start(node.key_start)

    def replace_items(self, node: Node, value: list[Any], before: Any) -> None:
        """A block list with new items; those that stood there keep their lines, with
        the comments above and beside them."""
        content = self.content
        top = end = self.line_end(node.key_end) + 1
        chunks = []
        for item in node.children:
            found = _DASH.fullmatch(content, end, item.whole)
            if found is None:
                raise CannotEdit("an item without a line of its own")
            dash, start, end = found["dash"], end, self.item_end(item) + 1
            chunks.append(content[start : end - 1])
        like = node.children[0]
        lines = [
            chunks[n]
            if n is not None
            else f"{dash} {self.spelled(item, like, in_flow=False)}"
            for n, item in zip(matched(value, before, len(chunks)), value, strict=True)
        ]
        self.cut(top, end - 1, "\n".join(lines))

    def item_end(self, item: Node) -> int:
        """Where the lines of an item or a key end: comments as deep as what stands in
        it are its own."""
        end = self.line_end(item.end)
        if item.style != "block":
            return end
        depth = item.whole - self.line_start(item.whole)
        if item.key_end:
            depth = self.column(item) + 1
        found = re.compile(rf"(?:\n {{{depth},}}#.*)*").match(self.content, end)
        return found.end() if found else end

    def add(self, parent: Node, key: str, value: Any) -> None:
        if parent.style == "flow":
            pair = f"{_key(key)}: {self.spelled(value, None, in_flow=True)}"
            self.add_inline(parent, pair)
            return
        is_top = parent is self.top
        indent = ""
        if parent.children:
            indent = " " * min(map(self.column, parent.children))
        text = f"{indent}{_key(key)}: "
        has_block_lists = any(
            c.kind == "list" and c.style == "block" for c in self.top.children
        )
        if isinstance(value, list) and value and has_block_lists:
            items = [self.spelled(item, None, in_flow=False) for item in value]
            text = text.rstrip() + "".join(f"\n{indent}  - {item}" for item in items)
        else:
            text += self.spelled(value, None, in_flow=False)
        place = self.last_place() if is_top else self.line_end(parent.end)
        self.cut(place, place, f"\n{text}" if place else f"{text}\n")

    def last_place(self) -> int:
        """Behind the last key; above it, where a line behind would become its own."""
        *others, last = self.top.children or [self.top]
        if last.end < len(self.content) or not self.is_open(last):
            return len(self.content.rstrip())
        return self.item_end(others[-1]) if others else 0

    def is_open(self, node: Node) -> bool:
        """Whether it ends with lines of text to which the line end behind belongs."""
        while node.children:
            node = node.children[-1]
        is_block = node.style in {"|", ">"}
        return is_block and not re.match(r".\d?-", self.content[node.start : node.end])

    def drop(self, path: Path) -> None:
        parent, node = self.find(path)
        if node is not None:
            self.remove(parent, node)
        elif parent.child("<<"):  # A merged map says it: say nothing instead.
            self.add(parent, path[-1], None)

    def remove(self, parent: Node, node: Node) -> None:
        if parent.style == "flow":
            self.remove_inline(parent, node)
            return
        if self.content[self.line_start(node.key_start) : node.key_start].strip():
            raise CannotEdit("a key without a line of its own")
        start, end = self.line_start(node.key_start), self.item_end(node) + 1
        above = parent.children[: parent.children.index(node)]
        if end > len(self.content) and not (above and self.is_open(above[-1])):
            start = max(start - 1, 0)  # The last line goes with the break before it.
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
        kept = "" if text.endswith("\n") else "-"
        block = "\n".join([f"|{kept}", *text.removesuffix("\n").split("\n")])
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
    return _reads_as(front) == expected


def _reads_as(front: str) -> dict[str, Any] | None:
    """The values of a few lines of YAML, or None where they are none, or only after
    the importer mended them."""
    problems = Problems()
    try:
        matter = parse_front_matter(Document("yaml", front, 1, "", 3), problems)
    except Refused:
        return None
    return None if problems.found else matter.values
