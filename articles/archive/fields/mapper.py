"""From front matter's keys to an article's fields.

What a key means stands in Hugo's and the Mainroad theme's behaviour: the switches
``authorbox pager toc mathjax`` count as off where they are present but empty,
``comments sidebar widgets`` count as not set.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from articles.archive.front_matter import (
    FrontMatter,
    Keys,
    clean_text,
    is_no,
    language_tag,
    one_line,
    weight_of,
)
from articles.archive.hugo import Configuration
from articles.archive.problems import Problems
from articles.choices import SidebarSide, ThumbnailPlace

# The longest title that an article can have.
TITLE_LENGTH = 1000
# Where other themes write the picture that leads an article.
_LEAD_IMAGES = ("image", "cover", "featuredimage", "featured_image", "images")
_ADDRESS_KEYS = ("src", "image", "url", "path", "file", "feature")


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
    is_dated_by_change: bool = False  # No date of its own, only that of a change.


class Mapper(Keys):
    """Reads the keys one by one; what nobody asked for is kept as ``extra``."""

    def __init__(
        self,
        matter: FrontMatter,
        zone: tzinfo,
        problems: Problems,
        *,
        configuration: Configuration,
        known_widgets: Collection[str] = (),
    ) -> None:
        super().__init__(matter, zone, problems)
        self.configuration = configuration
        self.known_widgets = known_widgets

    def read(self) -> Fields:
        weight = self.weight()
        keys_of = self.configuration.keys_of  # Beside the usual ones.
        fields = Fields(
            categories=self.names("categories", "category", *keys_of("categories")),
            tags=self.names("tags", "tag", *keys_of("tags")),
            authors=self.people("authors", "author", *keys_of("authors")),
            menus=self.menus(weight),
            slug=self.text("slug"),
        )
        title = one_line(self.text("title"))
        fields.values |= {
            "title": title[:TITLE_LENGTH],
            "lead": self.text("lead"),
            "summary": self.text("summary"),
            "description": self.text("description"),
            "language": self.language(),
            "translation_languages": self.translation_languages(),
            "translation_key": self.text("translationkey")[:255],
            "weight": weight,
            "comments": self.switch("comments", empty=None),
            "sidebar": self.sidebar(),
            "widgets": self.widgets(),
        }
        for name in ("authorbox", "pager", "toc", "mathjax"):
            fields.values[name] = self.switch(name, empty=False)
        self.read_thumbnail(fields)
        self.read_moments(fields)
        fields.is_draft = self.is_draft()
        fields.values["extra"] = self.rest()
        if len(title) > TITLE_LENGTH:
            self.keep_long_title(title, fields)
        return fields

    def keep_long_title(self, title: str, fields: Fields) -> None:
        fields.values["extra"]["title"] = title
        self.warn(
            "long-title",
            "title",
            f"A title of {len(title)} characters was cut to {TITLE_LENGTH}; it is kept "
            "whole with the other front matter.",
        )

    def language(self) -> str:
        key = "lang" if self.look("lang") is not None else "language"
        value = self.take("lang", "language")
        items = value if isinstance(value, list) else [value]
        names = [clean_text(item) for item in items if clean_text(item)]
        if len(names) > 1:
            self.warn(
                "many-languages",
                key,
                "A text is written in one language; the first counts.",
            )
        if not names:
            return ""
        tag = language_tag(names[0])
        if not tag:
            self.warn(
                "odd-language",
                key,
                f"“{names[0]}” is no language tag such as zh-CN.",
            )
        return tag

    def translation_languages(self) -> list[str]:
        value = self.take("translations")
        items = value if isinstance(value, list) else [value]
        return [name for name in map(clean_text, items) if name]

    def sidebar(self) -> str:
        value = self.take("sidebar")
        if is_no(value):
            return SidebarSide.NONE
        text = clean_text(value).lower()
        if not value or not text:
            return ""
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
        value = self.take("weight")
        try:
            return weight_of(value)
        except ValueError:
            text = clean_text(value)
            self.warn("odd-weight", "weight", f"“{text}” is no number; read as 0.")
            return 0

    def menus(self, weight: int) -> list[MenuLine]:
        value = self.take("menus", "menu")
        label = one_line(self.look("linktitle"))[:255]
        if isinstance(value, dict):
            lines = [
                self._menu_line(name, entry if isinstance(entry, dict) else {}, weight)
                for name, entry in value.items()
                if clean_text(name)  # A menu without a name shows nowhere.
            ]
        else:
            items = value if isinstance(value, list) else [value]
            names = dict.fromkeys(clean_text(item)[:50] for item in items)
            lines = [MenuLine(name, weight=weight) for name in names if name]
        for line in lines:
            line.label = line.label or label
        return lines

    def _menu_line(self, name: str, entry: dict[str, Any], weight: int) -> MenuLine:
        own = {key.lower(): value for key, value in entry.items()}
        try:
            weight = weight_of(own.get("weight", weight))
        except ValueError:
            self.warn(
                "odd-weight", "menu", f"The weight in menu “{name}” is no number."
            )
        return MenuLine(name[:50], one_line(own.get("name"))[:255], weight)

    def read_thumbnail(self, fields: Fields) -> None:
        """Mainroad's own key; where it is missing, what other themes lead with.

        Theirs stay in the data too: they can hold more, such as a caption.
        """
        key = next(
            (k for k in ("thumbnail", *_LEAD_IMAGES) if k in self.matter.values), ""
        )
        value = self.look(key)
        places: Any = []
        if key == "thumbnail":
            self.used.add(key)
            if isinstance(value, dict):
                places = _lowered(value).get("visibility") or []
        address = _image_address(value)
        # A word without dot and slash is another theme's number of a picture.
        if key == "thumbnail" or "." in address or "/" in address:
            fields.thumbnail = address
        fields.thumbnail_line = self.line(key)
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
        date = self.moment("date")
        aliases = ["publishdate", "pubdate"]
        published = clean_text(self.matter.values.get("published")).lower()
        if published not in {"true", "false", "yes", "no"}:
            aliases.append("published")
        publish = self.moment(*aliases)
        modified = self.moment("lastmod", "modified", "updated", "last_modified_at")
        moment = date or publish or modified
        fields.values |= {
            "published_at": moment,
            "modified_at": modified,
            "expires_at": self.moment("expirydate", "unpublishdate"),
            "embargoed_until": publish
            if publish and moment and publish > moment
            else None,
        }
        fields.has_bad_date = self.has_bad_date
        fields.is_dated_by_change = not (date or publish) and modified is not None

    def is_draft(self) -> bool:
        """As for Hugo, ``draft`` beats ``published`` where both are given, and what is
        ``headless`` has no page."""
        published = self.take("published")
        if self.switch("headless", empty=False):
            self.warn(
                "headless", "headless", "Hugo shows no page of it: kept as a draft."
            )
            return True
        if (draft := self.switch("draft", empty=False)) is not None:
            return draft
        return is_no(published)


def _lowered(value: dict[str, Any]) -> dict[str, Any]:
    return {key.lower(): item for key, item in value.items()}


def _image_address(value: Any) -> str:
    """The address of a picture, from text, a list's first, or a map."""
    if isinstance(value, list):
        return next(filter(None, map(_image_address, value)), "")
    if isinstance(value, dict):
        own = _lowered(value)
        found = (own[key] for key in _ADDRESS_KEYS if isinstance(own.get(key), str))
        return clean_text(next(found, ""))
    return clean_text(value)
