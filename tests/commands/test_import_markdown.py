"""The command reports to people and to scripts."""

from __future__ import annotations

import json
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import TestCase

from articles.choices import Status
from articles.models import Article, FoundSource, ImportRun, SiteSettings


class CommandTestCase(TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name).resolve()

    def run_command(self, *paths: Path | str) -> tuple[str, str, str]:
        out, err = StringIO(), StringIO()
        try:
            call_command("import_markdown", *paths, stdout=out, stderr=err)
        except CommandError as error:
            return out.getvalue(), err.getvalue(), str(error)
        return out.getvalue(), err.getvalue(), ""


class SourcesFoundTests(CommandTestCase):
    def run_on_files(self, files: int, block: str, *options: str) -> str:
        for n in range(files):
            head = f"---\ntitle: A{n}\ndate: 2025-01-01\n---\nText {n}."
            (self.root / f"{n}.md").write_text(f"{head}\n\n{block.format(n)}\n")
        return self.run_command(self.root, *options)[0]

    def test_the_import_ends_with_the_sources_found_and_where_to_review_them(
        self,
    ) -> None:
        notices = "1. 转载请注明出处。\n2. 内容仅供参考。"
        block = f"{notices}\n\n[haiyue](https://haiyue.example/{{0}})"
        report = self.root.parent / f"{self.root.name}.json"
        self.addCleanup(report.unlink)
        out = self.run_on_files(5, block, f"--report={report}")
        self.assertRegex(out, r"haiyue +5  haiyue  100 %\n")
        self.assertIn("/admin/articles/foundsource/", out)
        (source,) = json.loads(report.read_text())["sources"]
        self.assertEqual((source["files"], source["has_disclaimer"]), (5, True))
        FoundSource.objects.update(decision="refused")
        out, _err, _failure = self.run_command(self.root)
        self.assertRegex(out, r"haiyue +5  haiyue  100 %  refused\n")

    def test_a_guess_says_so(self) -> None:
        out = self.run_on_files(5, "原文链接：https://haiyue.example/{0}")
        self.assertRegex(out, r"haiyue.example +5  haiyue.example  –  guessed\n")

    def test_no_source_and_a_dry_run_show_none(self) -> None:
        self.assertNotIn("Sources found", self.run_on_files(1, "End."))
        link = "[haiyue](https://haiyue.example/{0})"
        self.assertNotIn("Sources found", self.run_on_files(1, link, "--dry-run"))


class ImportMarkdownTests(CommandTestCase):
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

    def test_a_line_break_in_a_name_or_an_address_makes_no_second_line(self) -> None:
        story = '---\ntitle: A\ndate: 2025-01-01\n---\n{{< figure src="a\nb.png" >}}\n'
        (self.root / "a.md").write_text(story)
        (self.root / "c\nd\x1b.md").write_text(story)
        _out, err, _failure = self.run_command(self.root)
        picture, name = err.splitlines()
        self.assertIn("The picture a\\nb.png is not", picture)
        self.assertIn("c\\nd\\x1b.md: error: The file's name", name)

    def test_a_missing_path_is_said_and_the_rest_is_imported(self) -> None:
        (self.root / "a.md").write_text("---\ntitle: A\ndate: 2025-01-01\n---\nText")
        out, err, failure = self.run_command(self.root / "nowhere", self.root)
        self.assertRegex(out, r"created +1\n")
        self.assertIn("nowhere: error: No such file or folder", err)
        self.assertTrue(failure)

    def test_a_report_that_cannot_be_written_is_said_before_anything_is_stored(
        self,
    ) -> None:
        (self.root / "a.md").write_text("---\ntitle: A\ndate: 2025-01-01\n---\nText")
        for place in (self.root, self.root / "nowhere" / "report.json"):
            with (
                self.subTest(place),
                self.assertRaisesMessage(CommandError, "name a file"),
            ):
                call_command("import_markdown", self.root, report=place)
        self.assertFalse(Article.objects.exists() or ImportRun.objects.exists())

    def test_at_verbosity_0_only_errors_are_said(self) -> None:
        (self.root / "a.md").write_text("---\ntitle: A\n---\nText")
        out, err = StringIO(), StringIO()
        call_command("import_markdown", self.root, stdout=out, stderr=err, verbosity=0)
        self.assertEqual((out.getvalue(), err.getvalue()), ("", ""))

    def test_a_dry_run_says_of_each_field_from_what_to_what(self) -> None:
        file, report = self.root / "a.md", self.root / "report.json"
        story = "---\ntitle: {}\ndate: 2025-01-01\n{}---\n{}\n"
        file.write_text(story.format("A", "", "one\n\ntwo"))
        self.run_command(file)
        file.write_text(
            story.format("B", "tags: [x]\ntoc: true\n", "one\n\nthree\n\n4")
        )
        out = StringIO()
        options = {"dry_run": True, "report": report, "stdout": out}
        call_command("import_markdown", file, **options)
        self.assertIn(f"{file}: updated\n", out.getvalue())
        lines = [line.strip() for line in out.getvalue().splitlines()]
        for line in ("title: A → B", "toc: – → true", "body: 1 line(s) out, 3 in"):
            self.assertIn(line, lines)
        (entry,) = json.loads(report.read_text())["files"]
        self.assertIn({"field": "tags", "here": [], "there": ["x"]}, entry["changes"])
        self.assertEqual(Article.objects.get().title, "A")

    def test_what_was_lifted_is_listed_with_pattern_and_count(self) -> None:
        for number in range(6):
            head = (
                f"---\ntitle: 第{number}篇\ndate: 2025-01-01\n---\n第{number}篇的正文。"
            )
            block = f"免责声明：仅供参考。\n\n原文链接：https://h.example/{number}"
            (self.root / f"{number}.md").write_text(f"{head}\n\n{block}\n", "utf-8")
        out, _err, _failure = self.run_command(self.root)
        self.assertIn(
            "       6  h.example: 免责声明:仅供参考。 / 原文链接 https://h.example/\n",
            out,
        )

    def test_links_that_lead_nowhere_are_one_line_for_each_target(self) -> None:
        for number in range(3):
            (self.root / f"{number}.md").write_text(
                f"---\ntitle: A\ndate: 2025-01-01\n---\n[a](toc.md) [b](/old/{number}/)"
            )
        report = self.root / "report.json"
        out, err = StringIO(), StringIO()
        call_command(
            "import_markdown", self.root, report=report, stdout=out, stderr=err
        )
        first, *others = err.getvalue().splitlines()
        self.assertEqual(
            first,
            "toc.md: warning: not in the archive; 3 link(s) lead there, the first in "
            f"{self.root}/0.md.",
        )
        self.assertEqual(len(others), 3)
        self.assertRegex(out.getvalue(), r"missing-link +6\n")
        (top, *_rest) = json.loads(report.read_text())["missing_links"]
        self.assertEqual((top["target"], top["count"]), ("toc.md", 3))

    def test_undated_files_are_published_where_asked(self) -> None:
        (self.root / "a.md").write_text("---\ntitle: A\n---\nText")
        out, err = StringIO(), StringIO()
        call_command(
            "import_markdown", self.root, undated="publish", stdout=out, stderr=err
        )
        self.assertEqual(Article.objects.get().status, Status.PUBLISHED)
        self.assertRegex(out.getvalue(), r"file-time +1\n")
        self.assertIn("1 of 1 file(s) were last written today", err.getvalue())
        self.assertIn("1 file(s) without a date are today's news", out.getvalue())


class ResumeTests(CommandTestCase):
    def setUp(self) -> None:
        super().setUp()
        (self.root / "a.md").write_text("---\ntitle: A\ndate: 2025-01-01\n---\nText")
        self.killed = ImportRun.objects.create(paths=[str(self.root)])

    def run_command_with(self, **options: object) -> ImportRun:
        """The newest record of a run."""
        call_command("import_markdown", self.root, verbosity=0, **options)
        run = ImportRun.objects.order_by("pk").last()
        assert run is not None
        self.assertEqual(run.paths, [str(self.root)])
        self.assertIsNotNone(run.finished_at)
        return run

    def test_the_record_of_a_killed_run_goes_on(self) -> None:
        self.assertEqual(self.run_command_with(resume=True), self.killed)
        self.assertNotEqual(self.run_command_with(resume=True), self.killed)

    def test_another_run_has_a_record_of_its_own(self) -> None:
        self.assertNotEqual(self.run_command_with(), self.killed)

    def test_a_run_over_other_paths_is_another(self) -> None:
        ImportRun.objects.update(paths=[str(self.root), "more"])
        self.assertNotEqual(self.run_command_with(resume=True), self.killed)

    def test_its_time_is_its_own(self) -> None:
        before = self.killed.started_at
        self.assertGreater(self.run_command_with(resume=True).started_at, before)


class SiteConfigurationTests(CommandTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.write("site/hugo.toml", 'title = "Desk"\n[params]\ntoc = true\n')
        self.write("site/content/a.md", "---\ntitle: A\ndate: 2025-01-01\n---\nText")

    def write(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def run_with(self, **options: object) -> tuple[str, str]:
        out = StringIO()
        try:
            call_command("import_markdown", self.root, stdout=out, **options)
        except CommandError as error:
            return out.getvalue(), str(error)
        return out.getvalue(), ""

    def test_site_wide_choices_are_shown_and_left(self) -> None:
        out, _failure = self.run_with()
        self.assertIn("name                Newsdesk → Desk", out)
        self.assertIn("toc                 false → true", out)
        self.assertIn("--apply-site-config takes them over", out)
        self.assertEqual(SiteSettings.current().name, "Newsdesk")

    def test_they_are_taken_over_where_asked(self) -> None:
        out, _failure = self.run_with(apply_site_config=True)
        self.assertIn("taken over", out)
        self.assertEqual(
            (SiteSettings.current().name, SiteSettings.current().toc), ("Desk", True)
        )
        self.assertNotIn("Site-wide choices", self.run_with()[0])

    def test_a_dry_run_takes_nothing_over(self) -> None:
        self.run_with(apply_site_config=True, dry_run=True)
        self.assertEqual(SiteSettings.current().name, "Newsdesk")

    def test_the_report_holds_them(self) -> None:
        report = self.root / "report.json"
        self.run_with(report=report)
        told = json.loads(report.read_text())["site"]
        self.assertIn({"choice": "toc", "here": False, "there": True}, told)

    def test_two_sites_cannot_both_be_taken_over(self) -> None:
        self.write("other/hugo.toml", "")
        self.write("other/content/b.md", "text")
        _out, failure = self.run_with(apply_site_config=True)
        self.assertIn("these have 2. Nothing was imported.", failure)
        self.assertFalse(Article.objects.exists())
        self.assertFalse(ImportRun.objects.exists())

    def test_a_broken_configuration_is_told_with_its_line(self) -> None:
        self.write("site/hugo.toml", "title = \n")
        _out, failure = self.run_with()
        self.assertIn("hugo.toml:1: ", failure)
        self.assertFalse(Article.objects.exists())
