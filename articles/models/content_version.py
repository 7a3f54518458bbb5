"""The number that grows with every change of what readers see.

Pages are kept under the number that was read before they were made, so that nothing need
know which page a change shows on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest

_WRITES = {"INSERT", "UPDATE", "DELETE"}


class ContentVersion(models.Model):
    """One row: the version of what readers see, and the last that took something away.

    Pages of an earlier version than ``hidden_at_version`` are never served. A version is a
    time in microseconds, or one more than the version before: a database that is restored
    from a backup never counts again what it counted before.
    """

    version = models.BigIntegerField(default=0)
    hidden_at_version = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="there_is_one_content_version"
            )
        ]

    def __str__(self) -> str:
        return str(self.version)


@dataclass
class _Change:
    """A change of what readers see, while it is being made."""

    hides: bool = False
    has_written: bool = False

    def watch(self, execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """Run a statement, as ``connection.execute_wrapper`` asks; note a write."""
        if sql.lstrip()[:6].upper() in _WRITES:
            self.has_written = True
        return execute(sql, *rest)


_change: ContextVar[_Change | None] = ContextVar("content_change", default=None)


@contextmanager
def content_change() -> Iterator[None]:
    """Open a transaction that changes what readers see, outside of an article's row.

    If anything was written, its last statement gives the content a new version, once for
    all that are nested, so that nobody who waits for that row holds up another who has yet
    to lock something.
    ``publishing.transaction()`` is one too. Works as a decorator.
    """
    with transaction.atomic():
        if _change.get() is not None:
            yield
            return
        change = _Change()
        token = _change.set(change)
        try:
            with connection.execute_wrapper(change.watch):
                yield
            if change.has_written or change.hides:
                _renew_version(change)
        finally:
            _change.reset(token)


def hide_at_once() -> None:
    """Let no kept page of before be served after this change, which takes from readers."""
    change = _change.get()
    assert change is not None, "Nothing is hidden outside of a content_change()."  # noqa: S101
    change.hides = True


def is_content_changing() -> bool:
    """Tell whether a ``content_change()`` is open here; the tests' guard asks it."""
    return _change.get() is not None


def _renew_version(change: _Change) -> None:
    now = time.time_ns() // 1000
    number = Greatest(F("version") + 1, Value(now))
    values = {"version": number}
    if change.hides:
        values["hidden_at_version"] = number
    if not ContentVersion.objects.filter(pk=1).update(**values):
        ContentVersion.objects.create(pk=1, version=now, hidden_at_version=now)
