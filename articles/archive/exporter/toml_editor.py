"""TOML front matter as text: a block for each statement, whatever its table."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from articles.archive.exporter.blocks import Block, Editor, Path, bracketed, quoted
from articles.archive.exporter.datetimes import DatetimeText
from articles.archive.exporter.export_results import CannotEdit
from articles.archive.front_matter import plain

_STRING = r"""'''.*?'{3,5}|\"{3}(?:\\.|[^\\])*?\"{3,5}|'[^'\n]*'|"(?:\\.|[^"\\\n])*\""""
_TOKEN = re.compile(rf"{_STRING}|\#[^\n]*|[^\s\[\]{{}}#'\"]+|\S|\n", re.DOTALL)
_KEY = rf"(?:[\w\s.-]|{_STRING})+?"
_STATEMENT = re.compile(
    rf"\s*(?:\[{{1,2}}(?P<table>{_KEY})\]|(?P<key>{_KEY})=[ \t]*)", re.DOTALL
)
_QUOTES = re.compile(r"(?:'''|\"\"\")\n?|'")


class TomlEditor(Editor):
    def read(self, text: str) -> dict[str, Any]:
        values: dict[str, Any] = plain(_parsed(text))
        return values

    def find(self) -> Iterator[Block]:
        """Yield a block for each key, and an open one for each header."""
        table: Path = ()
        for start, stop, end in self.statements():
            found = _STATEMENT.match(self.content, start, end)
            if found and found["table"]:
                table = _path(found["table"])
                yield Block(table, start, start, start, end, is_open=True)
            elif found:  # Else a blank line or a comment.
                path = (*table, *_path(found["key"]))
                yield Block(path, start, found.end(), stop, end)

    def statements(self) -> Iterator[tuple[int, int, int]]:
        """Yield where each begins, where its value stops, and where its lines end."""
        start = stop = depth = 0
        for token in _TOKEN.finditer(f"{self.content}\n"):
            depth += (token[0] in "[{") - (token[0] in "]}")
            if token[0] == "\n" and not depth:
                yield start, stop, token.start()
                start = token.end()
            elif token[0] != "\n" and token[0][0] != "#":
                stop = token.end()

    def put(self, path: Path, value: Any) -> None:
        below = [b for b in self.blocks if b.path[: len(path)] == path]
        if any(block.is_open or block.path != path for block in below):
            self.drop(path)  # A table gives way to a value.
        super().put(path, value)

    def add(self, path: Path, value: Any) -> None:
        """Add a key behind the last one of its table, whose name it bears where that
        has no header."""
        head = self.holder(path)
        start = head.start if head else -1
        behind = [b.start for b in self.blocks if b.is_open and b.start > start]
        end = min(behind, default=len(self.content))
        keys = [block for block in self.blocks if start <= block.start < end]
        place = keys[-1].end if keys else 0
        if not behind:
            place = len(self.content.rstrip())
        name = ".".join(map(_key, path[len(head.path) if head else 0 :]))
        line = f"{self.indent(keys[-1]) if keys else ''}{name} = {self.spelled(value)}"
        self.load(self.with_line(place, line))

    def spelled(self, value: Any, block: Block | None = None) -> str:
        raw = self.content[block.value : block.stop] if block else ""
        if isinstance(value, list):
            first = re.search(r"['\"]", raw)
            items = [_spelled(item, first[0] if first else "") for item in value]
            return bracketed(items, raw)
        return _spelled(value, raw)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError as error:
        raise CannotEdit(str(error)) from None


def _read(spelled: str) -> Any:
    """Return the value that a text spells, or None where it is none of TOML's."""
    try:
        return _parsed(f"k = {spelled}")["k"]
    except CannotEdit:
        return None


def _path(key: str) -> Path:
    path: list[str] = []
    below: Any = _parsed(f"{key.strip()} = 0")
    while isinstance(below, dict):
        ((name, below),) = below.items()
        path.append(name)
    return tuple(path)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else quoted(name)


def _spelled(value: Any, like: str = "") -> str:
    if isinstance(value, list):
        return bracketed([*map(_spelled, value)])
    if isinstance(value, dict):
        pairs = (f"{_key(key)} = {_spelled(item)}" for key, item in value.items())
        return f"{{{', '.join(pairs)}}}"
    if value is None:
        raise CannotEdit("TOML has no null")
    if not isinstance(value, str):
        return json.dumps(value)
    is_bare = isinstance(value, DatetimeText) and not like.startswith(("'", '"'))
    if is_bare and _read(value) is not None:
        return str(value)
    found = _QUOTES.match(like)
    opening = found[0] if found else '"'
    inner = value
    if '"' in opening:
        inner = "\n".join(quoted(line)[1:-1] for line in value.split("\n"))
    spelled = opening + inner + opening.strip("\n")
    return spelled if _read(spelled) == value else quoted(value)
