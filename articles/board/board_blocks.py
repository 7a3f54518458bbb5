"""A block of the board, and the lines in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.timesince import timesince
from django.utils.translation import gettext

from articles.rights import Right

# What a block shows; it counts a little further, and says "99+" beyond.
SHOWN = 8
COUNTED = 100


@dataclass(frozen=True)
class Line:
    """One thing to do, with who did something to it last, and when."""

    title: str
    url: str
    at: datetime | None = None
    person: str = ""
    note: str = ""

    @property
    def age(self) -> str:
        """The time since then, in one unit."""
        if self.at is None or timezone.now() - self.at < timedelta(minutes=1):
            return gettext("just now") if self.at else ""
        return gettext("%(age)s ago") % {"age": timesince(self.at, depth=1)}


@dataclass(frozen=True)
class Block:
    """Things of one kind that wait for this person, with the way to all of them.

    ``tells`` says how a line tells its time: by its age, or the ``hour`` or the ``moment``
    itself. An alarm stands on top until somebody takes it.
    """

    key: str
    title: str | Promise
    url: str
    lines: Sequence[Line]
    tells: str = "age"
    is_alarm: bool = False

    @property
    def shown(self) -> Sequence[Line]:
        return self.lines[:SHOWN]

    @property
    def count(self) -> str:
        return str(len(self.lines)) if len(self.lines) < COUNTED else f"{COUNTED - 1}+"


# The blocks of a board in their order, by the highest right that a person holds.
_CHIEF = (
    *("failed", "missed", "marked", "approved", "in_review", "returned", "checks"),
    *("revivals", "held", "timed", "changing", "reports", "comments", "behind"),
    *("today", "conflicts", "ambiguities", "corrections", "mine", "stale"),
)
_EDITOR = (
    *("marked", "in_review", "returned", "held", "today", "ambiguities", "conflicts"),
    *(
        "reports",
        "comments",
        "behind",
        "timed",
        "changing",
        "mine",
        "corrections",
        "stale",
    ),
)
_REPORTER = (
    *("marked", "returned", "mine", "today", "timed", "changing", "comments"),
    *("corrections", "stale"),
)
ORDERS = {Right.PUBLISH: _CHIEF, Right.APPROVE: _EDITOR, Right.WRITE: _REPORTER}
