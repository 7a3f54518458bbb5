"""The transaction in which articles are stored, and the order of its locks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from articles import search
from articles.models import content_change

_locked_indexes: ContextVar[Sequence[int] | None] = ContextVar(
    "locked_indexes", default=None
)


@contextmanager
def transaction() -> Iterator[Sequence[int]]:
    """Open a transaction that may store articles; yield the numbers of the indexes.

    The lock of the search index is taken first, before any row is locked or changed, so
    that no two who store articles come to wait for each other. Within another
    ``transaction()`` nothing is locked again. Its last statement gives what readers see a
    new version. Works as a decorator too.
    """
    with content_change():
        indexes = _locked_indexes.get()
        if indexes is not None:
            yield indexes
            return
        token = _locked_indexes.set(search.lock_index())
        try:
            yield _locked_indexes.get() or ()
        finally:
            _locked_indexes.reset(token)
