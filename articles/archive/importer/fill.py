"""Put what was read on an article and its original, and find what it is filed under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from articles import search
from articles.archive.importer.prepare import PreparedFile
from articles.archive.reader import ParseContext, ParsedFile
from articles.models import ArchivedFile, Author, Category, ImportedFile, Tag
from articles.publishing import Labels, labels_by_name, tags_named
from articles.variants.engine import fold

_Label = TypeVar("_Label", Category, Tag, Author)


def stamp(imported_file: ArchivedFile, file: PreparedFile) -> None:
    """Make the imported file what the file in the archive is now."""
    imported_file.configuration_id = file.settings.configuration_id
    imported_file.size = file.discovered.size
    imported_file.changed_at_ns = file.discovered.mtime_ns
    imported_file.content, imported_file.digest = file.content, file.digest
    imported_file.encoding = file.parsed.encoding
    imported_file.warnings = file.problems.as_data()
    if isinstance(imported_file, ImportedFile):
        imported_file.closing = next(iter(file.parsed.used.closings), "")
        imported_file.file_time = file.parsed.used.file_time


def parse_context_of(imported_file: ArchivedFile) -> ParseContext:
    """What its file is to be read with, to read the same as at its last import."""
    if not isinstance(
        imported_file, ImportedFile
    ):  # From a list's page nothing is lifted.
        return ParseContext()
    closings = (imported_file.closing,) if imported_file.closing else ()
    return ParseContext(closings, imported_file.file_time)


def document_for(file: PreparedFile, labels: Labels) -> str | None:
    """What the search holds of a new article; None where a tag of it is stored by
    another name, so that it must be made anew."""
    names, stored = file.parsed.values["tags"], [tag.name for tag in labels.tags]
    is_same = names == stored or _words_of(names) == _words_of(stored)
    return file.document if is_same else None


def _words_of(names: Sequence[str]) -> list[list[str]]:
    return [words for name in names if (words := search.tokenise(name))]


def labels_for(readings: Sequence[ParsedFile]) -> list[Labels]:
    """What each file is filed under; found or made for all of them at once."""
    told = [reading.values for reading in readings]
    categories = labels_by_name(Category, (n for v in told for n in v["categories"]))
    authors = labels_by_name(Author, (n for v in told for n in v["authors"]))
    tags: dict[str, Tag] = {
        row.key: row for row in tags_named(n for v in told for n in v["tags"])
    }
    return [
        Labels(
            categories=_each_once(categories[n] for n in v["categories"]),
            tags=_each_once(tags[k] for n in v["tags"] if (k := fold(n)) in tags),
            authors=_each_once(authors[n] for n in v["authors"]),
        )
        for v in told
    ]


def _each_once(rows: Iterable[_Label]) -> list[_Label]:
    return list({row.pk: row for row in rows}.values())
