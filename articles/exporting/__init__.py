"""Give the archive back: every article and list's page as a Hugo file, byte for byte
where unchanged.

``export_articles`` yields an ``Outcome`` per file; commands only report. The modules
build on one another in this order: ``rereading`` (the importer's reading) →
``outcomes`` → ``texts`` (bytes and lines), ``moments``, ``brackets`` → ``spans`` with an
editor per format (``yaml_text``, ``toml_text``, ``json_text``, ``line_text``), ``mending``
→ ``header`` → ``facts`` (what changed) → ``wishes``, ``bodies`` → ``fresh`` → ``editing``
(pure so far) → ``gathering``, ``list_pages``, ``beside``, ``tree`` → ``export``.
"""

from __future__ import annotations

from articles.exporting.export import BORN_HERE, export_articles
from articles.exporting.outcomes import Action, CannotExport, Kind, Outcome
from articles.exporting.rereading import Level, Problem

__all__ = [
    "BORN_HERE",
    "Action",
    "CannotExport",
    "Kind",
    "Level",
    "Outcome",
    "Problem",
    "export_articles",
]
