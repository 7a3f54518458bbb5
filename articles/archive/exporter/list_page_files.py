"""List pages as files: their values, and the places of those that were born here."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from articles.archive.fields import Thumbnail, Values, slug_candidates
from articles.archive.reader import FileContext
from articles.choices import Language
from articles.models import ListPage

_COLUMNS = ("title", "description", "language", "status", "body")
_SUFFIXES: dict[str, str] = {
    Language.SIMPLIFIED: ".zh-cn",
    Language.TAIWAN: ".zh-tw",
    Language.HONG_KONG: ".zh-hk",
}
_FOLDERS = {"category": "categories", "tag": "tags", "author": "authors"}
# A file that says nothing.
_BLANK = b"---\ntitle: blank\n---\n"
_ODD_FOLDER = re.compile(r"(?:^|/)(?:\.|/|$)|[\x00-\x1f\x7f\\]")
MAX_FOLDER = 200  # A file's name has 255 bytes.


def page_values(page: ListPage, place: FileContext, content: bytes | None) -> Values:
    """Return the page's values now; what a page does not hold is its file's, so that
    nothing else can differ. ``content`` is that file, if it came from one.

    Raises ``Refused`` if the importer no longer reads the file.
    """
    parsed = place.parse(_BLANK if content is None else content)
    return parsed.values | {
        **{name: getattr(page, name) for name in _COLUMNS},
        "slug": slug_candidates(parsed)[0][:240],
        "source": None,
        "source_url": "",
        "disclaimer": "",
        "thumbnail": Thumbnail(address=parsed.values["thumbnail"]),
    }


def path_of(page: ListPage) -> PurePosixPath:
    """Return the place of a page that was born here: its term's folder, as in Hugo."""
    name = f"_index{_suffix(page.language)}.md"
    if label := page.label:
        folder = label.name
        if _ODD_FOLDER.search(folder) or len(folder.encode()) > MAX_FOLDER:
            folder = label.slug.encode()[:MAX_FOLDER].decode("utf-8", "ignore")
        return PurePosixPath("content", _FOLDERS[page.kind], folder, name)
    of_all = {ListPage.Kind.CATEGORIES, ListPage.Kind.TAGS, ListPage.Kind.AUTHORS}
    return PurePosixPath("content", page.kind if page.kind in of_all else "", name)


def _suffix(language: str) -> str:
    """Spell a language in a file's name, as the importer reads it there."""
    return _SUFFIXES.get(language) or (f".{language.lower()}" if language else "")
