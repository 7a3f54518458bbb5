"""Export the archive: every article and list page as a Hugo file.

Unchanged files keep their bytes; of an edited one only the lines that differ are new.
``export_articles`` yields an ``ExportResult`` per file; commands only report.

``edited_file`` finds what an article changed in its file. ``header`` edits front matter by
the editor of its format, ``body`` the text below. ``new_file`` makes the files of articles
that were born here, ``list_page_files`` those of list pages, and ``tree`` writes them.
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
