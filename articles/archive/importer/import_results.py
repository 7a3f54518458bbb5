"""The results of an import, one for each file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from articles.archive.importer.site_reports import SiteReport
from articles.archive.problems import Level, NotAnArticle, Problem, Problems, Refused
from articles.link_targets import meant_path
from articles.models import Article


class ImportAction(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    MERGED = "merged"
    CONFLICT = "conflict"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True)
class LiftedFooter:
    """An attribution footer taken out of a text: its source's label, and the pattern that
    other files' footers share."""

    source: str
    pattern: str


@dataclass(frozen=True)
class TextLanguage:
    """The language that is configured for a text of the archive at that root, and the one
    that it plainly shows instead, if any."""

    root: Path
    configured: str
    shown: str


@dataclass(frozen=True)
class SiteProblem:
    """A problem of a whole archive: of a file of its configuration, or of its root."""

    path: Path
    problem: Problem


@dataclass(frozen=True)
class FieldChange:
    """The value of an article's field now, and the one that an import would give it,
    as JSON holds them."""

    field: str
    here: Any
    there: Any


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The result of importing one file."""

    path: Path
    action: ImportAction
    problems: tuple[Problem, ...] = ()
    article_id: int | None = None
    fields: tuple[str, ...] = ()  # That changed in an article stored before.
    open_links: tuple[str, ...] = ()  # To texts that may yet come in, as written.
    missing_links: tuple[str, ...] = ()  # The paths that such links lead to.
    lifted: LiftedFooter | None = None
    language: TextLanguage | None = None
    changes: tuple[FieldChange, ...] = ()  # In a dry run: the fields with their values.

    @property
    def is_done(self) -> bool:
        """True if everything asked for was done."""
        return all(problem.level is not Level.ERROR for problem in self.problems)


@dataclass
class Tally:
    """The files of an import, counted by action, by codes of problems and by footers; and
    the links to each path that leads nowhere, with the first file that has one."""

    actions: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    lifted: Counter[LiftedFooter] = field(default_factory=Counter)
    missing_links: Counter[str] = field(default_factory=Counter)
    first_with: dict[str, Path] = field(default_factory=dict)

    def note(self, result: ImportResult) -> None:
        self.actions[result.action] += 1
        self.codes.update(problem.code for problem in result.problems)
        self.lifted.update(filter(None, [result.lifted]))
        self.missing_links.update(result.missing_links)
        for target in result.missing_links:
            self.first_with.setdefault(target, result.path)

    def note_site(self, report: SiteReport) -> None:
        self.codes += report.codes


def with_missing_links(
    result: ImportResult, addresses: Sequence[str], place: str
) -> ImportResult:
    """Note the links of a file that lead nowhere; ``place`` is its own in the archive."""
    notes = [
        Problem(Level.NOTE, "missing-link", 0, f"{address} leads to nothing here.")
        for address in addresses
    ]
    return replace(
        result,
        problems=(*result.problems, *notes),
        open_links=(),
        missing_links=tuple(meant_path(address, place) for address in addresses),
    )


def deleted_here(path: Path) -> ImportResult:
    """Return the result for a file whose article or list page an editor deleted."""
    message = "Deleted here; --restore-deleted brings it back."
    note = Problem(Level.NOTE, "deleted-here", 0, message)
    return ImportResult(path, ImportAction.SKIPPED, (note,))


def left_alone(path: Path, killed: Article | None) -> ImportResult:
    """Return the result for a file whose article the desk killed; None: deleted."""
    if killed is None:
        return deleted_here(path)
    note = Problem(Level.NOTE, "killed-here", 0, "Killed here: nothing changes it.")
    return ImportResult(path, ImportAction.SKIPPED, (note,))


def refused_result(path: Path, refused: Refused, problems: Problems) -> ImportResult:
    """Return the result for a refused file; one that is no article failed in nothing."""
    if isinstance(refused, NotAnArticle):
        return ImportResult(path, ImportAction.SKIPPED, (refused.problem,))
    found = (*problems.found, refused.problem)
    return ImportResult(path, ImportAction.FAILED, found)
