"""Edit a front matter as text: replace the span of one value, leave all else alone.

An ``Outline`` says where keys and values stand; YAML and JSON differ in how they are
found and spelled (``yaml_text``, ``json_text``) and share the surgery here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from articles.exporting.outcomes import CannotEdit

Path = tuple[str, ...]


class Editor(Protocol):
    """One front matter, edited key by key."""

    def paths(self) -> Iterator[Path]:
        """The keys as spelled, those within ``params`` first, as Hugo merges them."""

    def raw(self, path: Path) -> str:
        """The value as it stands."""

    def put(self, path: Path, value: Any, before: Any = None) -> None:
        """Replace or add a value; ``before`` is what the importer read there."""

    def drop(self, path: Path) -> None:
        """Take the key out."""

    def text(self) -> str:
        """The front matter as it is now."""


@dataclass
class Node:
    """A value's place in the text. ``style``: a quote, ``|`` or ``>``; ``flow`` or
    ``block`` for lists and maps."""

    kind: str
    style: str
    start: int
    end: int
    key: str = ""
    key_start: int = 0
    key_end: int = 0
    children: list[Node] = field(default_factory=list)

    def child(self, key: str) -> Node | None:
        # The last of two equal keys counts, as in the importer.
        return next((c for c in reversed(self.children) if c.key == key), None)


class SpanEditor:
    """What YAML and JSON share. Subclasses find the outline and spell values."""

    comment = ""  # What opens a comment between two items, so that none is repeated.

    def __init__(self, text: str) -> None:
        self.content = text
        self.top = self.outline()

    def outline(self) -> Node:
        raise NotImplementedError

    def spelled(self, value: Any, like: Node | None, *, in_flow: bool) -> str:
        raise NotImplementedError

    def add(self, parent: Node, key: str, value: Any) -> None:
        raise NotImplementedError

    def remove(self, parent: Node, node: Node) -> None:
        raise NotImplementedError

    def text(self) -> str:
        return self.content

    def paths(self) -> Iterator[Path]:
        for node in self.top.children:
            if node.key == "params" and node.kind == "map":
                yield from (("params", child.key) for child in node.children)
        for node in self.top.children:
            yield (node.key,)

    def find(self, path: Path) -> tuple[Node, Node | None]:
        """The map that holds the last key of the path, and its value's node."""
        parent = self.top
        for key in path[:-1]:
            below = parent.child(key)
            if below is None or below.kind != "map":
                raise CannotEdit(f"{key} is no map")
            parent = below
        return parent, parent.child(path[-1])

    def raw(self, path: Path) -> str:
        node = self.find(path)[1]
        return self.content[node.start : node.end] if node else ""

    def put(self, path: Path, value: Any, before: Any = None) -> None:
        parent, node = self.find(path)
        if node is None:
            self.add(parent, path[-1], value)
        elif isinstance(value, list) and node.kind == "list" and node.style == "flow":
            self.cut(node.start, node.end, self.list_text(node, value, before))
        else:
            self.replace(parent, node, value, before)

    def replace(self, parent: Node, node: Node, value: Any, before: Any) -> None:
        text = self.spelled(value, node, in_flow=parent.style == "flow")
        self.cut(node.start, node.end, text)

    def drop(self, path: Path) -> None:
        parent, node = self.find(path)
        if node is not None:
            self.remove(parent, node)

    def cut(self, start: int, end: int, text: str) -> None:
        self.content = self.content[:start] + text + self.content[end:]
        self.top = self.outline()

    def list_text(self, node: Node, value: list[Any], before: Any) -> str:
        """A flow list with new items; those that stood there keep their spelling."""
        content, items = self.content, node.children
        if not items or not value:
            first = [self.spelled(item, None, in_flow=True) for item in value]
            return f"[{', '.join(first)}]"
        raws = [content[item.start : item.end] for item in items]
        made = [
            raws[n] if n is not None else self.spelled(item, items[0], in_flow=True)
            for n, item in zip(matched(value, before, len(raws)), value, strict=True)
        ]
        between = ", "
        if len(items) > 1:
            between = content[items[0].end : items[1].start]
            if not re.fullmatch(r"\s*,\s*", between):  # A comment stands there.
                between = ", "
        lead = content[node.start + 1 : items[0].start]
        tail = content[items[-1].end : node.end - 1]
        return f"[{lead}{between.join(made)}{tail}]"

    def line_start(self, place: int) -> int:
        return self.content.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        end = self.content.find("\n", place)
        return len(self.content) if end < 0 else end


def matched(value: list[Any], before: Any, count: int) -> list[int | None]:
    """For each new item the old one that it is, each old one once."""
    old = before if isinstance(before, list) and len(before) == count else []
    free = list(range(len(old)))
    found: list[int | None] = []
    for item in value:
        n = next((n for n in free if same(old[n], item)), None)
        if n is not None:
            free.remove(n)
        found.append(n)
    return found


def same(one: Any, other: Any) -> bool:
    """Equality that tells 1, 1.0 and true apart."""
    return type(one) is type(other) and bool(one == other)
