"""What the documents say is there, and what is there is in the documents."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import SimpleTestCase

import newsdesk
from articles.widgets import choices

ROOT = Path(__file__).resolve().parent.parent


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


class DocumentationTests(SimpleTestCase):
    def test_every_code_of_the_importer_is_explained(self) -> None:
        codes: set[str] = set()
        for path in (ROOT / "articles" / "importing").glob("*.py"):
            codes |= set(
                re.findall(
                    r'(?:Refused|error|warn|note|Problem)\(\s*(?:Level\.\w+, )?"([a-z0-9-]+)"',
                    path.read_text(encoding="utf-8"),
                )
            )
        explained = set(re.findall(r"`([a-z0-9-]+)`", text("docs/importing.md")))
        self.assertEqual(codes - explained, set())

    def test_every_command_is_mentioned(self) -> None:
        documents = " ".join(
            text(path.relative_to(ROOT).as_posix())
            for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
        )
        commands = (ROOT / "articles" / "management" / "commands").glob("[a-z]*.py")
        missing = [path.stem for path in commands if path.stem not in documents]
        self.assertEqual(missing, [])

    def test_every_panel_is_in_the_editors_manuals(self) -> None:
        missing = [
            f"{name}: {key}"
            for name in ("docs/editing.md", "docs/editing.zh.md")
            for key, _label in choices()
            if f"`{key}`" not in text(name)
        ]
        self.assertEqual(missing, [])

    def test_the_version_is_the_newest_that_the_changelog_says_is_released(
        self,
    ) -> None:
        newest = re.search(r"^## (\d\S*)", text("CHANGELOG.md"), re.MULTILINE)
        assert newest is not None
        self.assertEqual(newest[1], newsdesk.__version__)

    def test_every_file_that_the_documents_name_exists(self) -> None:
        missing = []
        for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
            content = path.read_text(encoding="utf-8")
            named = re.findall(
                r"`((?:articles|templates|tests|newsdesk|docs)/[\w./-]+)`", content
            )
            named += [
                (path.parent / link).relative_to(ROOT).as_posix()
                for link in re.findall(r"\]\(([\w./-]+)\)", content)
            ]
            missing += [
                f"{path.name}: {name}" for name in named if not (ROOT / name).exists()
            ]
        self.assertEqual(missing, [])
