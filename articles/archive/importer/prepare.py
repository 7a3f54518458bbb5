"""All the work on a file that needs no database, so that other processes can do it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from articles import images, search
from articles.archive.fields import set_columns
from articles.archive.hugo import is_about_archive
from articles.archive.importer.discover import DiscoveredFile
from articles.archive.problems import NotAnArticle, Problems, Refused
from articles.archive.reader import (
    ArchiveSettings,
    ParseContext,
    ParsedFile,
    parse_file,
)
from articles.models import Article, ImageReference
from articles.publishing import fill_derived
from articles.rendering import ImageData, Rendered, render
from articles.variants.engine import any_in_other_script

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass
class Prepared:
    """A file read and rendered, or the reason why not.

    ``is_known`` says that its bytes are those of the last import. Where the body has
    local pictures or links, ``needs_rendering``: only the database knows where to.
    ``pictures`` are the addresses of the local ones, in order; ``called`` is where
    they were looked for. A file ``was_here`` if an earlier import stored it, and
    ``is_asked_again`` where its bytes may mean something
    else than they did.
    """

    found: DiscoveredFile
    settings: ArchiveSettings
    content: bytes = b""
    digest: str = ""
    problems: Problems | None = None
    reading: ParsedFile | None = None
    rendered: Rendered | None = None
    refused: Refused | None = None
    is_known: bool = False
    was_here: bool = False
    is_asked_again: bool = False
    needs_rendering: bool = False
    has_other_script: bool = False
    document: str | None = None
    pictures: dict[str, None] = field(default_factory=dict)
    called: list[ImageReference] = field(default_factory=list)


def prepare(
    found: DiscoveredFile,
    known_digest: str,
    settings: ArchiveSettings,
    closings: Collection[str] = (),
    *,
    was_here: bool = False,
    is_asked_again: bool = False,
) -> Prepared:
    """Read and render one file. Never raises for what is in it.

    ``closings`` are the digests of its archive's known closing patterns.
    """
    prepared = Prepared(
        found, settings, was_here=was_here, is_asked_again=is_asked_again
    )
    try:
        prepared.content = read_file(found.file)
        prepared.digest = hashlib.sha256(prepared.content).hexdigest()
        if prepared.digest == known_digest:
            prepared.is_known = True
            return prepared
        file_time = _file_time(found) if settings.publishes_undated else None
        understand(prepared, ParseContext(closings, file_time))
    except Refused as refused:
        prepared.refused = refused
    if is_about_archive(found.path) and not _has_front_matter(prepared):
        prepared.refused = NotAnArticle("A file about the archive, not an article.")
    return prepared


def _has_front_matter(prepared: Prepared) -> bool:
    """With it, even a README is a page that readers had."""
    return prepared.is_known or bool(prepared.reading and prepared.reading.is_fenced)


def understand(prepared: Prepared, circumstances: ParseContext) -> None:
    """Read and render its content, in place of what it was read as before.

    Raises ``Refused``.
    """
    prepared.problems = problems = Problems()
    prepared.needs_rendering, prepared.pictures = False, {}
    path, settings = prepared.found.path, prepared.settings
    reading = parse_file(prepared.content, path, settings, problems, circumstances)
    prepared.reading = reading
    rendered = prepared.rendered = _render(prepared, reading, settings)
    # Here, because the process that stores need not load what tells scripts apart.
    # Nor need it make what the search holds, which takes as long as all it has to do.
    values = reading.values
    prepared.has_other_script = any_in_other_script(
        (*(values[name] for name in Article.CONVERTED), reading.body),
        values["language"],
    )
    prepared.document = _document(prepared, reading, rendered)
    _report_shortcodes(rendered, reading, problems)


def _file_time(found: DiscoveredFile) -> datetime | None:
    """When the file was last written; None for a moment that no calendar has."""
    try:
        return _EPOCH + timedelta(microseconds=found.mtime_ns // 1000)
    except OverflowError:
        return None


def _render(
    prepared: Prepared, reading: ParsedFile, settings: ArchiveSettings
) -> Rendered:
    def note_image(address: str) -> ImageData | None:
        if is_local(address):
            prepared.needs_rendering = True
            prepared.pictures[address] = None
        return None

    def note_link(address: str) -> str | None:
        prepared.needs_rendering |= is_local(address)
        return None

    math = reading.values["mathjax"]
    return render(
        reading.body,
        summary=reading.values["summary"],
        language=reading.values["language"],
        math=settings.math if math is None else math,
        resolve_image=note_image,
        resolve_link=note_link,
    )


def _document(prepared: Prepared, reading: ParsedFile, rendered: Rendered) -> str:
    """As an article of the file will have it, its tags spelled as the file does."""
    article = Article()
    set_columns(article, reading)
    fill_derived(article, rendered, has_other_script=prepared.has_other_script)
    tags = [(0, name) for name in reading.values["tags"]]
    return search.make_document(article, search.ArticleRelations(tags=tags))


def _report_shortcodes(
    rendered: Rendered, reading: ParsedFile, problems: Problems
) -> None:
    for name in dict.fromkeys(rendered.unknown_shortcodes):
        found = re.search(rf"\{{(?:\{{[<%-]?|%-?)\s*{re.escape(name)}\b", reading.body)
        line = (
            reading.body_line + reading.body.count("\n", 0, found.start())
            if found
            else 0
        )
        problems.warn(
            "unknown-shortcode",
            line,
            f"No shortcode is called “{name}”: readers see it as it was typed.",
        )


def is_local(address: str) -> bool:
    """Whether an address in a body leads into the archive, and not into the text."""
    return bool(address) and address[0] != "#" and images.is_local(address)


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
