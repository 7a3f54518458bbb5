"""Where a file was served: its permalink or own ``url``, and its aliases.

Sources: Hugo's permalinks and how it makes paths of names; Jekyll's default address,
``/year/month/day/name.html``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from articles.importing.configuration import SiteLanguage
from articles.importing.front_matter import FrontMatter
from articles.importing.texts import clean_text

_JEKYLL_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-")
_TOKEN = re.compile(r":(?P<name>[a-z]+)(?:\[(?P<slice>[\w:]*)\])?")
# Hugo's and Jekyll's patterns, as in /:year/:month/:slug/, are no address.
_IS_PATTERN = re.compile(r"(?:^|/):\w")
# Hugo keeps the letters, decimal digits and combining marks of every script, and a
# percent sign only where it spells a byte. ``②`` and ``Ⅱ`` are neither.
_DOUBTFUL = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9_\s./\\#+~@%-]")
_KEPT = ("L", "M", "Nd")


@dataclass(frozen=True)
class Page:
    """What an address is made of. ``path`` is the file's, below the folder of content;
    ``stem`` its own name, without language; ``slug`` is empty where it has none."""

    path: PurePosixPath
    stem: str
    slug: str
    title: str
    moment: datetime | None

    @property
    def sections(self) -> tuple[str, ...]:
        """The folders around it; a page bundle's own folder is none of them."""
        folders = tuple(
            part for part in self.path.parent.parts if part not in {"content", "_posts"}
        )
        return folders[:-1] if folders and folders[-1] == self.stem else folders


class _Unknown(Exception):
    """A pattern asks for what nobody knows."""


def old_addresses(
    page: Page, language: SiteLanguage | None, matter: FrontMatter
) -> list[str]:
    """The page's own address first, then its aliases: one without a leading slash
    stands beside the page."""
    values = matter.values
    told = filter(None, (clean_text(values.get(key)) for key in ("url", "permalink")))
    own = _own(page, language, next(told, ""))
    beside = own.strip("/").rpartition("/")[0]
    aliases = [
        address
        for key in ("aliases", "alias", "redirect_from")
        for address in map(clean_text, _items(values.get(key)))
        if address and not _IS_PATTERN.search(address)
    ]
    return [own] + [
        f"{beside}/{alias}" if beside and _is_beside(alias) else alias
        for alias in aliases
    ]


def _own(page: Page, language: SiteLanguage | None, told: str) -> str:
    prefix = language.prefix if language else ""
    patterns = dict(language.permalinks) if language else {}
    pattern = told if _IS_PATTERN.search(told) else ""
    if told and not pattern:
        # For Hugo, a leading slash means the site's root, not the language's.
        return told if told.startswith("/") or not prefix else f"{prefix}/{told}"
    section = page.sections[0].lower() if page.sections else "/"
    for candidate in (pattern, patterns.get(section, "")):
        try:
            address = _expanded(candidate, page).strip("/")
        except _Unknown:
            continue
        if address:
            return f"{prefix}/{address}".strip("/")
    return f"{prefix}/{_default(page)}".strip("/")


def _default(page: Page) -> str:
    name = path_of(page.slug or page.stem)
    folders = [path_of(part) for part in page.sections]
    day = _JEKYLL_DAY.match(page.path.name)
    if day and "_posts" in page.path.parts:
        year, month, number = day.groups()
        folders += [year, f"{month:0>2}", f"{number:0>2}"]
        name = f"{name}.html"
    return "/".join([*folders, name])


def _expanded(pattern: str, page: Page) -> str:
    """The pattern with its tokens filled in. Raises ``_Unknown``."""
    return _TOKEN.sub(
        lambda found: _value(found["name"], found["slice"], page), pattern
    )


def _value(name: str, part: str | None, page: Page) -> str:
    if name == "section":
        return path_of(page.sections[0]) if page.sections else ""
    if name == "sections":
        return "/".join(map(path_of, _sliced(page.sections, part)))
    if name in {"contentbasename", "filename", "name"}:
        return path_of(page.stem)
    if name in {"slugorcontentbasename", "slugorfilename"}:
        return path_of(page.slug or page.stem)
    if name in {"slug", "title"}:
        own = page.slug if name == "slug" else ""
        return path_of(own or page.title or page.stem)
    if page.moment is None or name not in _TIMES:
        raise _Unknown
    return page.moment.strftime(_TIMES[name]).lower()


_TIMES = {
    "year": "%Y", "month": "%m", "monthname": "%B", "day": "%d", "weekday": "%w",
    "weekdayname": "%A", "yearday": "%-j",
}  # fmt: skip


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


def _is_beside(alias: str) -> bool:
    return not alias.startswith("/") and "://" not in alias


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
