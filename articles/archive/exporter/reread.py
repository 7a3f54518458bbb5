"""The importer's own reading, as the export uses it to see what a file says.

The only module here that knows how the importer is laid out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from articles.archive.fields import MenuLine
from articles.archive.front_matter import (
    Document,
    FrontMatter,
    Keys,
    clean_text,
    decode,
    encode,
    expand_tabs,
    one_line,
    parse_front_matter,
    parse_moment,
    plain,
    quote_leading_zeros,
    quote_line,
    split_document,
)
from articles.archive.hugo import translation_key
from articles.archive.importer import parse_context_of, settings_here, settings_then
from articles.archive.problems import Level, Problem, Problems, Refused
from articles.archive.reader import (
    ArchiveSettings,
    ParseContext,
    ParsedFile,
    parse_file,
)

__all__ = [
    "ArchiveSettings",
    "Document",
    "Level",
    "MenuLine",
    "ParseContext",
    "ParsedFile",
    "Place",
    "Problem",
    "Refused",
    "clean_text",
    "decode",
    "encode",
    "keys_of",
    "mended",
    "moment_in",
    "name_of",
    "one_line",
    "parse_context_of",
    "reread",
    "settings_here",
    "settings_then",
    "split",
]


@dataclass(frozen=True)
class Place:
    """The archive of a file, its path below the archive's root, and how it was read."""

    archive: str
    path: PurePosixPath
    settings: ArchiveSettings
    circumstances: ParseContext = field(default_factory=ParseContext)

    @property
    def zone(self) -> tzinfo:
        return self.settings.configuration.zone_of(self.path)

    @property
    def translation_key(self) -> str:
        """What a file at this place is linked by where it does not say."""
        archive, configuration = self.settings.archive, self.settings.configuration
        return archive and translation_key(archive, self.path, configuration)


def reread(content: bytes, place: Place) -> ParsedFile:
    """What the importer makes of these bytes. Raises ``Refused``."""
    return parse_file(
        content, place.path, place.settings, Problems(), place.circumstances
    )


def split(text: str) -> Document:
    return split_document(text)


def keys_of(document: Document) -> dict[str, Any]:
    """The values by key in lower case. Raises ``Refused``."""
    return parse_front_matter(document, Problems()).values


def mended(document: Document) -> str:
    """The front matter as the importer's parser took it: mended, line for line."""
    problems = Problems()
    parse_front_matter(document, problems)
    text = str(plain(document.front))  # Without control characters.
    for problem in problems.found:
        if problem.code != "repaired":
            continue
        if document.format == "toml":
            text = quote_leading_zeros(text)
        elif document.format == "yaml":
            quoted = quote_line(text, problem.line - document.front_line)
            text = quoted[0] if quoted else expand_tabs(text) or text
    return text


def name_of(item: Any) -> str:
    """The name that an item of a list is read as; empty where it holds none."""
    matter = FrontMatter(values={"authors": [item]})
    return next(iter(Keys(matter, UTC, Problems()).people("authors")), "")


def moment_in(text: str, zone: tzinfo) -> datetime | None:
    return parse_moment(text, zone)
