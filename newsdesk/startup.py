"""Say in plain words why the site cannot start, instead of a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, InterfaceError, OperationalError

_UNREACHABLE = (
    "The database cannot be reached: {error}\n"
    "Look whether its server runs, and compare DATABASE_URL with its host, port, name and "
    "user; `manage.py doctor` says more."
)
_NO_TABLES = (
    "The database lacks a table or a column: {error}\nRun `manage.py migrate` first."
)


@contextmanager
def plain_errors() -> Iterator[None]:
    """End the process with status 1 and a line for a person where the set-up is at fault.

    Other errors are ours: they keep their traceback, as does any with ``--traceback``.
    """
    try:
        yield
    except (ImproperlyConfigured, DatabaseError, InterfaceError) as error:
        if "--traceback" in sys.argv or not (words := explain(error)):
            raise
        sys.exit(words)


def explain(error: Exception) -> str:
    """Return what to tell a person; empty for an error that is no matter of set-up."""
    said = str(error).strip()
    if isinstance(error, ImproperlyConfigured):
        return f"The settings are wrong: {said}"
    if "no such table" in said or "no such column" in said or _is_undefined(error):
        return _NO_TABLES.format(error=said)
    if "invalid connection option" in said:
        return f"DATABASE_URL has an option that PostgreSQL's driver refuses: {said}"
    if "locked" in said:
        return f"The database is busy: {said}. Another command writes; try again."
    if "disk" in said or "readonly" in said or "read-only" in said:
        return f"The database takes nothing: {said}. Look at its disk and its owner."
    if isinstance(error, OperationalError | InterfaceError):
        return _UNREACHABLE.format(error=said)
    return ""


def _is_undefined(error: Exception) -> bool:
    """Tell whether PostgreSQL misses a table (42P01) or a column (42703)."""
    return getattr(error.__cause__, "sqlstate", None) in {"42P01", "42703"}
