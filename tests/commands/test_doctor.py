"""The command says what is wrong with a set-up, and how to mend it."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import TestCase, override_settings

from articles.backup.backup_files import StoredBackup, write_checksum
from articles.models import Article, AuditEntry
from tests.people import make_chief

PUBLIC = {"SITE_URL": "https://news.example", "ALLOWED_HOSTS": ["news.example"]}


class DoctorTests(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        changed = override_settings(
            DATA_DIR=self.folder,
            MEDIA_ROOT=self.folder,
            STATIC_ROOT=self.folder / "static",
        )
        changed.enable()
        self.addCleanup(changed.disable)

    def ask(self, name: str) -> str:
        """What it says of one thing: its health, finding and remedy."""
        out = StringIO()
        try:
            call_command("doctor", stdout=out, no_color=True)
        except CommandError as error:
            self.assertEqual(error.returncode, 1)
        lines = out.getvalue().splitlines()
        at = next(i for i, line in enumerate(lines) if line[9:].startswith(name))
        remedy = [line for line in lines[at + 1 : at + 2] if "→" in line]
        return " ".join([lines[at], *remedy])

    def test_what_is_broken_ends_with_status_1(self) -> None:
        with self.assertRaisesMessage(CommandError, "broken, "):
            call_command("doctor", stdout=StringIO())

    def test_quietly_it_says_only_what_is_wrong(self) -> None:
        out = StringIO()
        with self.assertRaises(CommandError):
            call_command("doctor", stdout=out, verbosity=0, no_color=True)
        self.assertNotIn("ok  ", out.getvalue())
        self.assertIn("static files", out.getvalue())

    def test_a_weak_key(self) -> None:
        with override_settings(SECRET_KEY="short"):  # noqa: S106
            self.assertIn("broken   secret key", self.ask("secret key"))

    def test_debug_is_worse_on_a_public_site(self) -> None:
        with override_settings(DEBUG=True):
            self.assertIn("warning  debug", self.ask("debug"))
        with override_settings(DEBUG=True, **PUBLIC):
            self.assertIn("broken   debug", self.ask("debug"))

    def test_hosts(self) -> None:
        with override_settings(ALLOWED_HOSTS=["*"]):
            self.assertIn("takes any host", self.ask("hosts"))
        with override_settings(ALLOWED_HOSTS=["other.example"]):
            self.assertIn("Add 127.0.0.1 to ALLOWED_HOSTS", self.ask("hosts"))

    def test_a_public_site_without_https(self) -> None:
        with override_settings(SITE_URL="http://news.example"):
            self.assertIn("Passwords travel in clear", self.ask("https"))

    def test_what_django_itself_finds(self) -> None:
        with override_settings(**PUBLIC):
            self.assertIn("security.W", self.ask("django"))

    def test_a_database_that_is_gone(self) -> None:
        gone = OperationalError("connection refused")
        with mock.patch.object(connection, "cursor", side_effect=gone):
            self.assertIn("connection refused", self.ask("database"))

    def test_files_that_others_may_read(self) -> None:
        key = self.folder / "secret_key"
        key.write_text("x")
        key.chmod(0o640)
        self.assertIn(f"chmod 600 {key}", self.ask("private files"))
        key.chmod(0o600)
        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(key)}
        with mock.patch.dict(settings.DATABASES, {"default": database}):
            self.assertIn("ok ", self.ask("private files"))

    def test_a_disk_that_is_nearly_full(self) -> None:
        for free, health in ((10**8, "broken"), (10**9, "warning"), (10**11, "ok")):
            with mock.patch("shutil.disk_usage", return_value=mock.Mock(free=free)):
                self.assertIn(f"{health:<8} disk", self.ask("disk"))

    def test_static_files_that_were_not_collected(self) -> None:
        self.assertIn("collectstatic", self.ask("static files"))
        (self.folder / "static").mkdir()
        manifest = self.folder / "static" / "staticfiles.json"
        manifest.write_text('{"paths": {}}')
        self.assertIn("is not collected", self.ask("static files"))

    def test_more_workers_than_cores(self) -> None:
        place = "articles.health.machine_checks.running_workers"
        cores = os.cpu_count() or 1
        with mock.patch(place, return_value=cores):
            self.assertIn("ok ", self.ask("workers"))
        with mock.patch(place, return_value=5 * cores):
            self.assertIn("warning  workers", self.ask("workers"))

    def test_backups_that_are_missing_or_old(self) -> None:
        self.assertIn("Nothing is known", self.ask("backups"))
        with override_settings(BACKUP_DIR=str(self.folder)):
            self.assertIn("There is no backup", self.ask("backups"))
            for days, health in ((3, "warning"), (1, "ok")):
                at = datetime.now(UTC) - timedelta(days=days)
                name = f"newsdesk-{at:%Y%m%dT%H%M%SZ}.tar.gz"
                made = StoredBackup(self.folder / name, at)
                made.path.touch()
                write_checksum(made, "0" * 64)
                self.assertIn(f"{health:<8} backups", self.ask("backups"))

    def test_fonts_that_are_missing(self) -> None:
        with mock.patch(
            "articles.health.setup_checks.ShareCard.draw",
            side_effect=OSError("no file"),
        ):
            self.assertIn("cannot be drawn", self.ask("fonts"))

    def test_a_mail_server_that_is_gone(self) -> None:
        with (
            override_settings(SENDS_MAIL=True),
            mock.patch(
                "articles.health.setup_checks.get_connection",
                side_effect=[mock.Mock(open=mock.Mock(side_effect=OSError("refused")))],
            ),
        ):
            self.assertIn("refused", self.ask("mail"))

    def test_a_clock_that_was_turned_back(self) -> None:
        self.assertIn("ok ", self.ask("clock"))
        later = datetime.now(UTC) + timedelta(days=1)
        with mock.patch("django.utils.timezone.now", return_value=later):
            AuditEntry.objects.create(
                act=AuditEntry.Act.CHANGE_SCHEDULED, article_id=1, title="x"
            )
        self.assertIn("turned back", self.ask("clock"))

    def test_superusers(self) -> None:
        make_chief("root")
        self.assertIn("root", self.ask("superusers"))

    def test_it_writes_nothing(self) -> None:
        before = Article.objects.count(), sorted(self.folder.iterdir())
        self.ask("database")
        self.assertEqual(
            (Article.objects.count(), sorted(self.folder.iterdir())), before
        )
