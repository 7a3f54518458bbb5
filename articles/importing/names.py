"""What a file's place says: its name, its slugs, and where its site served it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from articles.importing.dates import without_date
from articles.importing.front_matter import FrontMatter
from articles.importing.languages import split_language
from articles.importing.texts import clean_text

_ROOTS = {"content", "_posts", "_drafts", "source"}
_JEKYLL_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})-")
# Hugo's and Jekyll's patterns, as in /:year/:month/:slug/, are no address.
_PATTERN = re.compile(r"(?:^|/):\w")
_TAXONOMIES = {"categories": "categories", "category": "categories"} | {
    "tags": "tags", "tag": "tags", "authors": "authors", "author": "authors",
}  # fmt: skip


@dataclass(frozen=True)
class Section:
    """Whose page an ``_index.md`` is.

    ``taxonomy`` is ``categories``, ``tags`` or ``authors`` where ``name`` is a term of
    it, and empty where ``name`` is a section's folder. Without a name it is the page
    of the whole taxonomy, or the front page. ``folders`` lead there, without language.
    """

    taxonomy: str
    name: str
    folders: tuple[str, ...]


def split_name(path: PurePosixPath) -> tuple[str, str]:
    """A file's own name without ending and language, and the language it names.

    A page bundle (``index.md``) goes by its folder, a Jekyll post without its day.
    """
    stem, tag = split_language(path.stem)
    if stem in {"index", "_index"} and path.parent.name:
        stem = path.parent.name
    if "_posts" in path.parts:
        stem = without_date(stem)
    return stem, tag


def is_section(path: PurePosixPath) -> bool:
    """Whether it is a list's own page, in any language: ``_index.zh-cn.md``."""
    return path.name.startswith("_index.") and split_language(path.stem)[0] == "_index"


def section_of(path: PurePosixPath, language: str) -> Section:
    """Whose page it is; ``language`` is what the folder below ``content`` names."""
    parts = path.parent.parts
    if "content" in parts:
        parts = parts[parts.index("content") + 1 :]
    parts = parts[1:] if language and parts else parts
    if parts and parts[0].lower() in _TAXONOMIES:
        return Section(_TAXONOMIES[parts[0].lower()], "/".join(parts[1:]), parts)
    return Section("", parts[-1] if parts else "", parts)


def slugs_for(path: PurePosixPath, stem: str, own: str) -> list[str]:
    """What the slug may be, best first: own, or the name, then folders in front."""
    base = own.strip("/") or stem
    parents = [part for part in path.parent.parts if part not in {*_ROOTS, stem}]
    names = [base]
    for count in range(1, len(parents) + 1):
        names.append("-".join([*parents[-count:], base]))
    return names


def old_addresses(path: PurePosixPath, stem: str, matter: FrontMatter) -> list[str]:
    """Where the file was served: its permalink or own ``url``, and its aliases.

    Sources: Hugo's default permalinks, ``/section/name/``, in lower case, where an
    alias without a leading slash stands beside the page; Jekyll's default,
    ``/year/month/day/name.html``.
    """
    values = matter.values
    own = next(
        filter(None, (_address(values.get(key)) for key in ("url", "permalink"))),
        "",
    ) or _default_address(path, stem, clean_text(values.get("slug")) or stem)
    beside = own.strip("/").rpartition("/")[0]
    aliases = [
        address
        for key in ("aliases", "alias", "redirect_from")
        for address in map(_address, _items(values.get(key)))
        if address
    ]
    return [own] + [
        f"{beside}/{alias}" if beside and _is_beside(alias) else alias
        for alias in aliases
    ]


def _is_beside(alias: str) -> bool:
    return not alias.startswith("/") and "://" not in alias


def _default_address(path: PurePosixPath, stem: str, slug: str) -> str:
    parts = [part for part in path.parent.parts if part not in {"content", "_posts"}]
    day = _JEKYLL_DAY.match(path.name)
    if day and "_posts" in path.parts:
        year, month, number = day.groups()
        return "/".join([*parts, year, f"{month:0>2}", f"{number:0>2}", f"{slug}.html"])
    parts = parts[:-1] if parts and parts[-1] == stem else parts
    return "/".join([*parts, slug])


def _address(value: Any) -> str:
    text = clean_text(value)
    return "" if _PATTERN.search(text) else text


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
