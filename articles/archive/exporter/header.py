"""Find, replace, add and drop the keys of front matter, whatever its format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any

from articles.archive.exporter.blocks import Editor, Path
from articles.archive.exporter.datetimes import spell
from articles.archive.exporter.json_editor import JsonEditor
from articles.archive.exporter.line_editor import LineEditor
from articles.archive.exporter.repaired_header import restored
from articles.archive.exporter.toml_editor import TomlEditor
from articles.archive.exporter.yaml_editor import edit_yaml
from articles.archive.front_matter import (
    SplitFile,
    as_list,
    clean_text,
    identical,
    parse_datetime,
    parse_front_matter,
    repaired_front,
)
from articles.archive.problems import Problems

_EDITORS: dict[str, Callable[[str], Editor]] = {
    "yaml": edit_yaml,
    "toml": TomlEditor,
    "json": JsonEditor,
    "lines": LineEditor,
}
# How Hugo spells the keys that are not in lower case.
_SPELLING = {
    "translationkey": "translationKey",
    "publishdate": "publishDate",
    "expirydate": "expiryDate",
}


class Header:
    """``values`` are what the importer read, by key in lower case."""

    is_new = False

    def __init__(self, split: SplitFile, zone: tzinfo) -> None:
        self.zone = zone
        self.values = parse_front_matter(split, Problems()).values
        self.front, self.repaired = split.front, repaired_front(split)
        self.editor = _EDITORS[split.format](self.repaired)

    def text(self) -> str:
        return restored(self.editor.text(), self.repaired, self.front)

    def holding(self, *keys: str) -> str:
        """Return the key that the importer takes the value from, else the one to add."""
        set_key = next((k for k in keys if self.values.get(k) is not None), "")
        return set_key or next((k for k in keys if k in self.values), keys[0])

    def paths(self, key: str) -> list[Path]:
        """Return where a key in lower case stands, perhaps more than once, or will."""
        found = [path for path in self.editor.paths() if path[-1].lower() == key]
        return found or [(_SPELLING.get(key, key),)]

    def path(self, key: str) -> Path:
        """Return the place that counts."""
        return self.paths(key)[-1]

    def put(self, *keys: str, value: Any) -> None:
        key = self.holding(*keys)
        self.set(key, value)

    def set(self, key: str, value: Any) -> None:
        before = self.values.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if isinstance(before, str) and before else value
        self.put_at(self.path(key), value, before)
        self.values[key] = value

    def add(self, key: str, value: Any) -> None:
        """Set a key, spelled like this if it is new."""
        if key.lower() in self.values:
            self.set(key.lower(), value)
        else:
            self.editor.put((key,), value)
            self.values[key.lower()] = value

    def put_at(self, path: Path, value: Any, before: Any) -> None:
        """Put a value in its place; of a map, the entries that differ."""
        if not (
            value and before and isinstance(value, dict) and isinstance(before, dict)
        ):
            if not identical(value, before):
                self.editor.put(path, value)
            return
        for key in before.keys() - value.keys():
            self.editor.drop((*path, key))
        for key, item in value.items():
            self.put_at((*path, key), item, before.get(key, ...))

    def drop(self, *keys: str) -> None:
        for key in keys:
            if key in self.values:
                for path in self.paths(key):
                    self.editor.drop(path)
                del self.values[key]

    def put_items(self, *keys: str, items: list[Any], is_spaced: bool = False) -> None:
        """Set a list; a plain string stays one as long as that can hold the items.

        One that ``is_spaced``, with names between spaces, holds no item with a space.
        """
        key = self.holding(*keys)
        held = self.values.get(key)
        for part in held if isinstance(held, list) else []:
            for n in range(len(items)):  # Hexo's list in a list stays one.
                if isinstance(part, list) and part and items[n : n + len(part)] == part:
                    items[n : n + len(part)] = [part]
                    break
        self.drop(*(other for other in keys if other != key))
        is_one = len(items) == 1 and not (is_spaced and " " in str(items[0]))
        if isinstance(self.values.get(key), str) and is_one:
            self.set(key, items[0])
        else:
            self.set(key, items)

    def items(self, *keys: str) -> list[Any]:
        """Return the items in the lists of these keys; Hexo's list in a list is one."""
        found: list[Any] = []
        for value in map(self.values.get, keys):
            for item in as_list(value):
                found += as_list(item)
        return [item for item in found if item not in (None, "")]

    def datetime_of(self, *keys: str) -> datetime | None:
        for key in keys:
            text = clean_text(self.values.get(key))
            if found := parse_datetime(text, self.zone) if text else None:
                return found
        return None

    def put_datetime(self, *keys: str, value: datetime) -> None:
        """Set a date, spelled as the one that it replaces, else as another of the file."""
        key = self.holding(*keys)
        held = self.datetime_of(key)
        if held and held.replace(microsecond=0) == value.replace(microsecond=0):
            return
        like = self.editor.raw(self.path(key)).strip("\"'")
        if not like:
            like = next(filter(None, map(self._like, self.values)), "")
        self.set(key, spell(value, like, self.zone))

    def _like(self, key: str) -> str:
        text = clean_text(self.values[key])
        is_date = key == "date" or key.endswith(("date", "mod"))
        return text if is_date and parse_datetime(text, self.zone) else ""
