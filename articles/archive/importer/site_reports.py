"""Report what an import leaves out of a site: settings, and files outside its content."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from articles.archive import hexo
from articles.archive.hugo import Configuration, ignored_settings
from articles.archive.importer.discover import ENDINGS, NOT_CONTENT, is_around_content
from articles.archive.problems import Level, Problem

# Programs that built the site, not the site.
_NOT_LOOKED_AT = frozenset({"node_modules", "vendor"})


@dataclass(frozen=True)
class SiteReport:
    """What an import leaves out of the site at a path, its configuration's or folder's.

    ``outside`` counts the texts that were not looked at, by the site's folders.
    """

    path: Path
    problems: tuple[Problem, ...] = ()
    outside: Mapping[str, int] = field(default_factory=dict)

    @property
    def codes(self) -> Counter[str]:
        """Counts by code, as of the files' problems."""
        codes = Counter(problem.code for problem in self.problems)
        return codes | Counter({"outside-content": sum(self.outside.values())})

    def as_data(self) -> dict[str, Any]:
        return {
            "path": str(self.path),
            "problems": [problem.as_data() for problem in self.problems],
            "outside": dict(self.outside),
        }


def site_report(root: Path, asked: Iterable[Path]) -> SiteReport | None:
    """Report on the site of an archive's root; None if nothing is left out.

    Files outside its content are counted if one of the ``asked`` paths is around them.
    Raises ``BadConfiguration``.
    """
    path, problems = root, []
    if found := ignored_settings(root):
        path, ignored = found
        for setting in ignored:
            message = f"“{setting.name}” is not followed: {setting.effect}."
            problems.append(Problem(Level.WARNING, "ignored-setting", 0, message))
    site = root.parent if root.name == hexo.SOURCE else root
    is_whole = any(site.resolve().is_relative_to(named.resolve()) for named in asked)
    outside = _outside(site, root) if is_whole else {}
    if outside:
        folders = ", ".join(f"{name} ({count:,})" for name, count in outside.items())
        message = f"Texts outside the content were not looked at: {folders}."
        problems.append(Problem(Level.NOTE, "outside-content", 0, message))
    return SiteReport(path, tuple(problems), outside) if problems else None


def _outside(site: Path, root: Path) -> dict[str, int]:
    """Count the texts in the folders that ``discover`` passes over."""
    content = Configuration.folders_at(root)
    if not (content or is_around_content(site)):
        return {}
    counts: Counter[str] = Counter()
    for folder, names, files in os.walk(site):
        place = os.path.relpath(folder, site)
        first = place.partition("/")[0]
        names[:] = [
            name
            for name in sorted(names)
            if not (name.startswith(".") or name in _NOT_LOOKED_AT)
            and (
                os.path.normpath(f"{place}/{name}") not in content
                if content
                else place != "." or name in NOT_CONTENT
            )
        ]
        if content or place != ".":
            texts = (name for name in files if name.lower().endswith(ENDINGS))
            counts[first] += sum(not name.startswith(".") for name in texts)
    return dict((+counts).most_common())
