"""Tests with real processes, which see only what is committed in a database of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable
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


class ProcessTestCase(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.scratch = Path(folder.name).resolve()
        self.environment = os.environ | {
            "DATA_DIR": str(self.scratch / "data"),
            "DATABASE_URL": new_database(self.addCleanup),
            "PYTHONPATH": str(ROOT),
        }
        self.finish(self.start("migrate"))

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
