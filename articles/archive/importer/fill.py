"""Put what was read on an article and its original, and find what it is filed under."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.utils.text import slugify

from articles import search
from articles.archive.importer.prepare import Prepared
from articles.archive.reader import Circumstances, Reading
from articles.models import Article, Author, Category, ImportedFile, Original, Tag
from articles.publishing import Labels, labels_by_name, tags_named
from articles.variants.engine import fold

_Label = TypeVar("_Label", Category, Tag, Author)


def fill(article: Article, reading: Reading) -> None:
    """Put the file's own fields on the article."""
    for name, value in reading.fields.values.items():
        setattr(article, name, value)
    article.body = reading.body


def is_new_to(original: ImportedFile, prepared: Prepared) -> bool:
    """Whether the file may say something else than it said at its last import."""
    if prepared.digest != original.digest or prepared.is_asked_again:
        return True
    return original.configuration_id != prepared.settings.configuration_id


def stamp(original: ImportedFile, prepared: Prepared) -> None:
    """Let the original be what the file is now."""
    original.configuration_id = prepared.settings.configuration_id
    original.size = prepared.found.size
    original.changed_at_ns = prepared.found.mtime_ns
    if not prepared.is_known:
        original.content, original.digest = prepared.content, prepared.digest
    if reading := prepared.reading:
        original.encoding = reading.encoding
    if reading and isinstance(original, Original):
        original.closing = next(iter(reading.used.closings), "")
        original.file_time = reading.used.file_time
    if prepared.problems and prepared.reading:
        original.warnings = prepared.problems.as_data()


def circumstances_of(original: ImportedFile) -> Circumstances:
    """What its file is to be read with, to read the same as at its last import."""
    if not isinstance(original, Original):  # From a list's page nothing is lifted.
        return Circumstances()
    closings = (original.closing,) if original.closing else ()
    return Circumstances(closings, original.file_time)


def document_for(prepared: Prepared, labels: Labels) -> search.Document | None:
    """What the search holds of a new article; None where a tag of it is stored by
    another name, so that it must be made anew."""
    assert prepared.reading  # noqa: S101 – what was refused has none
    names, stored = prepared.reading.fields.tags, [tag.name for tag in labels.tags]
    is_same = names == stored or _words_of(names) == _words_of(stored)
    return prepared.document if is_same else None


def _words_of(names: Sequence[str]) -> list[list[str]]:
    return [words for name in names if (words := search.tokens_of(name))]


def slug_candidates(reading: Reading) -> list[str]:
    slugs = [slugify(slug, allow_unicode=True).strip("-_") for slug in reading.slugs]
    return [slug for slug in slugs if slug] or ["article"]


def labels_for(readings: Sequence[Reading]) -> list[Labels]:
    """What each file is filed under; found or made for all of them at once."""
    fields = [reading.fields for reading in readings]
    categories = labels_by_name(Category, (n for own in fields for n in own.categories))
    authors = labels_by_name(Author, (n for own in fields for n in own.authors))
    tags: dict[str, Tag] = {
        row.key: row for row in tags_named(n for own in fields for n in own.tags)
    }
    return [
        Labels(
            categories=_each_once(categories[n] for n in own.categories),
            tags=_each_once(tags[k] for n in own.tags if (k := fold(n)) in tags),
            authors=_each_once(authors[n] for n in own.authors),
        )
        for own in fields
    ]


def _each_once(rows: Iterable[_Label]) -> list[_Label]:
    return list({row.pk: row for row in rows}.values())
