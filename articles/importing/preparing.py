"""All the work on a file that needs no database, so that other processes can do it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from articles import pictures
from articles.importing.discovery import Found
from articles.importing.outcomes import Problems, Refused
from articles.importing.reading import Reading, Settings, read
from articles.rendering import ImageData, Rendered, render


@dataclass
class Prepared:
    """A file read and rendered, or the reason why not.

    ``is_known`` says that its bytes are those of the last import. Where the body has
    local pictures or links, ``needs_rendering``: only the database knows where to.
    """

    found: Found
    settings: Settings
    content: bytes = b""
    digest: str = ""
    problems: Problems | None = None
    reading: Reading | None = None
    rendered: Rendered | None = None
    refused: Refused | None = None
    is_known: bool = False
    needs_rendering: bool = False


def prepare(found: Found, known_digest: str, settings: Settings) -> Prepared:
    """Read and render one file. Never raises for what is in it."""
    prepared = Prepared(found, settings, problems=Problems())
    assert prepared.problems is not None  # noqa: S101 – made in the line above
    try:
        prepared.content = read_file(found.file)
        prepared.digest = hashlib.sha256(prepared.content).hexdigest()
        if prepared.digest == known_digest:
            prepared.is_known = True
            return prepared
        reading = read(prepared.content, found.path, settings, prepared.problems)
    except Refused as refused:
        prepared.refused = refused
        return prepared
    prepared.reading = reading
    _render(prepared, reading, settings)
    return prepared


def _render(prepared: Prepared, reading: Reading, settings: Settings) -> None:
    def note_image(address: str) -> ImageData | None:
        prepared.needs_rendering |= is_local(address)
        return None

    def note_link(address: str) -> str | None:
        prepared.needs_rendering |= is_local(address)
        return None

    math = reading.fields.values["mathjax"]
    prepared.rendered = render(
        reading.body,
        summary=reading.fields.values["summary"],
        math=settings.math if math is None else math,
        resolve_image=note_image,
        resolve_link=note_link,
    )


def is_local(address: str) -> bool:
    """Whether an address in a body leads into the archive, and not into the text."""
    return bool(address) and address[0] != "#" and pictures.is_local(address)


def read_file(file: Path) -> bytes:
    """The bytes of a file. Raises ``Refused`` with what the system said."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise Refused("missing", 0, "No such file or folder: check the path.") from None
    except IsADirectoryError:
        raise Refused("unreadable", 0, "This is a folder, not a file.") from None
    except OSError as error:
        raise Refused(
            "unreadable",
            0,
            f"Cannot be read ({error.strerror}): check its permissions.",
        ) from None
