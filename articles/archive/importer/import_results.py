"""The result of importing one file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from articles.archive.problems import Level, NotAnArticle, Problem, Problems, Refused


class ImportAction(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    MERGED = "merged"
    CONFLICT = "conflict"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class Lifted:
    """A closing block taken out of a text: whose it is, and what other files' blocks
    have in common with it."""

    source: str
    pattern: str


@dataclass(frozen=True)
class Change:
    """What a field of an article is and what an import would make of it: values as
    JSON holds them."""

    field: str
    here: Any
    there: Any


@dataclass(frozen=True, slots=True)
class ImportResult:
    path: Path
    action: ImportAction
    problems: tuple[Problem, ...] = ()
    article_id: int | None = None
    fields: tuple[str, ...] = ()  # What changed in an article that was there.
    has_open_links: bool = False  # To texts that may yet come in.
    lifted: Lifted | None = None
    changes: tuple[Change, ...] = ()  # Of a dry run: the fields with their values.

    @property
    def is_done(self) -> bool:
        """Whether everything asked for was done."""
        return all(problem.level is not Level.ERROR for problem in self.problems)


def deleted_here(path: Path) -> ImportResult:
    """For a file whose article or page of a list an editor deleted."""
    message = "Deleted here; --restore-deleted brings it back."
    note = Problem(Level.NOTE, "deleted-here", 0, message)
    return ImportResult(path, ImportAction.SKIPPED, (note,))


def refused_result(path: Path, refused: Refused, problems: Problems) -> ImportResult:
    """Return the result for a refused file; one that is no article failed in nothing."""
    if isinstance(refused, NotAnArticle):
        return ImportResult(path, ImportAction.SKIPPED, (refused.problem,))
    found = (*problems.found, refused.problem)
    return ImportResult(path, ImportAction.FAILED, found)
