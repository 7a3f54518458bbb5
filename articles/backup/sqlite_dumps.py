"""Copy an SQLite database that is in use, and put a copy in its place at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from urllib.parse import quote

from django.conf import settings

from articles.backup.database_dump import Dump
from articles.backup.failures import BackupError

NAME = "database.sqlite3"
# What SQLite says of a file that is no database, and of one with wrong pages.
_DAMAGED = "The database in the backup is damaged: {error}."


def dump(folder: Path) -> Dump:
    """Copy the database as it is at one moment; others go on reading and writing."""
    path = folder / NAME
    path.touch(0o600)
    with closing(_live()) as live, closing(sqlite3.connect(path)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # One file.
        rows = copy.execute("SELECT app, name FROM django_migrations")
        migrations = sorted(f"{app}.{name}" for app, name in rows)
    return Dump(path, tables_of(str(path)), migrations)


def tables_of(path: str) -> dict[str, list[int | str]]:
    """Return the number of rows of each table, and a checksum of them in any order."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
            "AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
        ).fetchall()
        return {
            name.decode(): _checksum(connection, name.decode()) for (name,) in names
        }


def _checksum(connection: sqlite3.Connection, table: str) -> list[int | str]:
    total = count = 0
    for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 – our own
        digest = blake2b(repr(row).encode(), digest_size=16).digest()
        total = (total + int.from_bytes(digest)) % 2**128
        count += 1
    return [count, f"{total:032x}"]


@contextmanager
def opened_beside(path: Path) -> Iterator[str]:
    """Open a dump beside the site. Raises ``BackupError`` if it is damaged."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise BackupError(_DAMAGED.format(error=error)) from None
    if found != "ok":
        raise BackupError(_DAMAGED.format(error=found))
    yield str(path)


def address_of(path: str) -> str:
    return f"sqlite:///{quote(path)}"


def execute(path: str, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def replace_live(path: str, _folder: Path) -> None:
    """Put a database in the place of the site's, in one transaction.

    Whoever reads sees the former until it is done. Raises ``BackupError`` where the disk
    takes no more: then nothing changed.
    """
    try:
        with closing(sqlite3.connect(path)) as copy, closing(_live()) as live:
            copy.backup(live)
    except sqlite3.Error as error:
        raise BackupError(
            f"The database took nothing, and is as it was: {error}."
        ) from None


def _live() -> sqlite3.Connection:
    connection = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=60)
    connection.execute("PRAGMA journal_mode=WAL")
    return connection
