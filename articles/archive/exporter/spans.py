"""Edit a front matter as text: replace the span of one value, leave all else alone.

An ``Outline`` says where keys and values stand; YAML and JSON differ in how they are
found and spelled (``yaml_text``, ``json_text``) and share the surgery here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from articles.archive.exporter.brackets import relisted
from articles.archive.exporter.export_results import CannotEdit

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
    ``block`` for lists and maps. YAML's ``anchor`` and tag begin at ``whole``; an
    alias has the name that it calls."""

    kind: str
    style: str
    start: int
    end: int
    key: str = ""
    key_start: int = 0
    key_end: int = 0
    anchor: str = ""
    marks: int = 0
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def child(self, key: str) -> Node | None:
        # The last of two equal keys counts, as in the importer.
        return next((c for c in reversed(self.children) if c.key == key), None)

    @property
    def whole(self) -> int:
        return self.start - self.marks


class SpanEditor:
    """What YAML and JSON share. Subclasses find the outline and spell values."""

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
            if node.key.lower() == "params" and node.kind == "map":
                yield from ((node.key, child.key) for child in node.children)
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
        items = node.children
        like = items[0] if items else None
        wanted = [
            n if n is not None else self.spelled(item, like, in_flow=True)
            for n, item in zip(matched(value, before, len(items)), value, strict=True)
        ]
        places = [(item.whole - node.start, item.end - node.start) for item in items]
        return relisted(self.content[node.start : node.end], places, wanted)

    def add_inline(self, parent: Node, pair: str) -> None:
        """A key and its value behind the others of a map in braces."""
        wanted = [*range(len(parent.children)), pair]
        self.cut(parent.start, parent.end, self._map_text(parent, wanted))

    def remove_inline(self, parent: Node, node: Node) -> None:
        kept = [n for n, child in enumerate(parent.children) if child is not node]
        self.cut(parent.start, parent.end, self._map_text(parent, [*kept]))

    def _map_text(self, node: Node, wanted: list[int | str]) -> str:
        places = [(c.key_start - node.start, c.end - node.start) for c in node.children]
        return relisted(self.content[node.start : node.end], places, wanted)

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
