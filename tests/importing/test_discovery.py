"""Files are found once, in order, and known by their place in their archive."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.test import SimpleTestCase

from articles.importing.discovery import find


class FindTests(SimpleTestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve() / "site"
        for name in (
            "content/zh-cn/news/b.md", "content/zh-cn/news/a.md", "content/_index.md",
            "content/x.png", "README.md", "content/.hidden/c.md", "other/d.txt",
        ):  # fmt: skip
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x")

    def places(self, *paths: str) -> list[tuple[str, str]]:
        found = find([self.root / path for path in paths])
        return [(f.archive, str(f.path)) for f in found if not f.skip_reason]

    def test_a_site_its_folder_and_its_file_give_the_same_identity(self) -> None:
        expected = ("site", "content/zh-cn/news/a.md")
        self.assertIn(expected, self.places(""))
        self.assertIn(expected, self.places("content/zh-cn"))
        self.assertEqual(self.places("content/zh-cn/news/a.md"), [expected])

    def test_each_file_is_found_once_in_order(self) -> None:
        places = self.places("", "content")
        self.assertEqual(
            places,
            [
                ("site", "content/zh-cn/news/a.md"),
                ("site", "content/zh-cn/news/b.md"),
                ("site", "other/d.txt"),
            ],
        )

    def test_readmes_and_section_pages_are_skipped_with_a_reason(self) -> None:
        skipped = {f.file.name for f in find([self.root]) if f.skip_reason}
        self.assertEqual(skipped, {"README.md", "_index.md"})

    def test_a_missing_path_is_passed_on_to_be_reported(self) -> None:
        self.assertEqual(len(list(find([self.root / "nowhere"]))), 1)
