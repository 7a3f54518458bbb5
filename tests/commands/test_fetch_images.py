"""The command says what it did; killed at any moment it leaves whole pictures only."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from io import StringIO
from pathlib import Path
from unittest import skipIf

from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, TestCase, override_settings

from articles.models import Image, RemoteImage
from tests.factories import make_article
from tests.images.server import PictureServer

ROOT = Path(__file__).resolve().parents[2]
PICTURES = 30


@override_settings(FETCH_ALLOWED_HOSTS=["localhost"])
class FetchImagesTests(TestCase):
    def setUp(self) -> None:
        self.server = self.enterContext(PictureServer())

    def run_command(self, **options: object) -> tuple[str, str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command("fetch_images", stdout=out, stderr=err, **options)
        except CommandError as error:
            return out.getvalue(), err.getvalue(), str(error)
        return out.getvalue(), err.getvalue(), ""

    def test_it_ends_well_only_if_all_are_here(self) -> None:
        make_article(thumbnail_url=self.server.url("good/a"))
        out, err, failure = self.run_command()
        self.assertRegex(out, r"fetched +1\n")
        self.assertEqual((err, failure), ("", ""))
        article = make_article(thumbnail_url=self.server.url("nothing"))
        _out, err, failure = self.run_command()
        self.assertEqual(
            err,
            f"{self.server.url('nothing')}: dead: 404 Not Found"
            f" (article {article.pk})\n",
        )
        self.assertTrue(failure.startswith("1 of 1 picture(s) are not here"))
        _out, again, failure = self.run_command()
        self.assertEqual(again, err)
        self.assertTrue(failure)

    def test_a_dry_run_asks_nobody(self) -> None:
        make_article(thumbnail_url=self.server.url("good/a"))
        out, _err, failure = self.run_command(dry_run=True)
        self.assertIn(self.server.url("good/a"), out)
        self.assertRegex(out, r"to be fetched +1\n")
        self.assertEqual((failure, self.server.asked.total()), ("", 0))
        self.assertFalse(RemoteImage.objects.exists())

    def test_a_limit_leaves_the_rest_for_later(self) -> None:
        for number in range(3):
            make_article(thumbnail_url=self.server.url(f"good/{number}"))
        out, _err, failure = self.run_command(limit=2)
        self.assertRegex(out, r"to be fetched +1\n")
        self.assertTrue(failure)
        self.assertEqual(self.run_command()[2], "")
        self.assertEqual(Image.objects.count(), 3)


@skipIf(
    settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    "Its own database is SQLite, whatever the others' is.",
)
class KilledTests(SimpleTestCase):
    """Real processes on a database and files of their own."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.server = self.enterContext(PictureServer())
        names = [name for name in ("PATH", "HOME") if name in os.environ]
        self.environment = {name: os.environ[name] for name in names} | {
            "DATA_DIR": str(self.folder),
            "FETCH_ALLOWED_HOSTS": "localhost",
        }

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 – our own code
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run_to_the_end(self, *arguments: str) -> str:
        process = self.start(*arguments)
        output, _none = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, output)
        return output

    def rows(self, query: str) -> list[tuple[str, ...]]:
        with closing(sqlite3.connect(self.folder / "newsdesk.sqlite3")) as database:
            return database.execute(query).fetchall()

    def test_a_killed_run_leaves_whole_pictures_and_the_next_goes_on(self) -> None:
        archive = self.folder / "archive"
        archive.mkdir()
        for number in range(PICTURES):
            url = self.server.url(f"good/{number}")
            text = f"---\ntitle: {number}\ndate: 2025-01-01\nthumbnail: {url}\n---\n"
            (archive / f"{number}.md").write_text(f"{text}![]({url}?body)\n")
        self.run_to_the_end("migrate", "--verbosity", "0")
        self.run_to_the_end("import_markdown", str(archive))
        self.server.delay = 0.05

        process = self.start("fetch_images")
        while self.server.asked.total() < PICTURES:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.communicate()

        before = self.check_what_is_stored()
        self.assertLess(before, 2 * PICTURES)
        self.server.asked.clear()
        output = self.run_to_the_end("fetch_images")
        self.assertIn("fetched", output)
        self.assertEqual(self.check_what_is_stored(), 2 * PICTURES)
        self.assertEqual(self.server.asked.total(), 2 * PICTURES - before)
        still_remote = "SELECT id FROM articles_article WHERE thumbnail_id IS NULL"
        self.assertEqual(self.rows(still_remote), [])
        remote = "SELECT id FROM articles_article WHERE body_html LIKE '%localhost%'"
        self.assertEqual(self.rows(remote), [])

    def check_what_is_stored(self) -> int:
        """How many were fetched; each has its row, its file whole, and its copies."""
        fetched = self.rows(
            "SELECT file, digest FROM articles_remoteimage"
            " JOIN articles_image ON articles_image.id = image_id"
        )
        (images,) = self.rows("SELECT count(*) FROM articles_image")
        self.assertEqual(images[0], len(set(fetched)))
        for file, digest in fetched:
            content = (self.folder / "media" / "originals" / file).read_bytes()
            self.assertEqual(hashlib.sha256(content).hexdigest(), digest)
            copies = (self.folder / "media" / "renditions").glob(f"{digest[:16]}.*")
            self.assertEqual(
                len(list(copies)), 2
            )  # The smallest size, and the full one.
        return len(fetched)
