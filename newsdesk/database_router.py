"""Send each query to its database: what readers are shown may come from a replica."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_alias: ContextVar[str] = ContextVar("alias", default=DEFAULT_DB_ALIAS)


class ReplicaRouter:
    """Read from where ``reading_from`` says, and write to the primary."""

    def db_for_read(self, _model: object, **_hints: object) -> str:
        return reading_alias()

    def db_for_write(self, _model: object, **_hints: object) -> str:
        return DEFAULT_DB_ALIAS

    def allow_relation(self, *_objects: object, **_hints: object) -> bool:
        return True  # They are all of one database.

    def allow_migrate(self, alias: str, *_app: object, **_hints: object) -> bool:
        return alias == DEFAULT_DB_ALIAS


@contextmanager
def reading_from(alias: str) -> Iterator[None]:
    """Have what is read meanwhile, in this thread, come from that database."""
    token = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(token)


def reading_alias() -> str:
    """Return the database to read from: the primary where a transaction writes."""
    return DEFAULT_DB_ALIAS if connection.in_atomic_block else _alias.get()


def reading_connection() -> BaseDatabaseWrapper:
    """Return the connection for a statement written by hand that only reads."""
    found: Any = connections[reading_alias()]
    return found  # type: ignore[no-any-return]
