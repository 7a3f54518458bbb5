"""A file whose closing block was lifted on evidence comes out as it went in."""

from __future__ import annotations

import difflib
import os
from pathlib import Path

from articles.archive.exporter import ExportAction, export_articles
from articles.archive.importer import import_paths
from articles.archive.importer.footer_samples import ENOUGH
from articles.models import Article, FooterPattern, ImportedFile, Source
from articles.publishing import save
from tests.archive.importer.test_footer_samples import BLOCK, FooterTestCase
from tests.people import make_chief


class ExportTests(FooterTestCase):
    def export(self) -> Path:
        folder = self.root.parent / "out"
        _count, outcomes = export_articles(folder, archive="site", force=True)
        wrong = [o for o in outcomes if o.action is ExportAction.FAILED or o.problems]
        self.assertEqual(wrong, [])
        return folder

    def setUp(self) -> None:
        super().setUp()
        self.write_files(range(1))
        self.outcomes()  # Not enough yet: it keeps its notices.
        self.write_files(range(1, ENOUGH), f"---\n\n{BLOCK}")
        self.write_files(range(ENOUGH, 2 * ENOUGH), BLOCK)
        self.outcomes()

    def gone_and_new(self, number: int) -> list[str]:
        name = self.place(number)
        old = (self.root / name).read_text(encoding="utf-8").split("\n")
        new = (self.export() / name).read_text(encoding="utf-8").split("\n")
        return [d for d in difflib.ndiff(old, new) if d[0] in "+-"]

    def test_untouched_files_come_out_to_the_byte(self) -> None:
        folder = self.export()
        for number in range(2 * ENOUGH):
            name = self.place(number)
            self.assertEqual(
                (folder / name).read_bytes(), (self.root / name).read_bytes()
            )

    def test_an_edited_text_differs_in_its_line_alone(self) -> None:
        chief = make_chief()
        for number in (0, 2, ENOUGH):
            with self.subTest(number):
                article = self.article(number)
                article.body = article.body.replace("尾句", "末句")
                save(article, by=chief)
                self.assertEqual(
                    self.gone_and_new(number),
                    [f"- 第{number}篇的尾句。", f"+ 第{number}篇的末句。"],
                )

    def test_a_paragraph_added_at_the_end_stands_above_the_block(self) -> None:
        article = self.article(ENOUGH)
        article.body = article.body.rstrip() + "\n\n又一段。\n"
        save(article, by=make_chief())
        self.assertEqual(self.gone_and_new(ENOUGH), ["+ 又一段。", "+ "])

    def test_another_address_stands_in_its_own_line(self) -> None:
        article = self.article(ENOUGH)
        article.source_url = "https://www.haiyue.example/b/5"
        save(article, by=make_chief())
        self.assertEqual(
            self.gone_and_new(ENOUGH),
            [
                "- 原文链接：https://www.haiyue.example/a/5",
                "+ 原文链接：https://www.haiyue.example/b/5",
            ],
        )

    def test_another_source_is_told_and_read_back(self) -> None:
        article = self.article(ENOUGH)
        article.source = Source.objects.create(name="港湾", slug="gangwan")
        article.source_url = "https://gangwan.example/1"
        save(article, by=make_chief())
        text = (self.export() / self.place(ENOUGH)).read_text(encoding="utf-8")
        self.assertIn("gangwan", text)

    def test_another_disclaimer_at_the_source_changes_no_file(self) -> None:
        Source.objects.update(disclaimer="新的声明。")
        self.test_untouched_files_come_out_to_the_byte()

    def test_nor_of_an_article_that_an_import_merged(self) -> None:
        article = self.article(ENOUGH)
        article.body = article.body.replace("正文", "文字")
        save(article, by=make_chief())
        name = self.place(ENOUGH)
        self.write(name, self.text(ENOUGH).replace("尾句", "末句"))
        self.outcomes()
        Source.objects.update(disclaimer="新的声明。")
        self.assertEqual(
            self.gone_and_new(ENOUGH),
            [f"- 第{ENOUGH}篇的正文。", f"+ 第{ENOUGH}篇的文字。"],
        )

    def test_the_tree_imports_again_to_the_same_articles(self) -> None:
        before = self.bodies()[1:]
        folder = self.export()
        Article.objects.all().delete()
        FooterPattern.objects.all().delete()
        list(import_paths([folder]).outcomes)
        self.assertEqual(sorted(self.bodies()[1:]), sorted(before))

    def test_a_touched_file_keeps_its_decision(self) -> None:
        footer = ImportedFile.objects.get(path=self.place(2)).footer
        self.assertTrue(footer)
        os.utime(self.root / self.place(2), (1, 1))
        self.outcomes()
        self.assertEqual(ImportedFile.objects.get(path=self.place(2)).footer, footer)
