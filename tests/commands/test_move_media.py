"""A site's files move to another storage and back, and are the same there."""

from __future__ import annotations

import tempfile
from errno import EIO
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, override_settings

from newsdesk.file_storage import WholeFileStorage

_FILES = {"renditions/a.webp": b"small", "originals/images/a.jpg": b"large" * 9999}


class MoveMediaTests(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder, self.store = (Path(folder.name, n) for n in ("folder", "store"))
        backend = "newsdesk.file_storage.WholeFileStorage"
        storages = {
            place.name: {"BACKEND": backend, "OPTIONS": {"location": str(place)}}
            for place in (self.folder, self.store)
        }
        self.enterContext(
            override_settings(
                STORAGES={"default": storages["store"], **storages},
                MEDIA_STORE={"bucket_name": "newsdesk"},
            )
        )
        for name, content in _FILES.items():
            self.write(self.folder / name, content)

    def write(self, path: Path, content: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def move(self, *arguments: str) -> str:
        out = StringIO()
        call_command("move_media", *arguments, stdout=out, stderr=StringIO())
        return out.getvalue()

    def held(self, place: Path) -> dict[str, bytes]:
        return {
            path.relative_to(place).as_posix(): path.read_bytes()
            for path in place.rglob("*")
            if path.is_file()
        }

    def test_there_and_back_gives_the_same_bytes(self) -> None:
        self.assertIn("2 copied", self.move("--to=store"))
        self.assertEqual(self.held(self.store), _FILES)
        self.assertEqual(self.held(self.folder), _FILES)
        self.move("--to=store", "--delete")
        self.assertEqual(self.held(self.folder), {})
        self.move("--to=folder")
        self.assertEqual(self.held(self.folder), _FILES)

    def test_a_second_run_writes_nothing(self) -> None:
        self.move("--to=store")
        with mock.patch.object(WholeFileStorage, "_save") as write:
            self.assertIn(
                "0 copied to the store and compared, 2 were", self.move("--to=store")
            )
        write.assert_not_called()

    def test_another_file_of_the_same_name_and_length_is_replaced(self) -> None:
        self.write(self.store / "renditions/a.webp", b"SMALL")
        self.assertIn("2 copied", self.move("--to=store"))
        self.assertEqual(self.held(self.store), _FILES)

    def test_what_is_there_alone_stays(self) -> None:
        self.write(self.store / "renditions/new.webp", b"new")
        self.move("--to=store", "--delete")
        self.assertIn("renditions/new.webp", self.held(self.store))

    def test_a_file_that_came_out_otherwise_is_said_and_nothing_is_deleted(
        self,
    ) -> None:
        save = WholeFileStorage._save

        def damage(self: Any, name: str, content: Any) -> str:
            saved = save(self, name, content)
            if name == "renditions/a.webp":
                Path(self.path(saved)).write_bytes(b"SMALL")
            return saved

        with (
            mock.patch.object(WholeFileStorage, "_save", damage),
            self.assertRaisesMessage(
                CommandError, "1 of 2 file(s) are not in the store"
            ),
        ):
            self.move("--to=store", "--delete")
        self.assertEqual(self.held(self.folder), _FILES)
        self.assertNotIn("renditions/a.webp", self.held(self.store))

    def test_an_outage_stops_it_and_the_next_run_goes_on(self) -> None:
        with (
            mock.patch.object(
                WholeFileStorage, "_save", side_effect=OSError(EIO, "the store is away")
            ),
            self.assertRaisesMessage(
                CommandError, "the store is away. For certain 0 of 2"
            ),
        ):
            self.move("--to=store", "--delete")
        self.assertEqual(self.held(self.folder), _FILES)
        self.move("--to=store")
        self.assertEqual(self.held(self.store), _FILES)

    def test_a_dry_run_copies_nothing(self) -> None:
        self.assertIn(
            "2 files, 50,000 bytes are to lie", self.move("--to=store", "--dry-run")
        )
        self.assertEqual(self.held(self.store), {})

    @override_settings(MEDIA_STORE={})
    def test_without_a_store_it_says_what_to_set(self) -> None:
        with self.assertRaisesMessage(CommandError, "MEDIA_STORE"):
            self.move("--to=store")
