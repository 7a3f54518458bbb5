"""From front matter's keys to an article's fields: one reader per kind of value.

What a key means stands in Hugo's and the Mainroad theme's behaviour: the switches
``authorbox pager toc mathjax`` count as off where they are present but empty,
``comments sidebar widgets`` count as not set.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from django.conf.locale import LANG_INFO

from articles.choices import Language, SidebarSide, ThumbnailPlace
from articles.importing.dates import parse_moment
from articles.importing.front_matter import FrontMatter
from articles.importing.outcomes import Problems

_YES, _NO = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}
_TAGS = re.compile(r"</?[A-Za-z][^<>]*>")
_DAMAGED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]"
)

_LANGUAGES = {
    "zh-cn": Language.SIMPLIFIED,
    "zh-sg": Language.SIMPLIFIED,
    "zh-hans": Language.SIMPLIFIED,
    "zh-hans-cn": Language.SIMPLIFIED,
    "zh-tw": Language.TAIWAN,
    "zh-hant": Language.TAIWAN,
    "zh-hant-tw": Language.TAIWAN,
    "zh-hk": Language.HONG_KONG,
    "zh-mo": Language.HONG_KONG,
    "zh-hant-hk": Language.HONG_KONG,
}
_LANGUAGE_TAG = re.compile(
    r"[a-z]{2,3}([-_][a-z]{4})?([-_]([a-z]{2}|\d{3}))?", re.IGNORECASE
)


def language_tag(text: str) -> str:
    """The BCP 47 tag that a name such as ``zh_cn`` means; empty where it is none.

    Plain ``zh`` says nothing about the script and stays ``zh``.
    """
    if not _LANGUAGE_TAG.fullmatch(text):
        return ""
    name = text.replace("_", "-").lower()
    if name in _LANGUAGES:
        return _LANGUAGES[name]
    if name.split("-")[0] == "en":
        return Language.ENGLISH
    language, *rest = name.split("-")
    if language != "zh" and language not in LANG_INFO:
        return ""
    parts = [part.title() if len(part) == 4 else part.upper() for part in rest]
    return "-".join([language, *parts])


def clean_text(value: Any) -> str:
    """One scalar as text, without the characters that no field may hold."""
    if value is None or isinstance(value, (dict, list)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _DAMAGED.sub("", str(value)).strip()


def one_line(value: Any) -> str:
    """Text for a title or a name: entities decoded, tags dropped, on one line."""
    text = html.unescape(_TAGS.sub("", clean_text(value)))
    return " ".join(text.split())


@dataclass
class MenuLine:
    """A place in a menu that the front matter asks for."""

    menu: str
    label: str = ""
    weight: int = 0


@dataclass
class Fields:
    """What the front matter says, in the article's words."""

    values: dict[str, Any] = field(default_factory=dict)
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    menus: list[MenuLine] = field(default_factory=list)
    thumbnail: str = ""
    thumbnail_line: int = 0
    slug: str = ""
    is_draft: bool = False
    has_bad_date: bool = False


class Mapper:
    """Reads the keys one by one; what nobody asked for is kept as ``extra``."""

    def __init__(
        self,
        matter: FrontMatter,
        zone: tzinfo,
        known_widgets: Collection[str],
        problems: Problems,
    ) -> None:
        self.matter = matter
        self.zone = zone
        self.known_widgets = known_widgets
        self.problems = problems
        self.used: set[str] = set()

    def read(self) -> Fields:
        fields = Fields(
            categories=self.names("categories", "category"),
            tags=self.names("tags", "tag"),
            authors=self.authors(),
            menus=self.menus(),
            slug=clean_text(self.take("slug")),
        )
        fields.values |= {
            "title": one_line(self.take("title"))[:1000],
            "lead": clean_text(self.take("lead")),
            "summary": clean_text(self.take("summary")),
            "description": clean_text(self.take("description")),
            "language": self.language(),
            "translation_languages": self.translation_languages(),
            "translation_key": clean_text(self.take("translationkey"))[:255],
            "weight": self.weight(),
            "comments": self.switch("comments", empty=None),
            "sidebar": self.sidebar(),
            "widgets": self.widgets(),
        }
        for name in ("authorbox", "pager", "toc", "mathjax"):
            fields.values[name] = self.switch(name, empty=False)
        self.read_thumbnail(fields)
        self.read_moments(fields)
        fields.values["extra"] = {
            self.matter.spelling[key]: value
            for key, value in self.matter.values.items()
            if key not in self.used
        }
        return fields

    def take(self, *keys: str) -> Any:
        """The first of the keys that is there; all count as known."""
        self.used.update(keys)
        for key in keys:
            if self.matter.values.get(key) is not None:
                return self.matter.values[key]
        return None

    def line(self, key: str) -> int:
        return self.matter.lines.get(key, 0)

    def warn(self, code: str, key: str, message: str) -> None:
        self.problems.warn(code, self.line(key), message)

    def names(self, *keys: str) -> list[str]:
        """A list of names, from a list, a string, or what else stands there."""
        value = self.take(*keys)
        key = next((k for k in keys if self.matter.values.get(k) is not None), keys[0])
        items = value if isinstance(value, list) else [value]
        names = [one_line(item)[:255] for item in items]
        kept = [name for name in dict.fromkeys(names) if name]
        if isinstance(value, dict) or any(
            isinstance(item, (dict, list)) for item in items
        ):
            self.warn(
                "odd-list",
                key,
                f"“{key}” holds something that is no name; it was left out.",
            )
            self.used.discard(key)  # What could not be read stays in the data.
        return kept

    def authors(self) -> list[str]:
        """Names; Hugo's map form says ``name``."""
        value = self.take("authors", "author")
        items = value if isinstance(value, list) else [value]
        names = [
            one_line(item.get("name") if isinstance(item, dict) else item)[:255]
            for item in items
        ]
        return [name for name in dict.fromkeys(names) if name]

    def switch(self, key: str, *, empty: bool | None) -> bool | None:
        if key not in self.matter.values:
            return None
        value = self.take(key)
        if value is None or isinstance(value, bool):
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

    def language(self) -> str:
        value = self.take("lang", "language")
        items = value if isinstance(value, list) else [value]
        names = [clean_text(item) for item in items if clean_text(item)]
        if len(names) > 1:
            self.warn(
                "many-languages",
                "lang",
                "A text is written in one language; the first counts.",
            )
        if not names:
            return ""
        tag = language_tag(names[0])
        if not tag:
            self.warn(
                "odd-language",
                "lang",
                f"“{names[0]}” is no language tag such as zh-CN.",
            )
        return tag

    def translation_languages(self) -> list[str]:
        value = self.take("translations")
        items = value if isinstance(value, list) else [value]
        return [name for name in map(clean_text, items) if name]

    def sidebar(self) -> str:
        value = self.take("sidebar")
        if value is False or (isinstance(value, str) and value.strip().lower() in _NO):
            return SidebarSide.NONE
        if not value or value == "":
            return ""
        text = clean_text(value).lower()
        if text in {"left", "right"}:
            return text
        if isinstance(value, str):
            self.warn("odd-sidebar", "sidebar", f"“{text}” is no side; read as right.")
        return SidebarSide.RIGHT

    def widgets(self) -> list[str]:
        names = self.names("widgets")
        known = ", ".join(sorted(self.known_widgets))
        for name in names:
            if self.known_widgets and name not in self.known_widgets:
                self.problems.error(
                    "unknown-widget",
                    self.line("widgets"),
                    f"No widget is called “{name}”: it is kept and not drawn. Known: {known}.",
                )
        return names

    def weight(self) -> int:
        text = clean_text(self.take("weight"))
        try:
            return max(-(2**31), min(int(float(text or 0)), 2**31 - 1))
        except (ValueError, OverflowError):
            self.warn("odd-weight", "weight", f"“{text}” is no number; read as 0.")
            return 0

    def menus(self) -> list[MenuLine]:
        value = self.take("menus", "menu")
        weight = self.weight()
        if isinstance(value, dict):
            return [
                self._menu_line(name, entry if isinstance(entry, dict) else {}, weight)
                for name, entry in value.items()
            ]
        items = value if isinstance(value, list) else [value]
        names = dict.fromkeys(clean_text(item)[:50] for item in items)
        return [MenuLine(name, weight=weight) for name in names if name]

    def _menu_line(self, name: str, entry: dict[str, Any], weight: int) -> MenuLine:
        own = {key.lower(): value for key, value in entry.items()}
        try:
            weight = int(own.get("weight", weight))
        except (TypeError, ValueError):
            self.warn(
                "odd-weight", "menu", f"The weight in menu “{name}” is no number."
            )
        return MenuLine(name[:50], one_line(own.get("name"))[:255], weight)

    def read_thumbnail(self, fields: Fields) -> None:
        value = self.take("thumbnail")
        places: list[Any] = []
        if isinstance(value, dict):
            own = {key.lower(): item for key, item in value.items()}
            value, places = own.get("src"), own.get("visibility") or []
        fields.thumbnail = clean_text(value)
        fields.thumbnail_line = self.line("thumbnail")
        shown = {
            clean_text(p) for p in (places if isinstance(places, list) else [places])
        }
        if shown >= {"list", "post"}:
            fields.values["thumbnail_place"] = ThumbnailPlace.BOTH
        else:
            fields.values["thumbnail_place"] = next(
                (place for place in ThumbnailPlace if place in shown), ""
            )

    def read_moments(self, fields: Fields) -> None:
        """Dates by Hugo's order: the first that is valid counts."""
        date = self.moment("date", fields)
        publish = self.moment("publishdate", fields) or self.moment("pubdate", fields)
        published = self.matter.values.get("published")
        if not isinstance(published, bool):
            publish = publish or self.moment("published", fields)
        modified = (
            self.moment("lastmod", fields)
            or self.moment("modified", fields)
            or self.moment("updated", fields)
        )
        expires = self.moment("expirydate", fields) or self.moment(
            "unpublishdate", fields
        )
        moment = date or publish or modified
        fields.values |= {
            "published_at": moment,
            "modified_at": modified,
            "expires_at": expires,
            "embargoed_until": publish
            if publish and moment and publish > moment
            else None,
        }
        is_off = self.take("published") is False
        fields.is_draft = self.switch("draft", empty=False) or is_off

    def moment(self, key: str, fields: Fields) -> datetime | None:
        text = clean_text(self.take(key))
        if not text:
            return None
        moment = parse_moment(text, self.zone)
        if moment is None:
            fields.has_bad_date = True
            self.problems.error(
                "bad-date",
                self.line(key),
                f"“{text}” is no date: write it as 2025-02-10 15:35:00. The article is "
                "kept as a draft.",
            )
        return moment
