"""The results of an export, one for each file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from articles.archive.problems import Level, Problem


class FileKind(StrEnum):
    """The origin of a file's bytes."""

    ORIGINAL = "original"  # As it was imported, byte for byte.
    EDITED = "edited"  # The original, with the lines that changed here.
    NEW = "new"  # Of an article that was born here.
    PICTURE = "picture"
    FILE = "file"  # Any other, such as a PDF.


class ExportAction(StrEnum):
    WRITTEN = "written"
    SAME = "same"  # The folder held these bytes already.
    DIFFERS = "differs"  # Seen by a check, which writes nothing.
    MISSING = "missing"
    FAILED = "failed"


@dataclass(frozen=True)
class ExportResult:
    """One file: its place below the folder, and the action."""

    path: str
    kind: FileKind
    action: ExportAction
    problems: tuple[Problem, ...] = ()

    @property
    def is_done(self) -> bool:
        """True if everything asked for was done; a check asks for sameness."""
        return self.action in {ExportAction.WRITTEN, ExportAction.SAME} and all(
            problem.level is not Level.ERROR for problem in self.problems
        )


class CannotExport(Exception):
    """The file cannot be written, for the reason in ``problem``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.problem = Problem(Level.ERROR, code, 0, message)


class CannotEdit(Exception):
    """The text has a form that the editor at hand does not know: try another way."""
