"""A file is in storage as a whole, or not at all."""

from __future__ import annotations

import errno
import os
import resource
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from django.core.files.base import ContentFile, File
from django.test import SimpleTestCase

from newsdesk.file_storage import WholeFileStorage


class Breaking(ContentFile[bytes]):
    """A file whose reading ends in an error after the first part."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half"
        raise OSError(errno.EIO, "broken")


class WholeFileTests(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.storage = WholeFileStorage(folder.name, "/media/", synced=["originals"])

    def files(self) -> list[str]:
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file()
        )

    def save(self, name: str, file: File[bytes]) -> str:
        return self.storage.save(name, file)

    def test_a_file_is_stored_under_its_name(self) -> None:
        self.assertEqual(self.save("a/b.png", ContentFile(b"x")), "a/b.png")
        self.assertEqual(self.files(), ["a/b.png"])
        self.assertEqual((self.folder / "a/b.png").read_bytes(), b"x")

    def test_a_taken_name_gives_another(self) -> None:
        first = self.save("a.png", ContentFile(b"1"))
        second = self.save("a.png", ContentFile(b"2"))
        self.assertNotEqual(first, second)
        self.assertEqual((self.folder / first).read_bytes(), b"1")
        self.assertEqual((self.folder / second).read_bytes(), b"2")

    def test_a_name_taken_meanwhile_gives_another(self) -> None:
        self.save("a.png", ContentFile(b"1"))
        with mock.patch.object(
            self.storage, "get_available_name", side_effect=["a.png", "b.png"]
        ):
            self.assertEqual(self.save("a.png", ContentFile(b"2")), "b.png")
        self.assertEqual((self.folder / "a.png").read_bytes(), b"1")

    def test_a_file_system_without_links_takes_files_too(self) -> None:
        with mock.patch("os.link", side_effect=PermissionError):
            self.save("a.png", ContentFile(b"x"))
        self.assertEqual(self.files(), ["a.png"])

    def test_what_breaks_off_leaves_nothing(self) -> None:
        with self.assertRaises(OSError):
            self.save("originals/a.png", Breaking(b"half and more"))
        self.assertEqual(self.files(), [])

    def test_a_disk_that_is_full_on_waiting_leaves_nothing(self) -> None:
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        with mock.patch("os.fsync", side_effect=full), self.assertRaises(OSError):
            self.save("originals/a.png", ContentFile(b"x"))
        self.assertEqual(self.files(), [])

    def test_only_what_cannot_be_made_again_waits_for_the_disk(self) -> None:
        with mock.patch("os.fsync") as sync:
            self.save("renditions/a.webp", ContentFile(b"x"))
            sync.assert_not_called()
            self.save("originals/a.png", ContentFile(b"x"))
            self.assertEqual(sync.call_count, 2)  # The file, and its name.

    def test_a_process_that_may_write_no_more_leaves_nothing(self) -> None:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        try:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
            with self.assertRaises(OSError):
                self.save("originals/a.png", ContentFile(b"x" * 5000))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
            signal.signal(signal.SIGXFSZ, handler)
        self.assertEqual(self.files(), [])
