"""Keep what an editor types, until it is saved or discarded.

Browsers send it every few seconds. Such a write must not wait behind an import: it gives up
after 200 ms, and the browser tries again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction as database_transaction
from django.utils import timezone

from articles.models import Article, Buffer, Revision

# The longest text that may be saved, and as much again for everything else.
MAX_BUFFER = 2_000_000
_WAIT = 200  # Milliseconds.
_KEPT_FOR = timedelta(days=30)


class BufferTooLong(Exception):
    """More was typed than is kept."""


class KeepOutcome(StrEnum):
    KEPT = "kept"
    # The server does not have what the changes are to be applied to.
    WANTS_ALL = "wants_all"
    # The form was saved or discarded; what is typed later needs a new key.
    CLOSED = "closed"
    # Another window went on with the same form; this one needs a key of its own.
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Typed:
    """A message of a window: all fields, or those that changed since ``follows``.

    A field with an empty list of values is gone from the form.
    """

    form_key: str
    writer: str
    sequence: int
    follows: int
    article: int | None
    base: int | None
    is_whole: bool
    fields: Mapping[str, Sequence[str]]
    field: str
    caret: int


@contextmanager
def brief_transaction() -> Iterator[None]:
    """Open a transaction that raises ``OperationalError`` instead of waiting long."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if is_sqlite:
            cursor.execute("PRAGMA busy_timeout")
            (usual,) = cursor.fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {_WAIT}")
        try:
            with database_transaction.atomic():
                if not is_sqlite:
                    cursor.execute(f"SET LOCAL lock_timeout = {_WAIT}")
                yield
        finally:
            if is_sqlite:
                cursor.execute(f"PRAGMA busy_timeout = {usual}")


def keep_buffer(typed: Typed, *, by: User) -> KeepOutcome:
    """Store what a window sends, unless a newer request came first.

    Raises ``BufferTooLong``, and ``OperationalError`` if the database is busy.
    """
    with brief_transaction():
        rows = Buffer.objects.select_for_update()
        buffer = rows.filter(user=by, form_key=typed.form_key).first()
        if buffer is None:
            if not typed.is_whole:
                return KeepOutcome.WANTS_ALL
            _remove_old_buffers()
            buffer = Buffer(user=by, form_key=typed.form_key)
        elif buffer.writer == typed.writer and buffer.sequence >= typed.sequence:
            return KeepOutcome.KEPT
        elif buffer.is_closed:
            return KeepOutcome.CLOSED
        elif buffer.writer != typed.writer and buffer.sequence != typed.follows:
            return KeepOutcome.ELSEWHERE
        before = {} if typed.is_whole else buffer.fields
        _fill(buffer, typed, {**before, **typed.fields})
        buffer.save()
    return KeepOutcome.KEPT


def _fill(buffer: Buffer, typed: Typed, fields: Mapping[str, Any]) -> None:
    buffer.fields = {name: values for name, values in fields.items() if values}
    if sum(len(v) for values in buffer.fields.values() for v in values) > MAX_BUFFER:
        raise BufferTooLong
    for name in ("writer", "sequence", "field", "caret"):
        setattr(buffer, name, getattr(typed, name))
    # Both may have been deleted since the form was opened.
    article = Article.objects.filter(pk=typed.article or 0).only("pk").first()
    revisions = Revision.objects.filter(pk=typed.base or 0, article=article)
    buffer.article = article
    buffer.base = revisions.only("pk").first() if article else None


def _remove_old_buffers() -> None:
    """Remove what was left for a month. Called where a new one comes: that is often enough."""
    Buffer.objects.filter(updated_at__lt=timezone.now() - _KEPT_FOR).delete()


def forget_buffer(user: User, form_key: str) -> None:
    """Empty the buffer of a form that was saved or discarded; close it for late requests.

    Call it in the transaction of the save.
    """
    if form_key:
        emptied = {"fields": {}, "is_closed": True}
        new = {**emptied, "sequence": 0}
        Buffer.objects.update_or_create(
            user=user, form_key=form_key, defaults=emptied, create_defaults=new
        )
