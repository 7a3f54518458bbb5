"""A legacy file, parsed: fields, body, attribution footer, language and addresses.

``parsed_file`` takes the steps: ``headerless`` texts, ``written_language``,
``leading_title``, and the ``attribution_footer``, recognised by ``notices``,
``footer_patterns`` and the ``closing_blocks`` that editors named. No database: ``importer`` decides what becomes of the result.
"""

from __future__ import annotations

from articles.archive.reader.attribution_footer import AttributionFooter
from articles.archive.reader.closing_blocks import ClosingBlock
from articles.archive.reader.footer_patterns import (
    FooterCandidate,
    digest_of,
    footer_candidates,
    pattern_of,
)
from articles.archive.reader.letters import OTHER_LATIN
from articles.archive.reader.parse_context import (
    ArchiveSettings,
    ParseContext,
    ParsedFile,
)
from articles.archive.reader.parsed_file import FileContext, parse_file

__all__ = [
    "OTHER_LATIN",
    "ArchiveSettings",
    "AttributionFooter",
    "ClosingBlock",
    "FileContext",
    "FooterCandidate",
    "ParseContext",
    "ParsedFile",
    "digest_of",
    "footer_candidates",
    "parse_file",
    "pattern_of",
]
