"""Problems of a legacy file: one line each for a person, with a stable code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """An error was not done as asked; a warning was, and wants a look; a note says
    what was done on purpose and is only counted on screen."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Problem:
    """One line for a person: a stable code, the line in the file (0: the whole
    file), and what to do."""

    level: Level
    code: str
    line: int
    message: str


class Refused(Exception):
    """The file cannot become an article. Carries the problem that says why."""

    def __init__(self, code: str, line: int, message: str) -> None:
        # All of it, because that is what another process makes it of again.
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
    """Gathers what there is to say about one file while it is read."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def as_data(self) -> list[dict[str, str | int]]:
        """As the report and the original keep them."""
        return [
            {"level": p.level, "code": p.code, "line": p.line, "message": p.message}
            for p in self.found
        ]

    def error(self, code: str, line: int, message: str) -> None:
        self.found.append(Problem(Level.ERROR, code, line, message))

    def warn(self, code: str, line: int, message: str) -> None:
        self.found.append(Problem(Level.WARNING, code, line, message))

    def note(self, code: str, line: int, message: str) -> None:
        self.found.append(Problem(Level.NOTE, code, line, message))
