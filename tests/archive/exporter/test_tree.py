"""Nothing leaves the folder, and nothing of a stranger's is overwritten unasked."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePosixPath

from django.test import SimpleTestCase

from articles.archive.exporter.export_results import CannotExport, ExportAction
from articles.archive.exporter.tree import MARKER, Tree


class TreeTests(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "out"
        self.tree = Tree(self.root)

    def put(self, path: str, content: bytes = b"a") -> ExportAction:
        return self.tree.put(PurePosixPath(path), content)

    def test_a_file_is_written_once(self) -> None:
        self.tree.prepare(force=False)
        self.assertEqual(self.put("a/b.md"), ExportAction.WRITTEN)
        self.assertEqual(self.put("a/b.md"), ExportAction.SAME)
        self.assertEqual(self.put("a/b.md", b"b"), ExportAction.WRITTEN)
        self.assertEqual((self.root / "a/b.md").read_bytes(), b"b")
        self.assertEqual([f.name for f in (self.root / "a").iterdir()], ["b.md"])

    def test_paths_that_lead_out_are_refused(self) -> None:
        self.tree.prepare(force=False)
        for path in ("../a", "/etc/a", "a/../../b", "a\x00b", ".", "a/.."):
            with self.subTest(path), self.assertRaises(CannotExport):
                self.put(path)
        self.assertEqual(len(list(self.root.parent.iterdir())), 1)

    def test_a_link_that_leads_out_is_not_followed(self) -> None:
        self.tree.prepare(force=False)
        outside = self.root.parent / "outside"
        outside.mkdir()
        (self.root / "link").symlink_to(outside)
        for path in ("link/a.md", "link/deeper/a.md"):
            with self.subTest(path), self.assertRaises(CannotExport):
                self.put(path)
        (outside / "b.md").write_bytes(b"kept")
        (self.root / "b.md").symlink_to(outside / "b.md")
        self.put("b.md")
        self.assertEqual((outside / "b.md").read_bytes(), b"kept")
        self.assertEqual(list(outside.iterdir()), [outside / "b.md"])

    def test_a_folder_of_others_is_refused_unless_forced(self) -> None:
        self.root.mkdir()
        (self.root / "theirs").touch()
        with self.assertRaisesMessage(CannotExport, "--force"):
            self.tree.prepare(force=False)
        self.tree.prepare(force=True)
        self.tree.prepare(force=False)  # It is one of ours now.
        self.assertTrue((self.root / MARKER).exists())

    def test_a_check_writes_nothing(self) -> None:
        with self.assertRaisesMessage(CannotExport, "No such folder"):
            Tree(self.root, only_check=True).prepare(force=False)
        self.root.mkdir()
        (self.root / "a.md").write_bytes(b"a")
        tree = Tree(self.root, only_check=True)
        tree.prepare(force=False)
        put = [tree.put(PurePosixPath(p), b"b") for p in ("a.md", "b/c.md")]
        self.assertEqual(put, [ExportAction.DIFFERS, ExportAction.MISSING])
        self.assertEqual([f.name for f in self.root.iterdir()], ["a.md"])

    def test_what_the_disk_refuses_is_said(self) -> None:
        self.tree.prepare(force=False)
        self.put("a")
        for path in ("a/b.md", "n" * 300):
            with self.subTest(path), self.assertRaises(CannotExport):
                self.put(path)
