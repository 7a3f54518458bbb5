"""The addresses that a file was served at: its permalink or own ``url``, and its aliases.

Sources: Hugo's documentation of permalinks and what Hugo 0.168 makes of names; before
0.123 it wrote files' names as it writes slugs, and aliases stood at the root whatever the
language. Jekyll's plugin ``jekyll-redirect-from``.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import PurePosixPath

from django.utils import dateformat, translation

from articles.archive import hexo, jekyll
from articles.archive.front_matter import FrontMatter, as_list, clean_text, without_date
from articles.archive.hugo.configuration import SiteLanguage
from articles.archive.hugo.date_layouts import django_format

_TOKEN = re.compile(r":(?P<name>[A-Za-z0-9_]+)(?:\[(?P<slice>[\w:]*)\])?")
# Hugo's and Jekyll's patterns, as in /:year/:month/:slug/, are no address.
_IS_PATTERN = re.compile(r"(?:^|/):\w")
# Hugo keeps the letters, decimal digits and combining marks of every script, and a
# percent sign only where it spells a byte. ``②`` and ``Ⅱ`` are neither.
_DOUBTFUL = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9_\s./\\#+~@%-]")
_KEPT = ("L", "M", "Nd")


@dataclass(frozen=True)
class AddressParts:
    """The parts of an address. ``path`` is the file's below the folder of content, and
    ``stem`` its own name without language; ``slug`` may be empty. ``categories`` are
    those that Jekyll puts into the address of what ``is_post``."""

    path: PurePosixPath
    stem: str
    slug: str
    title: str
    published_at: datetime | None
    categories: tuple[str, ...] = ()
    is_post: bool = False
    own_path: str = ""  # As the front matter of Zola's pages has it.

    @property
    def sections(self) -> tuple[str, ...]:
        """The folders around it; a page bundle's own folder is none of them."""
        folders = tuple(
            part
            for part in self.path.parent.parts
            if part not in {"content", jekyll.POSTS}
        )
        own = {folders[-1], without_date(folders[-1])} if folders else set()
        return folders[:-1] if self.stem in own else folders


class _Unknown(Exception):
    """A pattern has a token that is unknown, or that the page has no value for."""


def old_addresses(
    page: AddressParts, language: SiteLanguage | None, matter: FrontMatter
) -> list[str]:
    """Return the page's own address, then its aliases; Hugo's without a leading slash
    stand beside the page, and the others below the language's prefix."""
    page, written = _with_own(page, language, matter)
    address = _address(page, language, written)
    folder = address.strip("/").rpartition("/")[0]
    prefix, base = language.prefix if language else "", _base(language)
    return [address] + [
        _alias(alias, base, "")
        if key == "redirect_from"
        else _alias(alias, prefix, folder)
        for key, alias in _aliases(matter)
    ]


def other_spellings(
    page: AddressParts, language: SiteLanguage | None, matter: FrontMatter
) -> list[str]:
    """Return where older versions of Hugo served the page and its aliases, if elsewhere."""
    known = old_addresses(page, language, matter)
    page, written = _with_own(page, language, matter)
    base = _base(language)
    older = [_address(page, language, written, is_older=True)] + [
        _alias(alias, base, "") for _key, alias in _aliases(matter) if alias[0] == "/"
    ]
    return [address for address in dict.fromkeys(older) if address not in known]


def _with_own(
    page: AddressParts, language: SiteLanguage | None, matter: FrontMatter
) -> tuple[AddressParts, str]:
    """Return the page with its categories, and the address that its keys give it."""
    values = matter.values
    # Of Hexo's posts, only a configuration tells that their names need no day.
    is_configured = language is not None and jekyll.POSTS in dict(language.permalinks)
    if jekyll.is_post(page.path) or (is_configured and jekyll.is_in_posts(page.path)):
        categories = jekyll.categories_of(page.path, values)
        page = replace(page, categories=categories, is_post=True)
    keys = ("url", "permalink")
    written = next(filter(None, (clean_text(values.get(key)) for key in keys)), "")
    return page, f"/{page.own_path}" if page.own_path else written


def _aliases(matter: FrontMatter) -> Iterator[tuple[str, str]]:
    for key in ("aliases", "alias", "redirect_from"):
        for alias in map(clean_text, as_list(matter.values.get(key))):
            if alias and not _IS_PATTERN.search(alias):
                yield key, alias


def _address(
    page: AddressParts,
    language: SiteLanguage | None,
    written: str,
    *,
    is_older: bool = False,
) -> str:
    prefix = language.prefix if language else ""
    patterns = dict(language.permalinks) if language else {}
    if page.is_post:
        written = jekyll.PERMALINK_STYLES.get(written, written)
    pattern = written if _IS_PATTERN.search(written) else ""
    if written and not pattern:
        # For Hugo, a leading slash means the site's root, not the language's.
        root = _base(language) if written.startswith("/") else prefix
        return f"{root}/{written.lstrip('/')}" if root else written
    section = page.sections[0].lower() if page.sections else "/"
    of_posts = patterns.get(jekyll.POSTS, "") if page.is_post else ""
    for candidate in (pattern, of_posts, patterns.get(section, ""), _style(page)):
        try:
            address = _expanded(candidate, page, is_older=is_older)
        except _Unknown:
            continue
        if address:
            return f"{prefix}/{address}".strip("/")
    of_file = path_of if is_older else file_path_of
    last = path_of(page.slug.strip("-")) if page.slug else of_file(page.stem)
    return "/".join([prefix, *map(of_file, page.sections), last]).strip("/")


def _base(language: SiteLanguage | None) -> str:
    """Return the path of the site's ``baseURL``, below which everything was served."""
    if language is None:
        return ""
    base, _slash, last = language.prefix.rpartition("/")
    return base if last == language.key else language.prefix


def _alias(address: str, base: str, parent: str) -> str:
    if "://" in address or address.startswith("//"):
        return address
    folder = base if address.startswith("/") else parent
    return posixpath.normpath("/" + posixpath.join(folder, address.lstrip("/")))


def _style(page: AddressParts) -> str:
    """Return the default pattern of a post of Jekyll or Hexo; empty for other pages."""
    if not page.is_post:
        return ""
    is_hexo = hexo.is_post(page.path)
    return hexo.PERMALINK if is_hexo else jekyll.PERMALINK_STYLES["date"]


def _expanded(pattern: str, page: AddressParts, *, is_older: bool) -> str:
    """Return the pattern with its tokens filled in, without outer slashes. Raises
    ``_Unknown``."""
    address = _TOKEN.sub(
        lambda found: _value(found["name"], found["slice"], page), pattern
    )
    address = re.sub("//+", "/", address).strip("/")
    if page.is_post or is_older:
        return address
    # Hugo reads the whole as it would a query, where a plus is a blank.
    return path_of("/" + address.replace("+", " ")).strip("/")


def _value(name: str, part: str | None, page: AddressParts) -> str:
    if name == "section":
        return path_of(page.sections[0]) if page.sections else ""
    if name == "sections":
        return "/".join(map(path_of, _sliced(page.sections, part)))
    if name == "categories":
        return "/".join(page.categories)
    if name == "category":  # Hexo's, with its default.
        return "/".join(map(path_of, page.categories)) or "uncategorized"
    if name == "slugified_categories":
        return "/".join(map(path_of, page.categories))
    if name == "output_ext":
        return ".html"
    if name == "post_title":
        return path_of(page.title)
    if name in {"contentbasename", "filename", "name"}:
        return _token(page.stem)
    if name in {"slugorcontentbasename", "slugorfilename"} or (
        name in {"slug", "title"} and page.is_post
    ):
        return _token(page.slug or page.stem)
    if name in {"slug", "title"}:
        slug = page.slug if name == "slug" else ""
        return _token(slug or re.sub(r"[/\\]", "-", page.title) or page.stem)
    return _date_part(name, page.published_at)


_DATE_TOKENS = jekyll.DATE_TOKENS | {
    "year": "%Y", "month": "%m", "monthname": "%B", "day": "%d", "weekday": "%w",
    "weekdayname": "%A", "yearday": "%-j",
}  # fmt: skip


def _date_part(name: str, date: datetime | None) -> str:
    """Return a part of the date by its name or, as in Hugo, by Go's layout: ``:06``."""
    layout = django_format(name)
    if date is None or (name not in _DATE_TOKENS and layout is None):
        raise _Unknown
    if name in _DATE_TOKENS:
        return date.strftime(_DATE_TOKENS[name]).lower()
    with translation.override("en"):
        return dateformat.format(date, layout or "").lower()


def _sliced(sections: tuple[str, ...], part: str | None) -> tuple[str, ...]:
    """Slice the sections as Hugo does: ``[1:]``, ``[:last]``, ``[last]``, ``[0]``."""
    if not part:
        return sections
    ends = [
        len(sections) - 1 if end == "last" else int(end) if end.isdigit() else None
        for end in part.split(":")
    ]
    if len(ends) == 1:
        return sections[ends[0] : ends[0] + 1] if ends[0] is not None else ()
    return sections[ends[0] : ends[1]]


def _token(name: str) -> str:
    """Write a name for a pattern: a sign at its end that begins a fragment is lost."""
    return path_of(name).removesuffix("%23")


@lru_cache(4096)  # Folders and labels are those of many files.
def file_path_of(name: str) -> str:
    """Write the name of a file, a folder or a label as Hugo does in an address: as
    ``path_of``, but with a hyphen for every blank."""
    return path_of(re.sub(r"\s", "-", name))


@lru_cache(4096)
def path_of(name: str) -> str:
    """Write a title or a slug as Hugo does in an address: lower case, one hyphen for
    spaces, letters and digits of any script, most punctuation dropped."""
    words = " ".join(_DOUBTFUL.sub(_if_kept, name).split())
    path = re.sub(r"\s*-\s+|\s+-\s*", "-", words).replace(" ", "-").lower()
    return path.replace("#", "%23")  # A bare one would begin a fragment.


def _if_kept(found: re.Match[str]) -> str:
    return found[0] if unicodedata.category(found[0]).startswith(_KEPT) else ""
