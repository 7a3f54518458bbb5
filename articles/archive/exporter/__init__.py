"""Export the archive: every article and list page as a Hugo file.

Unchanged files keep their bytes; of an edited one only the lines that differ are new.
``export_articles`` yields an ``ExportResult`` per file; commands only report.
"""

from __future__ import annotations

from articles.archive.exporter.export import export_articles
from articles.archive.exporter.export_results import (
    CannotExport,
    ExportAction,
    ExportResult,
    FileKind,
)

__all__ = [
    "CannotExport",
    "ExportAction",
    "ExportResult",
    "FileKind",
    "export_articles",
]
