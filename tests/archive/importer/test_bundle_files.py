"""Files beside an article that are no pictures come in, are served, and go out again."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.core.files.storage import default_storage

from articles import attached_files
from articles.archive.exporter import ExportAction, export_articles
from articles.archive.importer import ImportAction, ImportResult, import_paths
from articles.models import Article, AttachedFile, Image, Revision
from articles.publishing import delete
from tests.archive.importer.test_run import ImportTestCase
from tests.faults import storage_away
from tests.sample_images import png

HEAD = "---\ntitle: 甲\ndate: 2025-02-10\n---\n"
PDF = b"%PDF-1.7\n\x00\xff one"
OTHER = b"%PDF-1.7\n\x00\xff another"
BUNDLE = "content/news/bundle"


class BundleTestCase(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        (self.root / "content/zh-CN/news/haiyue/832914.zh-CN.md").unlink()

    def run_once(self, **options: Any) -> ImportResult:
        (outcome,) = import_paths([self.root], **options).outcomes
        return outcome

    def paths(self) -> set[str]:
        return set(AttachedFile.objects.values_list("path", flat=True))

    def codes(self, outcome: ImportResult) -> list[tuple[str, int]]:
        return [(problem.code, problem.line) for problem in outcome.problems]


class TakenTests(BundleTestCase):
    def test_a_link_leads_to_the_file_that_came_in(self) -> None:
        self.write("content/a.md", f"{HEAD}[报告](2024%20年报.pdf#page=2 '甲')\n")
        self.write("content/2024 年报.pdf", PDF)
        outcome = self.run_once()
        self.assertEqual(outcome.problems, ())
        row = AttachedFile.objects.get()
        url = f"/files/{row.pk}/2024%20%E5%B9%B4%E6%8A%A5.pdf"
        self.assertEqual(row.get_absolute_url(), url)
        self.assertIn(f'href="{url}#page=2"', Article.objects.get().body_html)
        with row.file.open() as file:
            self.assertEqual(file.read(), PDF)

    def test_links_find_files_where_hugo_jekyll_and_hexo_keep_them(self) -> None:
        self.write(
            "content/news/a.md",
            f"{HEAD}[1](/docs/a.pdf) [2](b.CSV) [3](../c.zip?v=1) [4](d.xlsx)"
            " [5](/notes.txt)\n",
        )
        for name in (
            *("static/docs/a.pdf", "content/news/b.CSV", "content/c.zip"),
            *("content/news/a/d.xlsx", "static/notes.txt"),
        ):
            self.write(name, name)
        self.assertEqual(self.run_once().problems, ())
        self.assertEqual(AttachedFile.objects.count(), 5)
        self.assertNotRegex(Article.objects.get().body_html, r'href="(?!/files/\d+/)')

    def test_all_files_of_a_bundle_come_in_with_each_of_its_versions(self) -> None:
        self.write(f"{BUNDLE}/index.zh-cn.md", HEAD + "一句。\n")
        self.write(f"{BUNDLE}/index.en.md", HEAD + "One.\n")
        for name in ("a.pdf", "data/b.csv", "chart.png", ".DS_Store", "Thumbs.db"):
            self.write(f"{BUNDLE}/{name}", name)
        self.write(f"{BUNDLE}/sub/page.md", HEAD + "二句。\n")
        self.write(f"{BUNDLE}/sub/c.pdf", "of another text")
        for outcome in import_paths([self.root]).outcomes:
            self.assertEqual(outcome.problems, ())
        rows = AttachedFile.objects.values_list("article__language", "path")
        self.assertEqual(
            set(rows),
            {
                (language, f"{BUNDLE}/{name}")
                for language in ("zh-Hans", "en")
                for name in ("a.pdf", "data/b.csv")
            },
        )
        self.assertEqual(len(set(AttachedFile.objects.values_list("file"))), 2)

    def test_a_bundle_of_no_site_is_one_too(self) -> None:
        (self.root / "content").rename(self.root / "old")
        self.write("bundle/index.md", HEAD + "一句。\n")
        self.write("bundle/a.pdf", PDF)
        self.assertEqual(self.run_once().problems, ())
        self.assertEqual(self.paths(), {"bundle/a.pdf"})

    def test_a_folder_with_other_texts_is_no_bundle(self) -> None:
        self.write(f"{BUNDLE}/index.md", HEAD + "一句。\n")
        self.write(f"{BUNDLE}/b.md", HEAD + "二句。\n")
        self.write(f"{BUNDLE}/draft.pdf", PDF)
        list(import_paths([self.root]).outcomes)
        self.assertEqual(self.paths(), set())

    def test_a_site_s_own_files_are_no_article_s(self) -> None:
        self.write("index.md", HEAD + "一句。\n")
        self.write("_posts/2025-02-10-a.md", HEAD + "二句。\n")
        self.write("Gemfile.lock", "x")
        self.write("report.pdf", PDF)
        for outcome in import_paths([self.root]).outcomes:
            self.assertEqual(outcome.problems, ())
        self.assertEqual(self.paths(), set())


class RefusedTests(BundleTestCase):
    def test_other_kinds_are_reported_with_a_remedy(self) -> None:
        self.write(f"{BUNDLE}/index.md", HEAD + "甲 [程序](setup.exe)\n")
        for name in ("setup.exe", "a.psd", "b", "c.pdf"):
            self.write(f"{BUNDLE}/{name}", name)
        outcome = self.run_once()
        unknown = [p for p in outcome.problems if p.code == "unknown-file"]
        self.assertEqual([problem.line for problem in unknown], [5, 0])
        self.assertIn(f"{BUNDLE}/setup.exe: no kind of file", unknown[0].message)
        self.assertIn(f"{BUNDLE}/a.psd, {BUNDLE}/b", unknown[1].message)
        self.assertIn(".zip", unknown[1].message)
        self.assertEqual(self.paths(), {f"{BUNDLE}/c.pdf"})

    def test_a_file_that_cannot_be_kept_is_one_line_and_the_rest_comes_in(self) -> None:
        self.write(f"{BUNDLE}/index.md", HEAD + "一句。\n")
        for name in ("a\nb.pdf", "large.pdf", "locked.pdf", "good.pdf"):
            self.write(f"{BUNDLE}/{name}", PDF * (3 if name == "large.pdf" else 1))
        os.symlink("/etc/hostname", self.root / BUNDLE / "out.txt.pdf")
        digest_of = attached_files.digest_of

        def without_locked(file: Path) -> str:
            if file.name == "locked.pdf":
                raise PermissionError(13, "Permission denied")
            return digest_of(file)

        with (
            patch.object(attached_files, "MAX_BYTES", len(PDF)),
            patch.object(attached_files, "digest_of", without_locked),
        ):
            outcome = self.run_once()
        self.assertEqual(outcome.action, ImportAction.CREATED)
        self.assertEqual(self.codes(outcome), [("bad-file", 0)] * 3)
        self.assertEqual(self.paths(), {f"{BUNDLE}/good.pdf"})

    def test_a_link_out_of_the_archive_brings_nothing(self) -> None:
        self.write("content/a.md", f"{HEAD}[a](../../secret.pdf) [b](b.pdf)\n")
        self.write("../secret.pdf", PDF)
        os.symlink(self.root.parent / "secret.pdf", self.root / "content/b.pdf")
        self.assertEqual(
            [p.code for p in self.run_once().problems], ["missing-link"] * 2
        )
        self.assertEqual(self.paths(), set())


class OutageTests(BundleTestCase):
    def test_a_file_whose_pictures_storage_does_not_take_is_read_again(self) -> None:
        for body, name, content in (
            ("![图](a.png)", "content/a.png", png()),
            ("[报告](a.pdf)", "content/a.pdf", PDF),
        ):
            with self.subTest(body):
                self.write("content/a.md", f"{HEAD}{body}\n")
                self.write(name, content)
                with storage_away():
                    outcome = self.run_once()
                self.assertEqual(outcome.action, ImportAction.FAILED)
                self.assertEqual(
                    [code for code, _line in self.codes(outcome)][-1], "no-storage"
                )
                outcome = self.run_once()
                self.assertEqual(outcome.problems, ())
        self.assertTrue(Image.objects.exists())
        self.assertEqual(self.paths(), {"content/a.pdf"})


class AgainTests(BundleTestCase):
    def setUp(self) -> None:
        super().setUp()
        self.write(f"{BUNDLE}/index.md", f"{HEAD}甲 [a](a.pdf)\n")

    def test_a_file_that_comes_later_is_taken_without_a_revision(self) -> None:
        for name in ("a.pdf", "unnamed.csv"):
            self.assertIn(
                self.run_once().action, {ImportAction.CREATED, ImportAction.UNCHANGED}
            )
            self.write(f"{BUNDLE}/{name}", PDF)
            planned = self.run_once(dry_run=True)
            outcome = self.run_once()
            for result in (planned, outcome):
                self.assertEqual(
                    (result.action, result.fields), (ImportAction.UPDATED, ("files",))
                )
            self.assertIn(f"{BUNDLE}/{name}", self.paths())
        self.assertIs(self.run_once().action, ImportAction.UNCHANGED)
        self.assertIn("/files/", Article.objects.get().body_html)
        self.assertEqual(Revision.objects.count(), 1)

    def test_a_file_that_another_replaced_keeps_its_address(self) -> None:
        self.write(f"{BUNDLE}/a.pdf", PDF)
        self.run_once()
        before = AttachedFile.objects.get()
        self.write(f"{BUNDLE}/a.pdf", OTHER)
        with self.captureOnCommitCallbacks(execute=True):
            self.assertEqual(self.run_once().fields, ("files",))
        row = AttachedFile.objects.get()
        self.assertEqual(row.get_absolute_url(), before.get_absolute_url())
        with row.file.open() as file:
            self.assertEqual(file.read(), OTHER)
        self.assertFalse(default_storage.exists(str(before.file.name)))
        self.assertIs(self.run_once().action, ImportAction.UNCHANGED)

    def test_a_file_that_left_the_archive_stays(self) -> None:
        self.write(f"{BUNDLE}/a.pdf", PDF)
        self.run_once()
        (self.root / BUNDLE / "a.pdf").unlink()
        self.assertIs(self.run_once().action, ImportAction.UNCHANGED)
        self.assertEqual(self.paths(), {f"{BUNDLE}/a.pdf"})

    def test_deleting_the_article_takes_its_files_along_and_leaves_others(self) -> None:
        self.write(f"{BUNDLE}/a.pdf", PDF)
        self.write(f"{BUNDLE}/b.pdf", OTHER)
        self.write("content/b.md", f"{HEAD}乙 [b](news/bundle/b.pdf)\n")
        list(import_paths([self.root]).outcomes)
        names = {row.path: str(row.file.name) for row in AttachedFile.objects.all()}
        with self.captureOnCommitCallbacks(execute=True):
            delete(Article.objects.get(imported_file__path__startswith=BUNDLE))
        self.assertEqual(self.paths(), {f"{BUNDLE}/b.pdf"})
        self.assertFalse(default_storage.exists(names[f"{BUNDLE}/a.pdf"]))
        self.assertTrue(default_storage.exists(names[f"{BUNDLE}/b.pdf"]))


class ExportTests(BundleTestCase):
    def test_files_go_out_again_byte_for_byte(self) -> None:
        self.write(f"{BUNDLE}/index.md", f"{HEAD}甲 [a](a.pdf) [b](/b.mp3)\n")
        names = (f"{BUNDLE}/a.pdf", f"{BUNDLE}/空 白/c.xlsx", "static/b.mp3")
        for name in names:
            self.write(name, PDF + name.encode())
        self.run_once()
        with tempfile.TemporaryDirectory() as folder:
            _total, results = export_articles(Path(folder), archive="site")
            for result in results:
                self.assertIs(result.action, ExportAction.WRITTEN, result.path)
            for name in (f"{BUNDLE}/index.md", *names):
                content = (self.root / name).read_bytes()
                self.assertEqual((Path(folder) / name).read_bytes(), content)

    def test_a_file_that_storage_lost_is_named(self) -> None:
        self.write(f"{BUNDLE}/index.md", f"{HEAD}一句。\n")
        self.write(f"{BUNDLE}/a.pdf", PDF)
        self.run_once()
        default_storage.delete(str(AttachedFile.objects.get().file.name))
        with tempfile.TemporaryDirectory() as folder:
            _total, results = export_articles(Path(folder), archive="site")
            failed = [result for result in results if not result.is_done]
        self.assertEqual(
            [(result.path, result.problems[0].code) for result in failed],
            [(f"{BUNDLE}/a.pdf", "no-file")],
        )
