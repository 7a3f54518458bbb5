"""The importer's own reading, as the export uses it to see what a file says.

The only module here that knows how the importer is laid out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import PurePosixPath
from typing import Any

from articles.importing import front_matter
from articles.importing.dates import parse_moment
from articles.importing.fields import MenuLine, clean_text, one_line
from articles.importing.front_matter import Document
from articles.importing.outcomes import Level, Problem, Problems, Refused
from articles.importing.reading import Reading, Settings, read

__all__ = [
    "Document",
    "Level",
    "MenuLine",
    "Place",
    "Problem",
    "Reading",
    "Refused",
    "Settings",
    "clean_text",
    "encoding_of",
    "keys_of",
    "moment_in",
    "one_line",
    "reads_as",
    "reread",
    "split",
]


@dataclass(frozen=True)
class Place:
    """The archive of a file, its path below the archive's root, and how it was read."""

    archive: str
    path: PurePosixPath
    settings: Settings

    @property
    def zone(self) -> tzinfo:
        return self.settings.zone


def reread(content: bytes, place: Place) -> Reading:
    """What the importer makes of these bytes. Raises ``Refused``."""
    return read(content, place.path, place.settings, Problems())


def encoding_of(reading: Reading) -> str:
    return str(getattr(reading, "encoding", "") or "utf-8")


def split(text: str) -> Document:
    return front_matter.split(text)


def keys_of(document: Document) -> dict[str, Any]:
    """The values by key in lower case. Raises ``Refused``."""
    return front_matter.read(document, Problems()).values


def reads_as(front: str) -> dict[str, Any] | None:
    """The values of a few lines of YAML, or None where they are none."""
    try:
        return keys_of(Document("yaml", front, 1, "", 3))
    except Refused:
        return None


def moment_in(text: str, zone: tzinfo) -> datetime | None:
    return parse_moment(text, zone)
