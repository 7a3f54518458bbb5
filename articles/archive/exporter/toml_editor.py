"""TOML front matter as text. tomlkit keeps comments, order and spelling by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Date, DateTime, Item, String

from articles.archive.exporter.brackets import relisted
from articles.archive.exporter.datetimes import MomentText
from articles.archive.exporter.export_results import CannotEdit
from articles.archive.exporter.spans import Path, matched

_KEY = re.compile(r"\s*[\w\"'-]")
_BETWEEN = re.compile(r"(?:[\s,]|#[^\n]*)*")


class TomlEditor:
    def __init__(self, text: str) -> None:
        self.document = _parsed(text)

    def text(self) -> str:
        return tomlkit.dumps(self.document).removesuffix("\n")

    def paths(self) -> Iterator[Path]:
        for name, table in self.document.items():
            if name.lower() == "params" and isinstance(table, dict):
                yield from ((name, str(key)) for key in table)
        for key in self.document:
            yield (str(key),)

    def holder(self, path: Path) -> Any:
        holder: Any = self.document
        for key in path[:-1]:
            holder = holder.get(key)
            if not isinstance(holder, dict):
                raise CannotEdit(f"{key} is no table")
        return holder

    def raw(self, path: Path) -> str:
        item = self.holder(path).get(path[-1])
        return item.as_string() if isinstance(item, Item) else ""

    def put(self, path: Path, value: Any, before: Any = None) -> None:
        if not isinstance(value, dict):
            self.drop_tables(path)
        holder = self.holder(path)
        old = holder.get(path[-1])
        try:
            item = _item(value, old, before)
            if old is not None or not self.add(path, item):
                holder[path[-1]] = item
        except (TOMLKitError, ValueError) as error:
            raise CannotEdit(str(error)) from None

    def add(self, path: Path, item: Item) -> bool:
        """A new key behind the last one of its table, if that has a header: tomlkit
        would put it below the comments that stand above the next table."""
        lines = self.text().split("\n")
        found = next((s for s in _sections(lines) if s.path == path[:-1]), None)
        if found is None:
            return self.add_table(path, item)
        keys = filter(_KEY.match, lines[found.start + 1 : found.end])
        first = next(keys, "")
        indent = first[: len(first) - len(first.lstrip())]
        text = "\n".join(lines).rstrip()
        is_last = not found.is_followed
        place = text.count("\n") + bool(text) if is_last else found.end
        name = tomlkit.key(path[-1]).as_string()
        lines.insert(place, f"{indent}{name} = {item.as_string()}")
        self.document = _parsed("\n".join(lines))
        return True

    def add_table(self, path: Path, item: Item) -> bool:
        """A header for the key above the first table below its own, if there is one;
        parted from it as that is from what stands above."""
        table, lines = path[:-1], self.text().split("\n")
        pairs = pairwise(_sections(lines))
        above = next((a for a, b in pairs if b.path[: len(table)] == table), None)
        if above is None:
            return False
        gap = [""] * (not lines[above.end].strip())
        name = tomlkit.key(path[-1]).as_string()
        header = f"[{'.'.join(tomlkit.key(key).as_string() for key in table)}]"
        added = [*gap, header, f"{name} = {item.as_string()}"]
        lines[above.end : above.end] = added
        self.document = _parsed("\n".join(lines))
        return True

    def drop(self, path: Path) -> None:
        self.drop_tables(path)
        holder = self.holder(path)
        if path[-1] in holder:
            del holder[path[-1]]

    def drop_tables(self, path: Path) -> None:
        """Take out the tables under a path, but not the comments above the next."""
        lines = self.text().split("\n")
        below = [s for s in _sections(lines) if s.path[: len(path)] == path]
        for section in reversed(below):
            del lines[section.start : section.end]
        if below:
            self.document = _parsed("\n".join(lines))


def _parsed(text: str) -> TOMLDocument:
    try:
        return tomlkit.parse(f"{text}\n")
    except (TOMLKitError, ValueError) as error:
        raise CannotEdit(str(error)) from None


@dataclass(frozen=True)
class _Section:
    """A table with its header's line, and the line behind its last key. Those above
    the first have no header; ``""`` ends the path of a table in an array."""

    path: Path
    start: int
    end: int
    is_followed: bool


def _sections(lines: list[str]) -> Iterator[_Section]:
    heads = [((), -1), *_headers(lines)]
    for (path, start), (_path, end) in pairwise([*heads, ((), len(lines))]):
        is_followed = end < len(lines)
        for mark in ("#", ""):  # What stands above the next header is its own.
            while end > start + 1 and _begins(lines[end - 1], mark):
                end -= 1
        yield _Section(path, start, end, is_followed)


def _headers(lines: list[str]) -> Iterator[tuple[Path, int]]:
    """The paths of tables that have a header, and its line."""
    start = 0
    for number, line in enumerate(lines):
        if not line.lstrip().startswith("["):
            continue
        try:  # Else the line belongs to a value that is open above it.
            _parsed("\n".join(lines[start:number]))
        except CannotEdit:
            continue
        start = number
        path: list[str] = []
        below = tomlkit.parse(line).unwrap()
        while below:
            key, below = next(iter(below.items()))
            path.append(key)
            if isinstance(below, list):
                path, below = [*path, ""], {}
        yield tuple(path), number


def _begins(line: str, mark: str) -> bool:
    return line.lstrip().startswith(mark) if mark else not line.strip()


def _item(value: Any, old: Any, before: Any) -> Item:
    if isinstance(value, list):
        return _array(value, old, before)
    if isinstance(value, dict):
        table = tomlkit.inline_table()
        for key, item in value.items():
            table[key] = _item(item, None, None)
        return table
    if isinstance(value, MomentText) and isinstance(old, (Date, DateTime, type(None))):
        return tomlkit.value(str(value))
    if isinstance(value, str):
        return _string(str(value), old)
    return tomlkit.item(value)


def _string(value: str, old: Any) -> Item:
    raw = old.as_string() if isinstance(old, String) else ""
    lines = value.split("\n")
    quotes = raw[:3] if raw[:3] in {"'''", '"""'} and len(lines) > 1 else raw[:1]
    is_long = len(quotes) == 3
    is_literal = (
        quotes[:1] == "'"
        and quotes not in value
        and (is_long or len(lines) == 1)
        and all(map(str.isprintable, lines))
    )
    made = tomlkit.string(value, literal=is_literal, multiline=is_long)
    if not is_long or raw[3:4] != "\n":
        return made
    spelled = made.as_string()
    return tomlkit.value(f"{spelled[:3]}\n{spelled[3:]}")


def _array(value: list[Any], old: Any, before: Any) -> Item:
    items = list(old) if isinstance(old, Array) else []
    first = items[0] if items else None
    wanted = [
        n if n is not None else _item(item, first, None).as_string()
        for n, item in zip(matched(value, before, len(items)), value, strict=True)
    ]
    raw = old.as_string() if isinstance(old, Array) else "[]"
    return tomlkit.value(relisted(raw, _places(raw, items), wanted))


def _places(raw: str, items: list[Any]) -> list[tuple[int, int]]:
    """Where each item of an array begins and ends in its text."""
    found: list[tuple[int, int]] = []
    end = 1
    for item in items:
        between = _BETWEEN.match(raw, end)
        start = between.end() if between else end
        end = start + len(tomlkit.item(item).as_string())
        found.append((start, end))
    return found
