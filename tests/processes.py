"""Tests with real processes, which see only what is committed in a database of their own."""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import LiteralString

import psycopg
from django.conf import settings
from django.test import SimpleTestCase
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent


def new_database(add_cleanup: Callable[..., object], template: str = "") -> str:
    """The address of a new database of the kind that this run of the suite uses, a copy of
    another if one is named; empty for SQLite, which lies in ``DATA_DIR``."""
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return ""
    name = f"newsdesk_{uuid.uuid4().hex[:12]}"
    server = os.environ["DATABASE_URL"].rpartition("/")[0]

    def run(statement: LiteralString, *names: str) -> None:
        quoted = map(sql.Identifier, names)
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*quoted))

    run("CREATE DATABASE {} TEMPLATE {}", name, template or "template1")
    add_cleanup(run, "DROP DATABASE {} WITH (FORCE)", name)
    return f"{server}/{name}"


def manage(*arguments: str, environment: Mapping[str, str] = os.environ) -> str:
    """Run a command of the site to its end; return what it says. Raises ``AssertionError``."""
    done = subprocess.run(  # noqa: S603 – our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def new_place(
    folder: Path,
    add_cleanup: Callable[..., object],
    former: dict[str, str] | None = None,
) -> dict[str, str]:
    """Return the environment of a new site: an empty one, or a copy of another."""
    template = former["DATABASE_URL"].rpartition("/")[2] if former else ""
    database = new_database(add_cleanup, template)
    if former:
        shutil.copytree(former["DATA_DIR"], folder)
    return {"DATA_DIR": str(folder), "DATABASE_URL": database}


@cache
def migrated_place() -> dict[str, str]:
    """Return the environment of a site without rows. To migrate one takes longer than most
    tests, which get copies of it."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    place = new_place(Path(folder.name).resolve() / "data", atexit.register)
    manage("migrate", "--verbosity", "0", environment=os.environ | place)
    return place


class ProcessTestCase(SimpleTestCase):
    """Each test begins with a migrated site in a place of its own."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.scratch = Path(folder.name).resolve()
        self.environment = os.environ | {"PYTHONPATH": str(ROOT)} | self.place("data")

    def place(self, name: str) -> dict[str, str]:
        """Return the environment of a new site in the folder of that name."""
        return new_place(self.scratch / name, self.addCleanup, migrated_place())

    def start(self, *arguments: str, stdin: int | None = None) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 – our own command
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def finish(self, process: subprocess.Popen[str]) -> str:
        out, err = process.communicate(timeout=300)
        self.assertEqual(process.returncode, 0, err)
        return out

    def ask(self, expression: str) -> str:
        code = f"from articles.models import *\nprint({expression})"
        return self.finish(self.start("shell", "--no-imports", "-c", code)).strip()
