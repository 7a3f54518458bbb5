"""The site that version 0.4.0 left, unpacked into a scratch folder and database."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psycopg

from tests.processes import ROOT, new_database

STORED = Path(__file__).parent / "site_0_4_0"
EXPECTED = STORED / "expected.json"

# Tokens are compared by check_search_index, and cannot be read back in SQLite.
_WORDS = re.compile(r"articles_(?:words|characters|search_)|sqlite_")

Row = dict[str, Any]
# The rows of each table by the name of the table.
Tables = dict[str, list[Row]]


class StoredSite:
    """A copy of the stored site, on a database of the kind that this run of the suite
    uses, with the commands of today."""

    def __init__(self, scratch: Path, add_cleanup: Callable[..., object]) -> None:
        self.scratch = scratch
        data = scratch / "data"
        shutil.copytree(STORED / "media", data / "media")
        self.database = new_database(add_cleanup)
        self.sqlite = data / "newsdesk.sqlite3"
        self.environment = os.environ | {
            "DATA_DIR": str(data),
            "DATABASE_URL": self.database,
            "PYTHONPATH": str(ROOT),
        }
        # What a developer's shell sets for other sites is not this one's.
        for name in ("LANGUAGE_CODE", "TIME_ZONE", "CACHE_URL", "SITE_URL"):
            self.environment.pop(name, None)
        if self.database:
            script = gzip.decompress((STORED / "postgresql.sql.gz").read_bytes())
            with psycopg.connect(self.database, autocommit=True) as connection:
                connection.execute(script)
        else:
            packed = (STORED / "newsdesk.sqlite3.gz").read_bytes()
            self.sqlite.write_bytes(gzip.decompress(packed))

    def manage(self, *arguments: str) -> str:
        """Run a command of ``manage.py``; gives what it printed."""
        done = subprocess.run(  # noqa: S603 – our own command
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        if done.returncode:
            raise AssertionError(
                f"{arguments} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done.stdout

    def call(self, code: str) -> str:
        """Run some Python in the site; gives what it printed."""
        return self.manage("shell", "--no-imports", "-c", code)

    def archives(self, *, at: int) -> Path:
        """A folder with the archives as 0.4.0 last imported them, whose files were changed
        at that moment, in seconds since 1970."""
        folder = self.scratch / "archives"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(STORED / "archives", folder)
        for file in folder.rglob("*"):
            os.utime(file, (at, at))
        return folder

    def tables(self) -> Tables:
        """Everything that is stored, JSON as what it says; not the words of the search."""
        connection: Any = (
            psycopg.connect(self.database)
            if self.database
            else sqlite3.connect(self.sqlite)
        )
        names = (
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            if self.database
            else "SELECT name FROM sqlite_master WHERE type = 'table'"
        )
        with closing(connection):
            found = [str(name) for (name,) in connection.execute(names)]
            kept = [name for name in found if not _WORDS.match(name)]
            return {name: _rows(connection, name) for name in sorted(kept)}


def _rows(connection: Any, table: str) -> list[Row]:
    cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
    columns = [column[0] for column in cursor.description]
    return [
        dict(zip(columns, map(_read, row), strict=True)) for row in cursor.fetchall()
    ]


def _read(value: Any) -> Any:
    """JSON, which SQLite keeps as text, as what it says."""
    if isinstance(value, str) and value.startswith(("{", "[")):
        with suppress(ValueError):
            return json.loads(value)
    return value
