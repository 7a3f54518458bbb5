"""A legacy file, parsed: fields, body, attribution footer, language and addresses.

No database: ``importer`` decides what becomes of the result.
"""

from __future__ import annotations

from articles.archive.reader.footer_patterns import Ending, digest_of, endings
from articles.archive.reader.parsed_file import (
    ArchiveSettings,
    FileContext,
    ParseContext,
    ParsedFile,
    parse_file,
)

__all__ = [
    "ArchiveSettings",
    "Ending",
    "FileContext",
    "ParseContext",
    "ParsedFile",
    "digest_of",
    "endings",
    "parse_file",
]
