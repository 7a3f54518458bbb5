"""The command reports to people and to scripts."""

from __future__ import annotations

import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase

from tests.factories import make_article


class ExportMarkdownTests(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = Path(folder.name).resolve() / "out"
        make_article(slug="one")

    def run_command(self, *arguments: str) -> tuple[str, str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command(
                "export_markdown", str(self.out), *arguments, stdout=out, stderr=err
            )
        except CommandError as error:
            return out.getvalue(), err.getvalue(), str(error)
        return out.getvalue(), err.getvalue(), ""

    def test_a_good_export_ends_well_with_a_table(self) -> None:
        out, err, failure = self.run_command()
        self.assertRegex(out, r" +written\n(.*\n)*new +1\n")
        self.assertEqual((err, failure), ("", ""))
        self.assertTrue((self.out / "newsdesk/content/zh-cn/articles/one.md").is_file())

    def test_a_check_lists_what_differs_and_fails(self) -> None:
        self.run_command()
        self.assertEqual(self.run_command("--check")[2], "")
        make_article(slug="two")
        out, _err, failure = self.run_command("--check")
        self.assertIn("missing: newsdesk/content/zh-cn/articles/two.md\n", out)
        self.assertEqual(failure, "1 file(s) differ: see the lines above.")

    def test_what_a_file_cannot_say_is_one_line_with_the_fields(self) -> None:
        article = make_article(slug="three", status="draft", published_at=None)
        article.modified_at = article.created_at
        article.save()
        _out, err, failure = self.run_command()
        self.assertIn("three.md: error: Read again, the file would not say", err)
        self.assertIn("published_at.", err)
        self.assertEqual(failure, "1 file(s) need attention: see the lines above.")

    def test_a_folder_of_others_is_refused(self) -> None:
        self.out.mkdir()
        (self.out / "theirs").touch()
        self.assertIn("--force", self.run_command()[2])
        self.assertEqual(self.run_command("--force")[2], "")

    def test_at_verbosity_0_a_good_export_is_silent(self) -> None:
        self.assertEqual(self.run_command("--verbosity", "0"), ("", "", ""))
