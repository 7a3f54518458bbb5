"""The lists' own pages as files: their values, and where those born here lie.

An edit is written back as an article's is: all that a page does not hold is taken
from its file, so that nothing else can differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from articles.archive.fields import Thumbnail, Values, slug_candidates
from articles.archive.reader import FileContext
from articles.choices import Language
from articles.models import ListPage, ListPageQuerySet

_OWN = ("title", "description", "language", "status", "body")
_SUFFIXES: dict[str, str] = {
    Language.SIMPLIFIED: ".zh-cn",
    Language.TAIWAN: ".zh-tw",
    Language.HONG_KONG: ".zh-hk",
}
_FOLDERS = {"category": "categories", "tag": "tags", "author": "authors"}
# What the importer reads in a file that says nothing.
_BLANK = b"---\ntitle: blank\n---\n"
_ODD_FOLDER = re.compile(r"(?:^|/)(?:\.|/|$)|[\x00-\x1f\x7f\\]")
MAX_FOLDER = 200  # A file's name has 255 bytes.


def pages(archive: str = "") -> Iterator[ListPage]:
    """Every page (or one archive's). One query."""
    chosen = _chosen(archive).select_related(
        "imported_file__configuration", "category", "tag", "author"
    )
    return chosen.defer("body_html").order_by("pk").iterator(200)


def count(archive: str = "") -> int:
    return _chosen(archive).count()


def _chosen(archive: str) -> ListPageQuerySet:
    rows = ListPage.objects.all()
    return rows.filter(imported_file__archive=archive) if archive else rows


def page_values(page: ListPage, place: FileContext, content: bytes | None) -> Values:
    """What the page says now; ``content`` is its file, if it came from one.

    Raises ``Refused`` where the importer no longer reads the file.
    """
    parsed = place.parse(_BLANK if content is None else content)
    return parsed.values | {
        **{name: getattr(page, name) for name in _OWN},
        "slug": slug_candidates(parsed)[0][:240],
        "source": None,
        "source_url": "",
        "disclaimer": "",
        "thumbnail": Thumbnail(address=parsed.values["thumbnail"]),
    }


def path_of(page: ListPage) -> PurePosixPath:
    """Where a page that was born here lies: in the folder of its term, as in Hugo."""
    name = f"_index{_suffix(page.language)}.md"
    label = page.label
    if label:
        folder = label.name
        if _ODD_FOLDER.search(folder) or len(folder.encode()) > MAX_FOLDER:
            folder = label.slug.encode()[:MAX_FOLDER].decode("utf-8", "ignore")
        return PurePosixPath("content", _FOLDERS[page.kind], folder, name)
    of_all = {ListPage.Kind.CATEGORIES, ListPage.Kind.TAGS, ListPage.Kind.AUTHORS}
    return PurePosixPath("content", page.kind if page.kind in of_all else "", name)


def _suffix(language: str) -> str:
    """The language in the file's name, as the importer reads it there."""
    return _SUFFIXES.get(language) or (f".{language.lower()}" if language else "")
