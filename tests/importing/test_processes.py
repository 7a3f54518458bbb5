"""Real processes: killed in the middle, two at once. Each has a database of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from time import sleep
from typing import LiteralString

import psycopg
from django.conf import settings
from django.test import SimpleTestCase
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent

STORY = """---
title: "第{n}篇"
date: "2025-02-10 15:35:00"
categories: ["美股", "haiyue"]
tags: ["标签{tag}", "标普 500"]
---

正文{n}。

1. 转载时请标明来源为海岳财经。

[haiyue](https://www.haiyue.example/{n})
"""


class ProcessTests(SimpleTestCase):
    """No TestCase: other processes see only what is committed, in their own database."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.scratch = Path(folder.name).resolve()
        self.environment = os.environ | {
            "DATA_DIR": str(self.scratch / "data"),
            "DATABASE_URL": self.database(),
            "PYTHONPATH": str(ROOT),
        }
        self.finish(self.start("migrate"))

    def database(self) -> str:
        """The address of a new database of the kind that this run of the suite uses."""
        if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
            return ""
        name = f"newsdesk_{uuid.uuid4().hex[:12]}"
        server = os.environ["DATABASE_URL"].rpartition("/")[0]

        def run(statement: LiteralString) -> None:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
                connection.execute(sql.SQL(statement))

        run(f"CREATE DATABASE {name}")
        self.addCleanup(run, f"DROP DATABASE {name} WITH (FORCE)")
        return f"{server}/{name}"

    def write_archive(self, count: int) -> Path:
        folder = self.scratch / "site" / "content"
        folder.mkdir(parents=True)
        for n in range(count):
            (folder / f"{n}.md").write_text(
                STORY.format(n=n, tag=n % 7), encoding="utf-8"
            )
        return folder

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 – our own command
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
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

    def assert_whole(self, count: int) -> None:
        """Every article has its original, its revision, its labels and its places."""
        self.assertEqual(
            self.ask(
                "(Article.objects.count(), Original.objects.count(), "
                "Revision.objects.count(), Filing.objects.count(), "
                "Listing.objects.get(key='zh').entry_count, "
                "ListingEntry.objects.filter(listing__key='zh').count(), "
                "Source.objects.count(), Tag.objects.count())"
            ),
            str((count, count, count, 2 * count, count, count, 1, 8)),
        )

    def test_killed_at_any_moment_whole_articles_remain_and_it_goes_on(self) -> None:
        folder = self.write_archive(900)
        process = self.start("import_markdown", str(folder))
        stored = 0
        for _ in range(200):
            sleep(0.1)
            stored = int(self.ask("Article.objects.count()"))
            if stored or process.poll() is not None:
                break
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()

        self.assertGreater(stored, 0)
        left = int(self.ask("Article.objects.count()"))
        self.assertEqual(int(self.ask("Original.objects.count()")), left)
        self.assertEqual(int(self.ask("Revision.objects.count()")), left)
        out = self.finish(self.start("import_markdown", str(folder), "--resume"))
        self.assertRegex(out, rf"unchanged +{left:,}\n")
        self.assert_whole(900)

    def test_two_imports_at_once_store_each_file_once(self) -> None:
        folder = self.write_archive(450)
        both = [self.start("import_markdown", str(folder)) for _ in range(2)]
        for process in both:
            self.finish(process)
        self.assert_whole(450)
