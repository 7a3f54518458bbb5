"""Hugo's ``cascade``: front matter that list pages hand down to the files below them.

No database. Source: Hugo's documentation of ``cascade``, in front matter and in the
site's configuration: a page's own key wins, then the nearest above it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from articles.archive import jekyll
from articles.archive.fields import CASCADING_KEYS
from articles.archive.front_matter import (
    FrontMatter,
    as_list,
    clean_text,
    decode,
    lowered,
    parse_front_matter,
    split_file,
)
from articles.archive.problems import Problems, Refused

_ENDINGS = (".md", ".markdown", ".html")
_GLOB = re.compile(r"\*\*|[*?{},]|\[[^\]]+\]|[^*?{},\[]+|\[")
_GLOB_PARTS = {
    "**": ".*", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|",
}  # fmt: skip


@dataclass(frozen=True)
class Cascade:
    """Front matter for pages that lack the keys. ``path``, ``kind`` and ``lang`` are
    Hugo's patterns for the pages; an empty one means any."""

    values: dict[str, Any]
    path: str = ""
    kind: str = ""
    lang: str = ""

    def is_for(self, path: str, kinds: Collection[str], lang: str) -> bool:
        """Tell whether it is for a page that goes by one of these kinds."""
        pairs = ((self.path, [path]), (self.kind, kinds), (self.lang, [lang]))
        return all(
            not pattern or any(_matches(pattern, text) for text in texts)
            for pattern, texts in pairs
        )


def cascades_in(value: Any, taxonomies: Collection[str] = ()) -> Iterator[Cascade]:
    """Yield the cascades in the value of a key ``cascade``: a map, or a list of maps.
    ``taxonomies`` are the keys that hold labels on this site alone."""
    for item in as_list(value):
        keys = lowered(item)
        target = lowered(keys.get("target") or keys.get("_target"))
        known = {
            key: value
            for key, value in (lowered(keys.get("params")) | keys).items()
            if key in CASCADING_KEYS or key in taxonomies
        }
        environment = clean_text(target.get("environment"))
        if known and (not environment or _matches(environment, "production")):
            names = (clean_text(target.get(key)) for key in ("path", "kind", "lang"))
            yield Cascade(known, *names)


class Cascades:
    """The cascades of a site's list pages, each read once."""

    def __init__(self, root: Path, taxonomies: Collection[str]) -> None:
        self.root = root
        self.taxonomies = taxonomies
        self.known: dict[tuple[str, ...], tuple[Cascade, ...]] = {}
        self.pages: dict[str, dict[str, Path]] = {}

    def of(self, lists: Iterable[tuple[str, ...]]) -> tuple[Cascade, ...]:
        """Return the cascades of these lists, as ``Configuration.lists_above`` names them."""
        found: list[Cascade] = []
        for places in lists:
            if places not in self.known:
                self.known[places] = tuple(self._read(places))
            found += self.known[places]
        return tuple(found)

    def _read(self, places: tuple[str, ...]) -> Iterator[Cascade]:
        for place in places:
            folder, _slash, name = place.rpartition("/")
            pages = self._pages_in(folder)
            for ending in _ENDINGS:
                if page := pages.get(f"{name}{ending}".lower()):
                    yield from cascades_in(_cascade_of(page), self.taxonomies)
                    return

    def _pages_in(self, folder: str) -> dict[str, Path]:
        """Return the list pages in a folder by their names in lower case."""
        if folder not in self.pages:
            try:
                names = os.listdir(self.root / folder)
            except (OSError, ValueError):
                names = []
            self.pages[folder] = {
                name.lower(): self.root / folder / name
                for name in names
                if name.startswith("_index.")
            }
        return self.pages[folder]


def handed_down(
    matter: FrontMatter, cascades: tuple[Cascade, ...], place: PurePosixPath, lang: str
) -> FrontMatter:
    """Return the front matter with the keys that it lacks; ``place`` is the file's below
    the content, without language and ending."""
    is_list = place.name == "_index"
    kinds = ["section"] if is_list else ["page", jekyll.type_of(place)]
    page = place.parent if place.name in {"_index", "index"} else place
    path = f"/{page}".lower() if page.parts else "/"
    values, spelling = dict(matter.values), dict(matter.spelling)
    for cascade in cascades:
        if cascade.is_for(path, kinds, lang):
            for key, value in cascade.values.items():
                values.setdefault(key, value)
                spelling.setdefault(key, key)
    return FrontMatter(values, matter.lines, spelling)


def _cascade_of(page: Path) -> Any:
    try:
        content = page.read_bytes()
    except OSError:  # Importing the page reports it.
        return None
    if b"cascade" not in content.lower():
        return None
    try:
        split = split_file(decode(content).text)
        return parse_front_matter(split, Problems()).values.get("cascade")
    except Refused:  # Importing the page reports it.
        return None


def _matches(pattern: str, text: str) -> bool:
    return _compiled(pattern.lower()).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile Hugo's glob: ``**`` crosses folders, ``{a,b}`` is either."""
    parts = (found[0] for found in _GLOB.finditer(pattern))
    whole = "".join(
        _GLOB_PARTS.get(part)
        or (part if part[0] == "[" and len(part) > 2 else re.escape(part))
        for part in parts
    )
    try:
        return re.compile(whole)
    except re.error:  # A broken pattern matches no page.
        return re.compile(r"(?!)")
