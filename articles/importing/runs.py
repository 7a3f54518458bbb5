"""The record of an import: for the admin, and as a file for scripts."""

from __future__ import annotations

import json
from collections import Counter
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from django.utils import timezone

from articles.importing.outcomes import Level, Outcome
from articles.models import ImportRun

SHOWN_PROBLEMS = 200
REPORT_VERSION = 1


class Recorder:
    """Keeps an ImportRun up to date while the outcomes come in."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        self.actions: Counter[str] = Counter()
        self.codes: Counter[str] = Counter()

    @cached_property
    def run(self) -> ImportRun:
        """The row, made when the first outcome is asked for."""
        return ImportRun.objects.create(paths=[str(path) for path in self.paths])

    def note(self, outcome: Outcome) -> None:
        self.actions[outcome.action] += 1
        for problem in outcome.problems:
            self.codes[problem.code] += 1
            if problem.level is Level.ERROR and len(self.run.problems) < SHOWN_PROBLEMS:
                self.run.problems.append(
                    {
                        "path": str(outcome.path),
                        "code": problem.code,
                        "line": problem.line,
                        "message": problem.message,
                    }
                )

    def finish(self) -> None:
        self.run.actions, self.run.codes = dict(self.actions), dict(self.codes)
        self.run.finished_at = timezone.now()
        self.run.save()


class Report:
    """A JSON file with one entry per file, written as they come: memory stays flat.

    ``{"version": 1, "files": [{path, action, article, fields, problems}, …],
    "actions": {…}, "site": […]}``; a problem is ``{level, code, line, message}``, a
    difference of the site-wide choices ``{choice, here, there}``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.site: list[dict[str, Any]] = []
        self.actions: Counter[str] = Counter()

    def __enter__(self) -> Self:
        self.file: TextIO = self.path.open("w", encoding="utf-8")
        self.file.write(f'{{"version": {REPORT_VERSION}, "files": [')
        return self

    def add(self, outcome: Outcome) -> None:
        entry: dict[str, Any] = {
            "path": str(outcome.path),
            "action": outcome.action,
            "article": outcome.article_id,
            "fields": list(outcome.fields),
            "problems": [
                {"level": p.level, "code": p.code, "line": p.line, "message": p.message}
                for p in outcome.problems
            ],
        }
        separator = ",\n" if self.actions.total() else "\n"
        self.actions[outcome.action] += 1
        self.file.write(separator + json.dumps(entry, ensure_ascii=False))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        rest = {"actions": dict(self.actions), "site": self.site}
        self.file.write(f"\n], {json.dumps(rest, ensure_ascii=False)[1:]}\n")
        self.file.close()
