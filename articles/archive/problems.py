"""Problems of a legacy file: one line each for a person, with a stable code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a problem matters: an error was not done as asked; a warning was, and an
    editor should look at it; a note tells of a decision and is only counted on screen."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """One line for a person: a stable code, the line in the file (0 means the whole
    file), and how to solve it."""

    level: Level
    code: str
    line: int
    message: str

    def as_data(self) -> dict[str, str | int]:
        """Return the problem as the report and the imported file keep it."""
        return asdict(self)


class Refused(Exception):
    """The file cannot become an article; ``problem`` says why."""

    def __init__(self, code: str, line: int, message: str) -> None:
        # All arguments: another process makes the exception again from them.
        super().__init__(code, line, message)
        self.problem = Problem(Level.ERROR, code, line, message)

    def __str__(self) -> str:
        return self.problem.message


class NotAnArticle(Refused):
    """The file is left out on purpose, and nothing is wrong."""

    def __init__(self, message: str) -> None:
        Exception.__init__(self, message)
        self.problem = Problem(Level.NOTE, "not-an-article", 0, message)


class Problems:
    """The problems of one file, gathered while it is read and stored."""

    def __init__(self, found: Iterable[Problem] = ()) -> None:
        self.found = list(found)

    def as_data(self) -> list[dict[str, str | int]]:
        """Return the problems as the report and the imported file keep them."""
        return [problem.as_data() for problem in self.found]

    def error(self, code: str, line: int, message: str) -> None:
        self.found.append(Problem(Level.ERROR, code, line, message))

    def warn(self, code: str, line: int, message: str) -> None:
        self.found.append(Problem(Level.WARNING, code, line, message))

    def note(self, code: str, line: int, message: str) -> None:
        self.found.append(Problem(Level.NOTE, code, line, message))
