from __future__ import annotations

import tempfile
from pathlib import Path

from django.test import SimpleTestCase

from articles.backup import backups_in, prune_backups
from articles.backup.backup_files import StoredBackup, new_backup, write_checksum


def put(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"x")


class StoredTests(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for day in range(1, 6):
            name = f"newsdesk-2026010{day}T030000Z.tar.gz{'.age' * (day % 2)}"
            put(self.folder, name)
            put(self.folder, f"{name}.sha256")

    def days(self) -> list[int]:
        return [backup.made_at.day for backup in backups_in(self.folder)]

    def test_backups_stand_newest_first(self) -> None:
        self.assertEqual(self.days(), [5, 4, 3, 2, 1])

    def test_only_the_newest_are_kept(self) -> None:
        gone = prune_backups(self.folder, 2)
        self.assertEqual(len(gone), 3)
        self.assertEqual(self.days(), [5, 4])
        self.assertEqual(len(list(self.folder.iterdir())), 4)

    def test_what_others_put_there_is_left_alone(self) -> None:
        others = [
            "newsdesk-20250101T030000Z.tar.gz",  # Not finished: it has no checksum.
            "newsdesk-20250101T030000Z.tar.gz.age.unfinished",
            "newsdesk-latest.tar.gz",
            "newsdesk-latest.tar.gz.sha256",
            "my-newsdesk-20250101T030000Z.tar.gz",
            "photos.tar.gz",
        ]
        for name in others:
            put(self.folder, name)
        prune_backups(self.folder, 1)
        left = {path.name for path in self.folder.iterdir()}
        self.assertLessEqual(set(others), left)

    def test_a_folder_that_is_not_there_has_none(self) -> None:
        self.assertEqual(backups_in(self.folder / "none"), [])

    def test_a_name_of_now_is_found_again(self) -> None:
        backup: StoredBackup = new_backup(self.folder, is_encrypted=True)
        put(self.folder, backup.path.name)
        write_checksum(backup, "0" * 64)
        self.assertEqual(backups_in(self.folder)[0], backup)
