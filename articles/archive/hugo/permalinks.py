"""Where a file was served: its permalink or own ``url``, and its aliases.

Sources: Hugo's permalinks and how it makes paths of names; Jekyll's permalinks of posts,
and its plugin ``jekyll-redirect-from``.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from django.utils import dateformat, translation

from articles.archive.front_matter import FrontMatter, clean_text
from articles.archive.hugo.configuration import SiteLanguage
from articles.archive.hugo.date_layouts import django_format

_JEKYLL_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")
# Jekyll's names for the usual patterns; a post is served by ``date`` unless it says more.
_JEKYLL_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_HEXO_STYLE = "/:year/:month/:day/:title/"
_TOKEN = re.compile(r":(?P<name>[A-Za-z0-9_]+)(?:\[(?P<slice>[\w:]*)\])?")
# Hugo's and Jekyll's patterns, as in /:year/:month/:slug/, are no address.
_IS_PATTERN = re.compile(r"(?:^|/):\w")
# Hugo keeps the letters, decimal digits and combining marks of every script, and a
# percent sign only where it spells a byte. ``②`` and ``Ⅱ`` are neither.
_DOUBTFUL = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9_\s./\\#+~@%-]")
_KEPT = ("L", "M", "Nd")


@dataclass(frozen=True)
class Page:
    """What an address is made of. ``path`` is the file's, below the folder of content;
    ``stem`` its own name, without language; ``slug`` is empty where it has none.
    ``categories`` are those that Jekyll puts into a post's address."""

    path: PurePosixPath
    stem: str
    slug: str
    title: str
    moment: datetime | None
    categories: tuple[str, ...] = ()

    @property
    def sections(self) -> tuple[str, ...]:
        """The folders around it; a page bundle's own folder is none of them."""
        folders = tuple(
            part for part in self.path.parent.parts if part not in {"content", "_posts"}
        )
        return folders[:-1] if folders and folders[-1] == self.stem else folders

    @property
    def is_post(self) -> bool:
        """Whether it is one of Jekyll's, or is called like them."""
        has_day = _JEKYLL_DAY.match(self.path.name) is not None
        return has_day and "_posts" in self.path.parts


class _Unknown(Exception):
    """A pattern asks for what nobody knows."""


def old_addresses(
    page: Page, language: SiteLanguage | None, matter: FrontMatter
) -> list[str]:
    """The page's own address first, then its aliases: Hugo's without a leading slash
    stand beside the page."""
    values = matter.values
    if page.is_post:
        page = replace(page, categories=tuple(_categories(page, values)))
    told = filter(None, (clean_text(values.get(key)) for key in ("url", "permalink")))
    own = _own(page, language, next(told, ""))
    beside = own.strip("/").rpartition("/")[0]
    return [own] + [
        _alias(address, _base(language), beside if key != "redirect_from" else "")
        for key in ("aliases", "alias", "redirect_from")
        for address in map(clean_text, _items(values.get(key)))
        if address and not _IS_PATTERN.search(address)
    ]


def _own(page: Page, language: SiteLanguage | None, told: str) -> str:
    prefix = language.prefix if language else ""
    patterns = dict(language.permalinks) if language else {}
    if page.is_post:
        told = _JEKYLL_STYLES.get(told, told)
    pattern = told if _IS_PATTERN.search(told) else ""
    if told and not pattern:
        # For Hugo, a leading slash means the site's root, not the language's.
        root = _base(language) if told.startswith("/") else prefix
        return f"{root}/{told.lstrip('/')}" if root else told
    section = page.sections[0].lower() if page.sections else "/"
    for candidate in (pattern, patterns.get(section, ""), _style(page)):
        try:
            address = _expanded(candidate, page).strip("/")
        except _Unknown:
            continue
        if address:
            return f"{prefix}/{address}".strip("/")
    parts = [*page.sections, page.slug or page.stem]
    return "/".join([prefix, *map(path_of, parts)]).strip("/")


def _base(language: SiteLanguage | None) -> str:
    """The path of the site's ``baseURL``, below which everything was served."""
    if language is None:
        return ""
    base, _slash, last = language.prefix.rpartition("/")
    return base if last == language.key else language.prefix


def _alias(address: str, base: str, beside: str) -> str:
    if "://" in address or address.startswith("//"):
        return address
    folder = base if address.startswith("/") else beside
    return posixpath.normpath("/" + posixpath.join(folder, address.lstrip("/")))


def _style(page: Page) -> str:
    """What Jekyll and Hexo make a post's address of where nobody says."""
    if not page.is_post:
        return ""
    is_hexo = page.path.parts[:2] == ("source", "_posts")
    return _HEXO_STYLE if is_hexo else _JEKYLL_STYLES["date"]


def _categories(page: Page, values: dict[str, Any]) -> Iterator[str]:
    """As Jekyll finds them: the folders above ``_posts``, then the front matter's, where
    a text names several with spaces between."""
    parts = page.path.parts
    told = values.get("categories")
    more = told if isinstance(told, list) else clean_text(told).split()
    names = [*parts[: parts.index("_posts")], *more, values.get("category")]
    lower = (clean_text(name).lower() for name in names)
    yield from dict.fromkeys(name for name in lower if name and name != "content")


def _expanded(pattern: str, page: Page) -> str:
    """The pattern with its tokens filled in. Raises ``_Unknown``."""
    address = _TOKEN.sub(
        lambda found: _value(found["name"], found["slice"], page), pattern
    )
    return re.sub("//+", "/", address)


def _value(name: str, part: str | None, page: Page) -> str:
    if name == "section":
        return path_of(page.sections[0]) if page.sections else ""
    if name == "sections":
        return "/".join(map(path_of, _sliced(page.sections, part)))
    if name == "categories":
        return "/".join(page.categories)
    if name == "slugified_categories":
        return "/".join(map(path_of, page.categories))
    if name == "output_ext":
        return ".html"
    if name in {"contentbasename", "filename", "name"}:
        return path_of(page.stem)
    if name in {"slugorcontentbasename", "slugorfilename"} or (
        name in {"slug", "title"} and page.is_post
    ):
        return path_of(page.slug or page.stem)
    if name in {"slug", "title"}:
        own = page.slug if name == "slug" else ""
        return path_of(own or page.title or page.stem)
    return _time(name, page.moment)


# Hugo's names, then what only Jekyll has.
_TIMES = {
    "year": "%Y", "month": "%m", "monthname": "%B", "day": "%d", "weekday": "%w",
    "weekdayname": "%A", "yearday": "%-j",
    "short_year": "%y", "i_month": "%-m", "short_month": "%b", "long_month": "%B",
    "i_day": "%-d", "y_day": "%j", "short_day": "%a", "long_day": "%A", "week": "%V",
    "w_year": "%G", "w_day": "%u", "hour": "%H", "minute": "%M", "second": "%S",
}  # fmt: skip


def _time(name: str, moment: datetime | None) -> str:
    """A part of the date, by its name or, as Hugo allows, as a layout of Go: ``:06``."""
    layout = django_format(name)
    if moment is None or (name not in _TIMES and layout is None):
        raise _Unknown
    if name in _TIMES:
        return moment.strftime(_TIMES[name]).lower()
    with translation.override("en"):
        return dateformat.format(moment, layout or "").lower()


def _sliced(sections: tuple[str, ...], part: str | None) -> tuple[str, ...]:
    """``[1:]``, ``[:last]``, ``[last]``, ``[0]``: as Hugo cuts the list of sections."""
    if not part:
        return sections
    ends = [
        len(sections) - 1 if end == "last" else int(end) if end.isdigit() else None
        for end in part.split(":")
    ]
    if len(ends) == 1:
        return sections[ends[0] : ends[0] + 1] if ends[0] is not None else ()
    return sections[ends[0] : ends[1]]


def path_of(name: str) -> str:
    """A name as Hugo writes it in an address: lower case, one hyphen for spaces,
    letters and digits of any script, most punctuation dropped."""
    words = " ".join(_DOUBTFUL.sub(_if_kept, name).split())
    path = re.sub(r"\s*-\s+|\s+-\s*", "-", words).replace(" ", "-").lower()
    return path.replace("#", "%23")  # Else a place within the page would begin there.


def _if_kept(found: re.Match[str]) -> str:
    return found[0] if unicodedata.category(found[0]).startswith(_KEPT) else ""


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
