"""An archive is believed in nothing that was not checked."""

from __future__ import annotations

import json
import os
import tarfile
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.db import connection
from django.test import SimpleTestCase

from articles.backup import BackupError, make_identity
from articles.backup.encryption import read_recipient
from articles.backup.opening import OpenedBackup, open_backup
from articles.backup.packing import About, Packer, packing

DUMP = "database.sqlite3"


def about(**fields: Any) -> About:
    values: dict[str, Any] = {
        "version": "1.0",
        "vendor": connection.vendor,
        "made_at": "2026-01-01T00:00:00+00:00",
        "migrations": [],
        "tables": {},
        "database_bytes": 4,
        "media_bytes": 200_000,
        "media_count": 1,
    }
    return About(**values | fields)


def fill(packer: Packer) -> None:
    packer.add_bytes("about.json", json.dumps(about().as_data()).encode())
    packer.add_bytes(DUMP, b"rows")
    packer.add_bytes("terms.csv", b"a,b\n")
    packer.add_bytes("media/images/a.png", os.urandom(200_000))


def close(packer: Packer) -> None:
    packer.add_bytes("manifest.json", json.dumps(packer.manifest).encode())


class OpeningTests(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "a.tar.gz"

    def write(self, *steps: Callable[[Packer], None], recipient: str = "") -> None:
        key = read_recipient(recipient) if recipient else None
        with (
            self.file.open("wb") as file,
            packing(cast(BinaryIO, file), key) as packer,
        ):
            for step in steps:
                step(packer)

    def open(self, identity: Path | None = None) -> OpenedBackup:
        scratch = Path(tempfile.mkdtemp(dir=self.folder))
        return open_backup(
            self.file,
            scratch,
            identity=identity,
            dump=DUMP,
            progress=lambda _done, _all: None,
        )

    def refused(self, identity: Path | None = None) -> str:
        with self.assertRaises(BackupError) as caught:
            self.open(identity)
        return str(caught.exception)

    def test_a_backup_comes_apart_as_it_was_put_together(self) -> None:
        self.write(fill, close)
        opened = self.open()
        self.assertEqual(opened.about, about())
        self.assertEqual(opened.database.read_bytes(), b"rows")
        self.assertEqual(list(opened.media), ["images/a.png"])
        self.assertEqual((opened.media_folder / "images/a.png").stat().st_size, 200_000)

    def test_a_bit_that_flipped_anywhere_is_found(self) -> None:
        self.write(fill, close)
        whole = self.file.read_bytes()
        # Not in gzip's own header, whose clock and system mean nothing.
        for place in range(20, len(whole), len(whole) // 25):
            with self.subTest(place):
                changed = bytearray(whole)
                changed[place] ^= 4
                self.file.write_bytes(changed)
                self.assertIn("damaged", self.refused())

    def test_a_backup_that_ends_too_early_is_found(self) -> None:
        self.write(fill, close)
        whole = self.file.read_bytes()
        for length in (0, 5, 100, len(whole) // 2, len(whole) - 9, len(whole) - 1):
            with self.subTest(length):
                self.file.write_bytes(whole[:length])
                self.assertIn("damaged", self.refused())

    def test_a_backup_without_its_manifest_is_found(self) -> None:
        self.write(fill)
        self.assertIn("ends too early", self.refused())

    def test_another_file_is_no_backup(self) -> None:
        self.file.write_bytes(b"no archive at all")
        self.assertIn("damaged", self.refused())
        with tarfile.open(self.file, "w:gz") as tar:
            tar.addfile(tarfile.TarInfo("readme"), BytesIO())
        self.assertIn("no backup", self.refused())

    def test_a_file_that_is_not_there(self) -> None:
        self.assertIn("no such file", self.refused())

    def test_nothing_leaves_its_folder(self) -> None:
        names = [
            *("../evil", "media/../../evil", "/etc/evil", "media//a", "media/./a"),
            *("media/a\\b", "media", "evil", "media/..", f"{DUMP}/a"),
        ]
        for name in names:
            with self.subTest(name):

                def stray(packer: Packer, name: str = name) -> None:
                    packer.add_bytes(name, b"x")

                self.write(fill, stray, close)
                self.refused()
                self.assertEqual(
                    [path for path in self.folder.rglob("evil") if path.exists()], []
                )

    def test_links_and_devices_are_refused(self) -> None:
        kinds = {
            "symlink": tarfile.SYMTYPE,
            "hard link": tarfile.LNKTYPE,
            "device": tarfile.CHRTYPE,
            "pipe": tarfile.FIFOTYPE,
            "folder": tarfile.DIRTYPE,
        }
        for name, kind in kinds.items():
            with self.subTest(name):

                def link(packer: Packer, kind: bytes = kind) -> None:
                    member = tarfile.TarInfo("media/images")
                    member.type, member.linkname = kind, "/etc"
                    packer.tar.addfile(member)

                self.write(fill, link, close)
                self.assertIn("no plain file", self.refused())

    def test_a_name_that_comes_twice_is_refused(self) -> None:
        self.write(fill, lambda packer: packer.add_bytes(DUMP, b"other"), close)
        self.assertIn("twice", self.refused())

    def test_a_bomb_is_refused_before_it_is_unpacked(self) -> None:
        def bomb(packer: Packer) -> None:
            member = tarfile.TarInfo("media/bomb")
            member.size = 1024**4
            cast(Any, packer.tar.fileobj).write(member.tobuf())

        self.write(fill, bomb)
        self.assertIn("more is in it than it announced", self.refused())

    def test_a_backup_larger_than_the_disk_is_refused_at_once(self) -> None:
        huge = json.dumps(about(media_bytes=2**60).as_data()).encode()
        self.write(lambda packer: packer.add_bytes("about.json", huge), close)
        self.assertIn("are free", self.refused())

    def test_a_backup_of_another_kind_of_database_is_refused(self) -> None:
        data = json.dumps(about(vendor="oracle").as_data()).encode()
        self.write(lambda packer: packer.add_bytes("about.json", data), close)
        self.assertIn("oracle", self.refused())

    def test_a_format_of_the_future_is_refused(self) -> None:
        data = json.dumps(about(format=99, version="9.0").as_data()).encode()
        self.write(lambda packer: packer.add_bytes("about.json", data), close)
        self.assertIn("newer Newsdesk, 9.0", self.refused())


class EncryptedTests(OpeningTests):
    """The same, encrypted: and only its own key opens it."""

    def setUp(self) -> None:
        super().setUp()
        self.key = self.folder / "key"
        self.recipient = make_identity(self.key)

    def write(self, *steps: Callable[[Packer], None], recipient: str = "") -> None:
        super().write(*steps, recipient=recipient or self.recipient)

    def open(self, identity: Path | None = None) -> OpenedBackup:
        return super().open(identity or self.key)

    def test_nothing_can_be_read_in_it(self) -> None:
        self.write(fill, close)
        self.assertTrue(self.file.read_bytes().startswith(b"age-encryption.org/v1\n"))

    def test_another_key_opens_nothing(self) -> None:
        self.write(fill, close)
        other = self.folder / "other"
        make_identity(other)
        self.assertIn("another key", self.refused(other))

    def test_without_a_key_it_says_that_one_is_needed(self) -> None:
        self.write(fill, close)
        with self.assertRaisesMessage(BackupError, "--identity"):
            super().open()

    def test_a_file_without_a_key_is_refused(self) -> None:
        self.write(fill, close)
        empty = self.folder / "empty"
        for content in ("", "# nothing\n", "AGE-SECRET-KEY-1ABC\n", "密\n"):
            empty.write_text(content)
            self.assertIn("no secret key", self.refused(empty))
        self.assertIn("cannot be read", self.refused(self.folder / "none"))

    def test_a_key_is_its_owners_alone_and_never_written_over(self) -> None:
        self.assertEqual(self.key.stat().st_mode & 0o777, 0o600)
        with self.assertRaisesMessage(BackupError, "no key can be kept here"):
            make_identity(self.key)

    def test_an_odd_recipient_is_refused(self) -> None:
        with self.assertRaisesMessage(BackupError, "BACKUP_RECIPIENT"):
            read_recipient("age1nonsense")
