"""A legacy file, parsed: fields, body, attribution footer, language and addresses.

``parsed_file`` takes the steps: ``headerless`` texts, ``written_language``,
``leading_title``, and the ``attribution_footer``, recognised by ``footer_patterns``. No
database: ``importer`` decides what becomes of the result.
"""

from __future__ import annotations

from articles.archive.reader.footer_patterns import (
    FooterCandidate,
    digest_of,
    footer_candidates,
)
from articles.archive.reader.parsed_file import (
    ArchiveSettings,
    FileContext,
    ParseContext,
    ParsedFile,
    parse_file,
)

__all__ = [
    "ArchiveSettings",
    "FileContext",
    "FooterCandidate",
    "ParseContext",
    "ParsedFile",
    "digest_of",
    "footer_candidates",
    "parse_file",
]
