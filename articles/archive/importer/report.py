"""The record of an import: for the admin, and as a file for scripts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from django.utils import timezone

from articles.archive.importer.import_results import (
    ImportResult,
    LiftedFooter,
    SiteProblem,
    Tally,
)
from articles.archive.importer.site_reports import SiteReport
from articles.archive.problems import Level, Problem
from articles.models import ImportRun

SHOWN_PROBLEMS = 200
SHOWN_PATTERNS = 500
REPORT_VERSION = 1


def footers_as_data(
    lifted: Counter[LiftedFooter], most: int | None = None
) -> list[dict[str, str | int]]:
    """Return each footer pattern with its count, the most frequent first."""
    return [
        {"source": footer.source, "pattern": footer.pattern, "count": count}
        for footer, count in lifted.most_common(most)
    ]


def missing_links_as_data(
    tally: Tally, most: int | None = None
) -> list[dict[str, str | int]]:
    """Return each path that links lead to in vain, the most frequent first."""
    return [
        {"target": target, "count": count, "file": _shown(tally.first_with[target])}
        for target, count in tally.missing_links.most_common(most)
    ]


class Recorder:
    """Keeps an ImportRun up to date while the results come in."""

    def __init__(self, paths: list[Path], *, resumes: bool = False) -> None:
        self.paths = paths
        self.resumes = resumes
        self.tally = Tally()

    @cached_property
    def run(self) -> ImportRun:
        """The row, made when the first result is asked for, or the one of the last run
        over these paths if that was killed and this run resumes it."""
        paths = [_shown(path) for path in self.paths]
        if self.resumes:
            last = ImportRun.objects.filter(paths=paths).order_by("pk").last()
            if last and last.finished_at is None:
                last.started_at = timezone.now()
                return last
        return ImportRun.objects.create(paths=paths)

    def note(self, result: ImportResult) -> None:
        self.tally.note(result)
        errors = (p for p in result.problems if p.level is Level.ERROR)
        self._keep(result.path, errors)

    def note_site(self, report: SiteReport) -> None:
        """Note what is left out of a site, for its editor to read with the errors."""
        self.tally.note_site(report)
        self._keep(report.path, report.problems)

    def note_site_problem(self, found: SiteProblem) -> None:
        """Keep a problem of a whole archive, which all its texts show."""
        self.tally.codes[found.problem.code] += 1
        self._keep(found.path, [found.problem])

    def _keep(self, path: Path, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if len(self.run.problems) < SHOWN_PROBLEMS:
                self.run.problems.append(
                    {
                        "path": _shown(path),
                        "code": problem.code,
                        "line": problem.line,
                        "message": problem.message,
                    }
                )

    def finish(self) -> None:
        self.run.actions, self.run.codes = (
            dict(self.tally.actions),
            dict(self.tally.codes),
        )
        self.run.closings = footers_as_data(self.tally.lifted, SHOWN_PATTERNS)
        self.run.missing_links = missing_links_as_data(self.tally, SHOWN_PATTERNS)
        self.run.finished_at = timezone.now()
        self.run.save()


def _shown(path: Path) -> str:
    """Return the path as text that any database takes, even if it is not UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode()


class Report:
    """A JSON file with one entry per file, written as they come, so memory stays flat.

    ``{"version": 1, "files": [{path, action, article, fields, problems}, …],
    "actions": {…}, "site": […], "archives": [{path, problems, outside}, …],
    "site_problems": […], "closings": [{source, pattern, count}, …], "missing_links":
    [{target, count, file}, …], "sources": […]}``; a problem is ``{level, code, line,
    message}``, a source a ``SourceLine``, a difference of the site-wide choices
    ``{choice, here, there}``. In a dry run, a file that would change something has
    ``changes`` too: ``[{field, here, there}, …]``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.site: list[dict[str, Any]] = []
        self.archives: list[dict[str, Any]] = []
        self.site_problems: list[SiteProblem] = []
        self.sources: list[dict[str, Any]] = []
        self.tally = Tally()

    def __enter__(self) -> Self:
        self.file: TextIO = self.path.open(
            # A name that is not UTF-8 comes out as JSON's own escapes.
            "w",
            encoding="utf-8",
            errors="backslashreplace",
        )
        self.file.write(f'{{"version": {REPORT_VERSION}, "files": [')
        return self

    def add(self, result: ImportResult) -> None:
        entry: dict[str, Any] = {
            "path": str(result.path),
            "action": result.action,
            "article": result.article_id,
            "fields": list(result.fields),
        }
        if result.changes:
            entry["changes"] = [asdict(change) for change in result.changes]
        entry["problems"] = [asdict(problem) for problem in result.problems]
        separator = ",\n" if self.tally.actions else "\n"
        self.tally.note(result)
        self.file.write(separator + json.dumps(entry, ensure_ascii=False))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        rest = {
            "actions": dict(self.tally.actions),
            "site": self.site,
            "archives": self.archives,
            "site_problems": [
                {"path": str(found.path), **asdict(found.problem)}
                for found in self.site_problems
            ],
            "closings": footers_as_data(self.tally.lifted),
            "missing_links": missing_links_as_data(self.tally),
            "sources": self.sources,
        }
        self.file.write(f"\n], {json.dumps(rest, ensure_ascii=False)[1:]}\n")
        self.file.close()
