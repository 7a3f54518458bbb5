"""Bring files of a legacy archive into the newsroom, one article per file.

``import_paths`` finds the files and yields an ``Outcome`` for each; commands only
report. From bytes to rows the modules build on one another in this order:
``outcomes``, ``texts`` → ``plausibility`` → ``decoding``; ``documents``, ``repairs``,
``yaml_values`` → ``front_matter``; ``dates``, ``languages`` → ``names``, ``keys`` →
``fields``; ``opening``, ``closing``, ``plain`` → ``reading`` (pure so far) →
``discovery``, ``storing`` → ``archive``.
"""

from __future__ import annotations

from articles.importing.archive import import_paths
from articles.importing.outcomes import Action, Level, Outcome, Problem

__all__ = ["Action", "Level", "Outcome", "Problem", "import_paths"]
