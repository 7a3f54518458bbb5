"""Read single values of front matter, a method for each kind of value."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime, tzinfo
from typing import Any

from articles.archive.front_matter.cleaning import (
    as_list,
    clean_text,
    distinct,
    lowered,
    one_line,
)
from articles.archive.front_matter.dates import is_zero, parse_datetime
from articles.archive.front_matter.parse import FrontMatter
from articles.archive.problems import Problems

_YES, _NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
# The maximum of a tag's, a category's or an author's name.
NAME_LENGTH = 255
# Punctuation of Chinese prose where a list wants its own: [“甲”，“乙”] is one name.
_WIDE_LIST = re.compile(r"，|[”’」』]\s*、|^[“‘「『].*[”’」』]$")
_NAME_KEYS = ("name", "title", "display_name", "displayname", "label", "nickname")


def is_no(value: Any) -> bool:
    """Tell whether a value says no, as ``false`` or in words."""
    return value is False or (isinstance(value, str) and value.strip().lower() in _NO)


def weight_of(value: Any) -> int | None:
    """Return a weight, cut to the range of a database; 0 for an empty value, None for
    one that is no number."""
    try:
        number = int(float(clean_text(value) or 0))
    except (OverflowError, ValueError):
        return None
    return max(-(2**31), min(number, 2**31 - 1))


class Keys:
    """The keys of one file. Reading a key marks it as used, unless its value is odd."""

    def __init__(self, matter: FrontMatter, zone: tzinfo, problems: Problems) -> None:
        self.matter = matter
        self.zone = zone
        self.problems = problems
        self.used: set[str] = set()
        self.has_bad_date = False
        self.left: dict[str, Any] = {}

    def rest(self) -> dict[str, Any]:
        """Return the unused keys in the file's spelling, with their values."""
        return {
            self.matter.spelling[key]: self.left.get(key, value)
            for key, value in self.matter.values.items()
            if key not in self.used
        }

    def leave(self, key: str, rest: Any) -> None:
        """Count a key as used, but for the rest of its value, which stays in the data."""
        if rest:
            self.left[key] = rest
        else:
            self.used.add(key)

    def take(self, *keys: str) -> Any:
        """Return the value of the first key that has one; all count as used."""
        self.used.update(keys)
        return self.look(*keys)

    def look(self, *keys: str) -> Any:
        for key in keys:
            if (value := self.matter.values.get(key)) is not None:
                return value
        return None

    def line(self, key: str) -> int:
        return self.matter.lines.get(key, 0)

    def warn(self, code: str, key: str, message: str) -> None:
        self.problems.warn(code, self.line(key), message)

    def text(self, key: str) -> str:
        """Return a text; a list or a map instead stays in the data."""
        value = self.take(key)
        if isinstance(value, (list, dict)) and value:
            self.used.discard(key)
            self.warn("odd-value", key, f"“{key}” is no text; it was left out.")
        return clean_text(value)

    def names(self, *keys: str, spaced: Collection[str] = ()) -> list[str]:
        """Return the names under all the keys, from lists or plain text; that of the
        ``spaced`` keys is several names with spaces between."""
        return distinct(
            name for key in keys for name in self._names(key, is_spaced=key in spaced)
        )

    def _names(self, key: str, *, is_spaced: bool) -> list[str]:
        value = self.take(key)
        if is_spaced and isinstance(value, str):
            value = value.split()
        # Hexo writes a path of categories as a list within the list.
        flat = [inner for item in as_list(value) for inner in as_list(item)]
        self._warn_of_wide_list(key, value)
        if any(isinstance(item, (dict, list)) for item in flat):
            self.warn(
                "odd-list",
                key,
                f"“{key}” holds something that is no name; it was left out.",
            )
            self.used.discard(key)  # The odd value stays in the data.
        return [self._name(item, key) for item in flat]

    def _warn_of_wide_list(self, key: str, value: Any) -> None:
        items = value if isinstance(value, list) else []
        texts = (item.strip() for item in items if isinstance(item, str))
        if odd := next(filter(_WIDE_LIST.search, texts), ""):
            self.warn(
                "odd-list",
                key,
                f"“{odd[:80]}” in “{key}” was read as one name: a list wants quotes and "
                'commas of half width, ["甲", "乙"].',
            )

    def _name(self, item: Any, key: str) -> str:
        name = one_line(item)
        if len(name) <= NAME_LENGTH:
            return name
        self.warn(
            "long-name",
            key,
            f"A name of {len(name)} characters was cut to {NAME_LENGTH}: “{name[:40]}…”.",
        )
        self.used.discard(key)
        return name[:NAME_LENGTH].rstrip()

    def people(self, *keys: str) -> list[str]:
        """Return names; an item may be a map: ``name: Lin``, or ``Lin: address``."""
        names = []
        for key in keys:
            value = self.take(key)
            self._warn_of_wide_list(key, value)
            for item in as_list(value):
                name = _person(item)
                if item and not name and isinstance(item, (dict, list)):
                    self.warn("odd-list", key, f"“{key}” holds a map without a name.")
                    self.used.discard(key)
                names.append(self._name(name, key))
        return distinct(names)

    def switch(self, key: str, *, empty: bool | None) -> bool | None:
        if key not in self.matter.values:
            return None
        value = self.take(key)
        if isinstance(value, bool):
            return value
        text = clean_text(value).lower()
        if not text:
            return empty
        if text in _YES | _NO:
            self.warn(
                "text-switch",
                key,
                f"“{key}: {text}” is text; read as {'on' if text in _YES else 'off'}.",
            )
            return text in _YES
        self.warn(
            "text-switch",
            key,
            f"“{key}: {text}” is neither true nor false; read as on.",
        )
        return True

    def datetime_of(self, *keys: str) -> datetime | None:
        """Return the date and time of the first key that holds one."""
        found = [self._datetime(key) for key in keys]
        return next(filter(None, found), None)

    def _datetime(self, key: str) -> datetime | None:
        text = clean_text(self.take(key))
        if not text or is_zero(text):
            return None
        parsed = parse_datetime(text, self.zone)
        if parsed is None:
            self.has_bad_date = True
            self.problems.error(
                "bad-date",
                self.line(key),
                f"“{text[:80]}” is no date: write it as 2025-02-10 15:35:00. The "
                "article is kept as a draft.",
            )
        return parsed


def _person(item: Any) -> Any:
    if not isinstance(item, dict):
        return item
    values = lowered(item)
    name = next((values[key] for key in _NAME_KEYS if values.get(key)), None)
    if name is None and len(item) == 1:  # - Lin Lan: https://…
        key, value = next(iter(item.items()))
        if isinstance(value, dict):
            return _person(value) or key
        return key if clean_text(value).startswith(("http", "/", "mailto", "@")) else ""
    return name
