"""Errors of backups, in words for a person."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class BackupError(Exception):
    """Why a backup cannot be made or restored, in a sentence for a person."""


@contextmanager
def in_words(place: Path) -> Iterator[None]:
    """Raise ``BackupError`` for what the machine refuses, such as room on a disk."""
    try:
        yield
    except OSError as error:
        said = error.strerror or error
        raise BackupError(f"{error.filename or place}: {said}.") from None
    except sqlite3.Error as error:
        raise BackupError(f"SQLite refused: {error}. Is a disk full?") from None
