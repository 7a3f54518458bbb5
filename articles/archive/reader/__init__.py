"""A legacy file, parsed: fields, body, attribution footer, language and addresses.

No database: ``importer`` decides what becomes of the result.
"""

from __future__ import annotations

from articles.archive.reader.footer_patterns import Ending, digest_of, endings
from articles.archive.reader.parsed_file import Circumstances, Reading, Settings, read

__all__ = [
    "Circumstances",
    "Ending",
    "Reading",
    "Settings",
    "digest_of",
    "endings",
    "read",
]
