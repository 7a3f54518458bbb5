"""Bring files of a legacy archive into the newsroom: an article, or a list's page, each.

``import_paths`` finds the files and yields an ``Outcome`` for each; commands only
report. From bytes to rows the modules build on one another in this order:
``outcomes``, ``texts`` → ``plausibility`` → ``decoding``; ``documents``, ``repairs``,
``yaml_values`` → ``front_matter`` → ``cascades``; ``dates``, ``languages``,
``hugo_files`` → ``configuration`` → ``names``, ``addresses``, ``keys`` → ``fields``;
``endings`` → ``closing``; ``opening``, ``plain``, ``written_in`` → ``reading``; ``discovery`` →
``preparing`` (no database so far); ``evidence``; ``archives``, ``filling``,
``bringing``, ``sources`` → ``state``, ``merging`` → ``updating``, ``conflicts`` →
``storing``, ``list_pages``, ``runs`` → ``archive``. Beside them ``go_layouts`` →
``look`` → ``site_choices`` tell what a site's configuration chooses.
"""

from __future__ import annotations

from articles.importing.archive import Import, import_paths
from articles.importing.conflicts import resolve, said_now
from articles.importing.hugo_files import BadConfiguration, main_file
from articles.importing.outcomes import (
    Action,
    Change,
    Level,
    Lifted,
    Outcome,
    Problem,
)
from articles.importing.runs import Report
from articles.importing.site_choices import Comparison, apply, compare

__all__ = [
    "Action",
    "BadConfiguration",
    "Change",
    "Comparison",
    "Import",
    "Level",
    "Lifted",
    "Outcome",
    "Problem",
    "Report",
    "apply",
    "compare",
    "import_paths",
    "main_file",
    "resolve",
    "said_now",
]
