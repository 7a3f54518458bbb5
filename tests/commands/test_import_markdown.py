"""The command reports to people and to scripts."""

from __future__ import annotations

import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase

from articles.choices import Status
from articles.models import Article


class ImportMarkdownTests(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()

    def run_command(self, *paths: Path) -> tuple[str, str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command("import_markdown", *paths, stdout=out, stderr=err)
        except CommandError as error:
            return out.getvalue(), err.getvalue(), str(error)
        return out.getvalue(), err.getvalue(), ""

    def test_a_good_folder_ends_well_with_a_table(self) -> None:
        (self.root / "a.md").write_text("---\ntitle: A\ndate: 2025-01-01\n---\nText")
        out, err, failure = self.run_command(self.root)
        self.assertRegex(out, r"created +1\n")
        self.assertEqual((err, failure), ("", ""))

    def test_each_problem_is_one_line_with_path_line_and_remedy(self) -> None:
        bad = self.root / "bad.md"
        bad.write_text("---\ntitle: A\ndate: soon\nwidgets: [weather]\n---\nText")
        _out, err, failure = self.run_command(self.root)
        self.assertIn(f"{bad}:3: error: “soon” is no date: write it as", err)
        self.assertIn(f"{bad}:4: error: No widget is called “weather”", err)
        self.assertEqual(failure, "1 of 1 file(s) need attention: see the lines above.")

    def test_a_missing_path_is_said_and_the_rest_is_imported(self) -> None:
        (self.root / "a.md").write_text("---\ntitle: A\ndate: 2025-01-01\n---\nText")
        out, err, failure = self.run_command(self.root / "nowhere", self.root)
        self.assertRegex(out, r"created +1\n")
        self.assertIn("nowhere: error: No such file or folder", err)
        self.assertTrue(failure)

    def test_at_verbosity_0_only_errors_are_said(self) -> None:
        (self.root / "a.md").write_text("---\ntitle: A\n---\nText")
        out, err = StringIO(), StringIO()
        call_command("import_markdown", self.root, stdout=out, stderr=err, verbosity=0)
        self.assertEqual((out.getvalue(), err.getvalue()), ("", ""))

    def test_what_was_lifted_is_listed_with_pattern_and_count(self) -> None:
        for number in range(6):
            head = (
                f"---\ntitle: 第{number}篇\ndate: 2025-01-01\n---\n第{number}篇的正文。"
            )
            block = f"免责声明：仅供参考。\n\n原文链接：https://h.example/{number}"
            (self.root / f"{number}.md").write_text(f"{head}\n\n{block}\n", "utf-8")
        out, _err, _failure = self.run_command(self.root)
        self.assertIn(
            "       6  h-example: 免责声明:仅供参考。 / 原文链接 https://h.example/\n",
            out,
        )

    def test_undated_files_are_published_where_asked(self) -> None:
        (self.root / "a.md").write_text("---\ntitle: A\n---\nText")
        out, err = StringIO(), StringIO()
        call_command(
            "import_markdown", self.root, undated="publish", stdout=out, stderr=err
        )
        self.assertEqual(Article.objects.get().status, Status.PUBLISHED)
        self.assertRegex(out.getvalue(), r"file-time +1\n")
