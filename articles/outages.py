"""Errors that are no mistake: the database, the disk or the store of pictures is away, full,
read-only or busy."""

from __future__ import annotations

from errno import EDQUOT, EIO, ENOSPC, EROFS

from django.db import Error, InterfaceError, InternalError, OperationalError

# PostgreSQL's driver calls it an internal error that a database is read-only.
DATABASE_OUTAGES = (OperationalError, InternalError)
# What a disk says that is no disk for now; a store of pictures says EIO.
_OF_THE_DISK = {EDQUOT, EIO, ENOSPC, EROFS}
ASK_AGAIN_AFTER = 30  # Seconds, as browsers and robots are told.
# PostgreSQL's classes of errors: another transaction was first, or holds what is wanted.
_BUSY = ("40", "55")


def is_outage(error: BaseException | None) -> bool:
    """Tell whether the database, the disk or the store of pictures could not do now what it can at other times."""
    if isinstance(error, OSError):
        return error.errno in _OF_THE_DISK
    return isinstance(error, (*DATABASE_OUTAGES, InterfaceError))


def is_busy(error: Error) -> bool:
    """Tell whether others hold the database, so that waiting helps."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return "locked" in str(error) or state[:2] in _BUSY
