"""A site is backed up while it is in use, and comes back as a whole or not at all."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import ClassVar
from unittest import addModuleCleanup

from articles.backup import backups_in
from tests.processes import ROOT, ProcessTestCase, migrated_place, new_place

_FILL = """
from tests.factories import make_article, make_image
from django.contrib.auth.models import User
make_article(title='甲', slug='a', thumbnail=make_image())
User.objects.create_user('chief', password='x')
"""
# What readers have of a site, in one line.
_STATE = (
    "sorted(Article.objects.values_list('slug', flat=True)), Image.objects.count(), "
    "all(original_files.exists(image.file.name) for image in Image.objects.all())"
)
_KILL = """
import os, signal
from pathlib import Path
from articles import backup
from articles.backup import databases, restoring
module = databases.copies()
replace = module.replace_live
def kill(*arguments):
    if {after}:
        replace(*arguments)
    os.kill(os.getpid(), signal.SIGKILL)
module.replace_live = kill
backup.restore_backup(Path({file!r}), identity=None, is_replacing=True)
"""


class BackupTestCase(ProcessTestCase):
    """Each test begins with a copy of one site that holds something."""

    filled: ClassVar[dict[str, str]] = {}

    def setUp(self) -> None:
        super().setUp()
        self.folder = self.scratch / "backups"

    def place(self, name: str) -> dict[str, str]:
        if not self.filled:
            made = tempfile.TemporaryDirectory()
            addModuleCleanup(made.cleanup)
            folder = Path(made.name).resolve() / "filled"
            place = new_place(folder, addModuleCleanup, migrated_place())
            self.environment = os.environ | {"PYTHONPATH": str(ROOT)} | place
            self.shell(_FILL)
            self.filled.update(place)
        return new_place(self.scratch / name, self.addCleanup, self.filled)

    def shell(self, code: str) -> str:
        return self.finish(self.start("shell", "--no-imports", "-c", code))

    def state(self) -> str:
        return self.ask(_STATE)

    def backup(self, *arguments: str) -> Path:
        self.finish(self.start("backup", str(self.folder), *arguments))
        return max(backups_in(self.folder), key=lambda made: made.made_at).path

    def move(self) -> None:
        """Go on on another machine, where nothing is."""
        self.environment |= new_place(self.scratch / "other", self.addCleanup)

    def refused(self, *arguments: str, file_size: int | None = None) -> str:
        def limit() -> None:
            if file_size:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_size, file_size))

        done = subprocess.run(  # noqa: S603 – our own command
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=limit,
        )
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertNotIn("Traceback", done.stderr)
        return done.stderr

    def leftovers(self) -> list[str]:
        data = Path(self.environment["DATA_DIR"])
        found = [*data.glob("backup-*"), *data.glob("media/.restore-*")]
        return [path.name for path in found]


class RestoringTests(BackupTestCase):
    def test_a_site_moves_to_another_machine(self) -> None:
        before = self.state()
        file = self.backup("--verify")
        self.assertEqual(file.stat().st_mode & 0o777, 0o600)
        self.move()
        said = self.finish(self.start("restore", str(file)))
        self.assertIn("Restored", said)
        self.assertEqual(self.state(), before)
        self.assertEqual(self.leftovers(), [])
        with self.subTest("what is there is given up only when told to"):
            self.shell("from tests.factories import *; make_article(slug='b')")
            self.assertIn("--replace", self.refused("restore", str(file)))
            self.assertIn("'b'", self.state())
            self.finish(self.start("restore", str(file), "--replace"))
            self.assertEqual(self.state(), before)

    def test_whoever_was_signed_in_signs_in_again(self) -> None:
        self.shell(
            "from django.contrib.sessions.backends.db import SessionStore\n"
            "SessionStore().save(must_create=True)"
        )
        file = self.backup()
        self.finish(self.start("restore", str(file), "--replace"))
        count = "__import__('django.contrib.sessions.models', fromlist=['x'])"
        self.assertEqual(self.ask(f"{count}.Session.objects.count()"), "0")

    def test_a_kill_leaves_one_site_or_the_other_as_a_whole(self) -> None:
        file, restored = self.backup(), self.state()
        self.shell(
            "from tests.factories import *\nfrom articles.models import *\n"
            "Article.objects.all().delete()\n"
            "make_article(slug='z', thumbnail=make_image(colour='red'))"
        )
        former = self.state()
        self.assertNotEqual(former, restored)
        for after, expected in ((False, former), (True, restored)):
            with self.subTest(after=after):
                code = _KILL.format(file=str(file), after=after)
                killed = self.start("shell", "--no-imports", "-c", code)
                killed.communicate(timeout=300)
                self.assertEqual(killed.returncode, -signal.SIGKILL)
                self.assertEqual(self.state(), expected)
        with self.subTest("and the next restore takes away what it left"):
            self.assertNotEqual(self.leftovers(), [])
            self.finish(self.start("restore", str(file), "--replace"))
            self.assertEqual((self.state(), self.leftovers()), (restored, []))

    def test_a_disk_that_takes_no_more_changes_nothing(self) -> None:
        file, before = self.backup(), self.state()
        self.assertIn(
            "Nothing was changed",
            self.refused("restore", str(file), "--replace", file_size=100_000),
        )
        with self.subTest("a backup leaves no half of itself"):
            self.refused("backup", str(self.folder), file_size=100_000)
            self.assertEqual(len(list(self.folder.iterdir())), 2)
        self.assertEqual((self.state(), self.leftovers()), (before, []))

    def test_a_backup_of_a_newer_release_is_refused(self) -> None:
        self.shell(
            "from django.db.migrations.recorder import MigrationRecorder\n"
            "from django.db import connection\n"
            "MigrationRecorder(connection).record_applied('articles', '9999_later')"
        )
        file, before = self.backup(), self.state()
        said = self.refused("restore", str(file), "--replace")
        self.assertIn("newer Newsdesk", said)
        self.assertIn("articles.9999_later", said)
        self.assertEqual(self.state(), before)

    def test_a_backup_of_an_older_release_is_brought_up_to_date(self) -> None:
        self.finish(self.start("migrate", "taggit", "0005"))
        file = self.backup()
        self.move()
        said = self.finish(self.start("restore", str(file)))
        self.assertIn("brought up to date", said)
        self.finish(self.start("migrate", "--check"))

    def test_a_backup_is_made_and_restored_with_a_key(self) -> None:
        before = self.state()
        key = self.scratch / "key"
        printed = self.finish(self.start("backup", "--new-key", str(key)))
        name, _, public = printed.strip().partition("=")
        self.environment[name] = public
        self.assertIn("--identity", self.refused("backup", "x", "--verify"))
        file = self.backup("--verify", "--identity", str(key))
        self.assertEqual(file.suffix, ".age")
        self.move()
        self.assertIn("secret key", self.refused("restore", str(file)))
        self.environment["BACKUP_IDENTITY"] = str(key)
        self.finish(self.start("restore", str(file), "--check"))
        self.finish(self.start("restore", str(file)))
        self.assertEqual(self.state(), before)

    def test_a_table_that_came_back_otherwise_is_refused(self) -> None:
        """As if the database's own tools had lost a row without a word."""
        file = self.backup()
        code = (
            "from pathlib import Path\nfrom articles import backup\n"
            "from articles.backup import databases\n"
            "module = databases.copies()\nreal = module.tables_of\n"
            "module.tables_of = lambda name: {**real(name), 'articles_article': [0, '0']}\n"
            f"try: backup.restore_backup(Path({str(file)!r}), identity=None, is_replacing=True)\n"
            "except backup.BackupError as error: print(error)"
        )
        self.assertIn("other rows in articles_article", self.shell(code))

    def test_two_at_once_do_not_meet(self) -> None:
        code = (
            "import sys\nfrom pathlib import Path\nfrom articles.backup import scratch\n"
            f"with scratch.scratch_folder(Path({os.fspath(self.scratch)!r}), 'x-'):\n"
            "    print('held', flush=True); sys.stdin.read()"
        )
        holder = self.start("shell", "--no-imports", "-c", code, stdin=subprocess.PIPE)
        assert holder.stdout
        self.assertEqual(holder.stdout.readline(), "held\n")
        said = self.refused("backup", str(self.folder))
        self.assertIn("Another backup or restore", said)
        self.finish(holder)


class WhileInUseTests(BackupTestCase):
    def test_others_write_while_a_backup_is_made_and_restored(self) -> None:
        code = (
            "import sys\nfrom tests.factories import make_article\n"
            "from articles.models import Article\n"
            "from articles.publishing import transaction\n"
            "print('begun', flush=True)\n"
            "for number in range(60):\n"
            "    with transaction(): make_article(slug=f'w-{number}')\n"
            "    assert Article.objects.count()\n"
        )
        writer = self.start("shell", "--no-imports", "-c", code)
        assert writer.stdout
        writer.stdout.readline()
        file = self.backup("--verify")
        self.finish(writer)
        self.assertIn("61", self.ask("Article.objects.count()"))
        self.finish(self.start("restore", str(file), "--replace"))
        self.finish(self.start("check_search_index"))
