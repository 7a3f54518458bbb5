"""The rows of imported files: how their bytes were parsed, and what they were then."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from django.conf import settings

from articles.archive.hugo import Configuration
from articles.archive.importer.prepare import PreparedFile
from articles.archive.problems import Refused
from articles.archive.reader import (
    ArchiveSettings,
    FileContext,
    ParseContext,
    ParsedFile,
    digest_of,
    pattern_of,
)
from articles.models import ArchivedFile, ImportedFile


def stamp(imported_file: ArchivedFile, file: PreparedFile) -> None:
    """Make the imported file what the file in the archive is now."""
    imported_file.configuration_id = file.settings.configuration_id
    imported_file.size = file.discovered.size
    imported_file.changed_at_ns = file.discovered.mtime_ns
    imported_file.content, imported_file.digest = file.content, file.digest
    imported_file.encoding = file.parsed.encoding
    imported_file.warnings = file.problems.as_data()
    if isinstance(imported_file, ImportedFile):
        used, footer = file.parsed.used, file.parsed.footer
        imported_file.footer = used.recorded
        imported_file.notice = notice_digest(footer.disclaimer if footer else "")
        imported_file.file_time = used.file_time


def notice_digest(notices: str) -> str:
    """Return the key of a file's notices, the same in either script; empty for none."""
    return digest_of(pattern_of(notices)) if notices.strip() else ""


def default_settings() -> ArchiveSettings:
    """Return how a file of no archive is parsed."""
    return ArchiveSettings(Configuration(settings.TIME_ZONE))


def settings_then(imported_file: ArchivedFile) -> ArchiveSettings:
    """Return how the file was parsed at its last import."""
    row = imported_file.configuration
    if row is None:
        return replace(default_settings(), archive=imported_file.archive)
    configuration = Configuration.from_data(row.data)
    return ArchiveSettings(
        configuration, imported_file.archive, configuration_id=row.pk
    )


def context_then(imported_file: ArchivedFile) -> FileContext:
    """Return the file's place, with all that decides how it was parsed there."""
    context = ParseContext()
    if isinstance(imported_file, ImportedFile):  # From a list page nothing is lifted.
        context = ParseContext(
            file_time=imported_file.file_time, recorded=imported_file.footer
        )
    path = PurePosixPath(imported_file.path)
    return FileContext(
        imported_file.archive, path, settings_then(imported_file), context
    )


def parsed_then(imported_file: ArchivedFile) -> ParsedFile | None:
    """Parse the bytes of the last import as that did; None if an earlier version could
    parse what this one refuses."""
    try:
        return context_then(imported_file).parse(imported_file.content)
    except Refused:
        return None
