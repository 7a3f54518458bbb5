"""The record of an import: for the admin, and as a file for scripts."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from django.utils import timezone

from articles.archive.importer.import_results import ImportResult, Lifted
from articles.archive.problems import Level
from articles.models import ImportRun

SHOWN_PROBLEMS = 200
SHOWN_PATTERNS = 500
REPORT_VERSION = 1


def closings_as_data(
    lifted: Counter[Lifted], most: int | None = None
) -> list[dict[str, str | int]]:
    """Each pattern of closing blocks with its count, the most frequent first."""
    return [
        {"source": one.source, "pattern": one.pattern, "count": count}
        for one, count in lifted.most_common(most)
    ]


class Recorder:
    """Keeps an ImportRun up to date while the outcomes come in."""

    def __init__(self, paths: list[Path], *, resumes: bool = False) -> None:
        self.paths = paths
        self.resumes = resumes
        self.actions: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()
        self.lifted: Counter[Lifted] = Counter()

    @cached_property
    def run(self) -> ImportRun:
        """The row, made when the first outcome is asked for, or the one of the last run
        over these paths if that was killed and this run resumes it."""
        paths = [_shown(path) for path in self.paths]
        if self.resumes:
            last = ImportRun.objects.filter(paths=paths).order_by("pk").last()
            if last and last.finished_at is None:
                last.started_at = timezone.now()
                return last
        return ImportRun.objects.create(paths=paths)

    def note(self, outcome: ImportResult) -> None:
        self.actions[outcome.action] += 1
        if outcome.lifted:
            self.lifted[outcome.lifted] += 1
        for problem in outcome.problems:
            self.codes[problem.code] += 1
            if problem.level is Level.ERROR and len(self.run.problems) < SHOWN_PROBLEMS:
                self.run.problems.append(
                    {
                        "path": _shown(outcome.path),
                        "code": problem.code,
                        "line": problem.line,
                        "message": problem.message,
                    }
                )

    def finish(self) -> None:
        self.run.actions, self.run.codes = dict(self.actions), dict(self.codes)
        self.run.closings = closings_as_data(self.lifted, SHOWN_PATTERNS)
        self.run.finished_at = timezone.now()
        self.run.save()


def _shown(path: Path) -> str:
    """As text that any database takes, where the name is not UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode()


def _changes(outcome: ImportResult) -> dict[str, list[dict[str, Any]]]:
    changes = [asdict(change) for change in outcome.changes]
    return {"changes": changes} if changes else {}


class Report:
    """A JSON file with one entry per file, written as they come: memory stays flat.

    ``{"version": 1, "files": [{path, action, article, fields, problems}, …],
    "actions": {…}, "site": […], "closings": [{source, pattern, count}, …]}``; a
    problem is ``{level, code, line, message}``, a difference of the site-wide choices
    ``{choice, here, there}``. Of a dry run, a file that would change something has
    ``changes`` too: ``[{field, here, there}, …]``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.site: list[dict[str, Any]] = []
        self.actions: Counter[str] = Counter()
        self.lifted: Counter[Lifted] = Counter()

    def __enter__(self) -> Self:
        self.file: TextIO = self.path.open(
            # A name that is not UTF-8 comes out as JSON's own escapes.
            "w",
            encoding="utf-8",
            errors="backslashreplace",
        )
        self.file.write(f'{{"version": {REPORT_VERSION}, "files": [')
        return self

    def add(self, outcome: ImportResult) -> None:
        entry: dict[str, Any] = {
            "path": str(outcome.path),
            "action": outcome.action,
            "article": outcome.article_id,
            "fields": list(outcome.fields),
            **_changes(outcome),
            "problems": [
                {"level": p.level, "code": p.code, "line": p.line, "message": p.message}
                for p in outcome.problems
            ],
        }
        separator = ",\n" if self.actions.total() else "\n"
        self.actions[outcome.action] += 1
        if outcome.lifted:
            self.lifted[outcome.lifted] += 1
        self.file.write(separator + json.dumps(entry, ensure_ascii=False))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        rest = {
            "actions": dict(self.actions),
            "site": self.site,
            "closings": closings_as_data(self.lifted),
        }
        self.file.write(f"\n], {json.dumps(rest, ensure_ascii=False)[1:]}\n")
        self.file.close()
