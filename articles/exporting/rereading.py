"""The importer's own reading, as the export uses it to see what a file says.

The only module here that knows how the importer is laid out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from articles.importing import documents, front_matter, repairs
from articles.importing.archives import settings_here, settings_then
from articles.importing.dates import parse_moment
from articles.importing.decoding import decode, encode
from articles.importing.documents import Document
from articles.importing.fields import MenuLine
from articles.importing.filling import circumstances_of
from articles.importing.front_matter import FrontMatter
from articles.importing.keys import Keys
from articles.importing.names import translation_key
from articles.importing.outcomes import Level, Problem, Problems, Refused
from articles.importing.reading import Circumstances, Reading, Settings, read
from articles.importing.texts import clean_text, one_line

__all__ = [
    "Circumstances",
    "Document",
    "Level",
    "MenuLine",
    "Place",
    "Problem",
    "Reading",
    "Refused",
    "Settings",
    "circumstances_of",
    "clean_text",
    "decode",
    "encode",
    "keys_of",
    "mended",
    "moment_in",
    "name_of",
    "one_line",
    "reads_as",
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
    settings: Settings
    circumstances: Circumstances = field(default_factory=Circumstances)

    @property
    def zone(self) -> tzinfo:
        return self.settings.configuration.zone_of(self.path)

    @property
    def translation_key(self) -> str:
        """What a file at this place is linked by where it does not say."""
        archive, configuration = self.settings.archive, self.settings.configuration
        return archive and translation_key(archive, self.path, configuration)


def reread(content: bytes, place: Place) -> Reading:
    """What the importer makes of these bytes. Raises ``Refused``."""
    return read(content, place.path, place.settings, Problems(), place.circumstances)


def split(text: str) -> Document:
    return documents.split(text)


def keys_of(document: Document) -> dict[str, Any]:
    """The values by key in lower case. Raises ``Refused``."""
    return front_matter.read(document, Problems()).values


def reads_as(front: str) -> dict[str, Any] | None:
    """The values of a few lines of YAML, or None where they are none, or only after
    the importer mended them."""
    problems = Problems()
    try:
        matter = front_matter.read(Document("yaml", front, 1, "", 3), problems)
    except Refused:
        return None
    return None if problems.found else matter.values


def mended(document: Document) -> str:
    """The front matter as the importer's parser took it: mended, line for line."""
    problems = Problems()
    front_matter.read(document, problems)
    text = str(front_matter.plain(document.front))  # Without control characters.
    for problem in problems.found:
        if problem.code != "repaired":
            continue
        if document.format == "toml":
            text = repairs.quote_leading_zeros(text)
        elif document.format == "yaml":
            quoted = repairs.quote_line(text, problem.line - document.front_line)
            text = quoted[0] if quoted else repairs.expand_tabs(text) or text
    return text


def name_of(item: Any) -> str:
    """The name that an item of a list is read as; empty where it holds none."""
    matter = FrontMatter(values={"authors": [item]})
    return next(iter(Keys(matter, UTC, Problems()).people("authors")), "")


def moment_in(text: str, zone: tzinfo) -> datetime | None:
    return parse_moment(text, zone)
