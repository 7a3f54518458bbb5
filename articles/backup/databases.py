"""Choose how the site's database is copied and restored."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from django.db import connection

from articles.backup import postgresql_dumps, sqlite_dumps
from articles.backup.database_dump import Dump


class DatabaseCopies(Protocol):
    """The functions of each of the two modules. A copy beside the site has a name of its own."""

    NAME: str  # Of the dump, in an archive.

    def dump(self, folder: Path, /) -> Dump: ...
    def opened_beside(self, path: Path, /) -> AbstractContextManager[str]: ...
    def tables_of(self, name: str, /) -> dict[str, list[int | str]]: ...
    def address_of(self, name: str, /) -> str: ...
    def execute(self, name: str, statement: str, /) -> None: ...
    def replace_live(self, name: str, folder: Path, /) -> None: ...


def copies() -> DatabaseCopies:
    return sqlite_dumps if connection.vendor == "sqlite" else postgresql_dumps
