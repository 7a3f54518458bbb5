"""Import files of a legacy archive: each becomes an article or a list page.

``import_paths`` finds the files and yields an ``ImportResult`` for each; commands only
report. ``run`` takes the steps: ``discover`` → ``footer_samples``, the footers that many
files share → ``prepare`` (no database, in worker processes) → ``store`` new files and
``store_list_pages``, ``update`` changed ones, which ``archive.fields`` merges → ``report``.
``source_report`` sums up the sources found, ``closing_lines`` shows how files of one end.
``conflicts`` decides later what the archive and an editor both changed.
``samples`` takes the archive away that a new site is filled with.
"""

from __future__ import annotations

from articles.archive.importer.closing_lines import (
    closing_lines,
    count_endings,
)
from articles.archive.importer.conflicts import current_value, resolve
from articles.archive.importer.import_results import (
    FieldChange,
    ImportAction,
    ImportResult,
    Tally,
)
from articles.archive.importer.imported_files import context_then, default_settings
from articles.archive.importer.report import Report
from articles.archive.importer.run import Import, import_paths
from articles.archive.importer.samples import (
    SAMPLE_ARCHIVE,
    RemovedSamples,
    remove_samples,
    sample_articles,
)
from articles.archive.importer.site_reports import SiteReport
from articles.archive.importer.site_settings import (
    SiteComparison,
    apply_site_settings,
    compare_site_settings,
)
from articles.archive.importer.source_report import SourceLine, sources_of

__all__ = [
    "SAMPLE_ARCHIVE",
    "FieldChange",
    "Import",
    "ImportAction",
    "ImportResult",
    "RemovedSamples",
    "Report",
    "SiteComparison",
    "SiteReport",
    "SourceLine",
    "Tally",
    "apply_site_settings",
    "closing_lines",
    "compare_site_settings",
    "context_then",
    "count_endings",
    "current_value",
    "default_settings",
    "import_paths",
    "remove_samples",
    "resolve",
    "sample_articles",
    "sources_of",
]
