"""TOML front matter as text. tomlkit keeps comments, order and spelling by itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array, Date, DateTime, Item, String

from articles.exporting.moments import MomentText
from articles.exporting.outcomes import CannotEdit
from articles.exporting.rereading import mended_toml
from articles.exporting.spans import Path, matched


class TomlEditor:
    def __init__(self, text: str) -> None:
        self.mended: dict[str, str] = {}
        try:
            self.document = tomlkit.parse(f"{text}\n")
        except (TOMLKitError, ValueError):
            self.document = self.parse_mended(text)

    def parse_mended(self, text: str) -> TOMLDocument:
        """As the importer mends it; lines that no edit touches go back as they were."""
        mended = mended_toml(text)
        self.mended = dict(zip(mended.split("\n"), text.split("\n"), strict=True))
        try:
            return tomlkit.parse(f"{mended}\n")
        except (TOMLKitError, ValueError) as error:
            raise CannotEdit(str(error)) from None

    def text(self) -> str:
        text = tomlkit.dumps(self.document).removesuffix("\n")
        return "\n".join(self.mended.get(line, line) for line in text.split("\n"))

    def paths(self) -> Iterator[Path]:
        params = self.document.get("params")
        if isinstance(params, dict):
            yield from (("params", str(key)) for key in params)
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
        holder = self.holder(path)
        old = holder.get(path[-1])
        try:
            holder[path[-1]] = _item(value, old, before)
        except (TOMLKitError, ValueError) as error:
            raise CannotEdit(str(error)) from None

    def drop(self, path: Path) -> None:
        holder = self.holder(path)
        if path[-1] in holder:
            del holder[path[-1]]


def _item(value: Any, old: Any, before: Any) -> Item:
    if isinstance(value, list):
        return _array(value, old, before)
    if isinstance(value, MomentText) and isinstance(old, (Date, DateTime, type(None))):
        return tomlkit.value(str(value))
    if isinstance(value, str):
        return _string(str(value), old)
    return tomlkit.item(value)


def _string(value: str, old: Any) -> Item:
    raw = old.as_string() if isinstance(old, String) else ""
    if raw.startswith("'") and "'" not in value and value.isprintable():
        return tomlkit.string(value, literal=True)
    return tomlkit.string(value, multiline=raw.startswith('"""') and "\n" in value)


def _array(value: list[Any], old: Any, before: Any) -> Item:
    items = list(old) if isinstance(old, Array) else []
    found = matched(value, before, len(items))
    first = items[0] if items else None
    made = [
        (items[n] if n is not None else _item(item, first, None)).as_string()
        for n, item in zip(found, value, strict=True)
    ]
    raw = old.as_string() if isinstance(old, Array) else ""
    if "\n" in raw and made:
        indent = raw[1:].partition("\n")[2]
        indent = indent[: len(indent) - len(indent.lstrip())]
        closing = raw.rpartition("\n")[2]
        return tomlkit.value("[\n" + "".join(f"{indent}{m},\n" for m in made) + closing)
    return tomlkit.value(f"[{', '.join(made)}]")
