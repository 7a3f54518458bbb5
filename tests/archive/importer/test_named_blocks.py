"""A closing block that an editor named leaves the texts, and comes out again in exports."""

from __future__ import annotations

from typing import Any

from articles.archive.exporter import export_articles
from articles.archive.importer import import_paths
from articles.models import Article, FooterRule, ImportedFile, Source
from articles.publishing import save
from tests.archive.importer.test_evidence import NOTICE, EvidenceTestCase
from tests.people import make_chief


class NamedBlockTests(EvidenceTestCase):
    AD = "点击下载海岳APP，第一时间看行情。"

    def rule(self, text: str, treatment: str = "drop", **values: Any) -> None:
        FooterRule.objects.create(text=text, treatment=treatment, **values)

    def bodies(self) -> set[str]:
        return {article.body.strip() for article in Article.objects.all()}

    def test_a_named_block_is_lifted_from_a_single_file(self) -> None:
        self.rule("点击下载*看行情。")
        self.write_wire(range(1), self.AD)
        self.run_again()
        self.assertEqual(self.bodies(), {"第0篇的正文。"})
        self.assertNotIn("APP", self.shown(0))

    def test_one_that_is_a_notice_stands_under_the_text(self) -> None:
        self.rule(NOTICE, "notice")
        self.write_wire(range(1), f"{NOTICE}\n\n{self.AD}")
        self.run_again()
        self.assertIn(NOTICE, Article.objects.get().body)  # The advert is not named.
        self.rule(self.AD)
        self.write_wire(range(1, 2), f"{NOTICE}\n\n{self.AD}")
        self.run_again()
        self.assertIn(NOTICE, self.shown(1))
        self.assertNotIn("APP", self.shown(1))

    def test_one_below_the_link_goes_too(self) -> None:
        self.rule(self.AD)
        head = "---\ntitle: 甲\ndate: 2025-02-10\n---\n"
        link = "[wire](https://wire.example/1)"
        self.write(self.place(1), f"{head}正文。\n\n{link}\n\n{self.AD}\n")
        self.run_again()
        self.assertEqual(self.bodies(), {"正文。"})
        self.assertEqual(Article.objects.get().source_url, "https://wire.example/1")

    def test_one_of_a_source_leaves_others_alone(self) -> None:
        self.write_wire(range(1))
        self.run_again()
        self.rule(self.AD, source=Source.objects.get())
        self.write_wire(range(1, 2), self.AD)
        self.write_wire(range(2, 3), self.AD, label="other")
        self.run_again()
        bodies = Article.objects.order_by("slug").values_list("body", flat=True)
        self.assertEqual([self.AD in body for body in bodies], [False, False, True])

    def test_files_with_lifted_blocks_come_out_to_the_byte(self) -> None:
        self.rule(self.AD)
        self.rule(NOTICE, "notice")
        self.write_wire(range(3), f"{NOTICE}\n\n{self.AD}")
        self.run_again()
        FooterRule.objects.all().delete()  # A file keeps what was lifted out of it.
        self.check_exports(range(3))

    def check_exports(self, numbers: range) -> None:
        folder = self.root.parent / "out"
        list(export_articles(folder, archive=self.root.name)[1])
        for number in numbers:
            self.assertEqual(
                (folder / self.place(number)).read_bytes(),
                (self.root / self.place(number)).read_bytes(),
            )

    def test_an_edited_text_leaves_a_block_that_no_rule_lifts_today(self) -> None:
        self.rule(self.AD)
        self.write_wire(range(1), self.AD)
        self.run_again()
        FooterRule.objects.all().delete()
        article = Article.objects.get()
        article.title, article.body = "新的标题", "新的正文。\n"
        save(article, by=make_chief())
        folder = self.root.parent / "out"
        list(export_articles(folder, archive=self.root.name)[1])
        text = (folder / self.place(0)).read_text(encoding="utf-8")
        self.assertIn("新的标题", text)
        self.assertTrue(
            text.endswith(
                f"新的正文。\n\n{self.AD}\n\n[wire](https://wire.example/0)\n"
            )
        )

    def test_a_block_survives_another_source_and_comes_back(self) -> None:
        self.rule(self.AD)
        self.write_wire(range(2), f"{NOTICE}\n\n{self.AD}")
        self.run_again()
        FooterRule.objects.all().delete()
        article = Article.objects.earliest("pk")
        article.source = Source.objects.create(name="港湾", slug="gangwan")
        article.title, article.body = "新的标题", "新的正文。\n"
        save(article, by=make_chief())
        folder = self.root.parent / "out" / self.root.name
        list(export_articles(folder, archive=self.root.name)[1])
        text = (folder / self.place(0)).read_text(encoding="utf-8")
        self.assertTrue(
            text.endswith(f"\n\n{self.AD}\n\n[wire](https://wire.example/0)\n")
        )
        Article.objects.all().delete()
        ImportedFile.objects.all().delete()
        list(import_paths([folder]).outcomes)
        again = Article.objects.get(title="新的标题")
        self.assertEqual(
            (str(again.source), again.body.strip()), ("港湾", "新的正文。")
        )

    def test_the_lines_that_were_lifted_are_on_record(self) -> None:
        self.write_wire(range(5), NOTICE)
        self.run_again()
        footer = ImportedFile.objects.earliest("pk").footer
        assert footer
        self.assertEqual((footer["disclaimer"], footer["lines"]), (NOTICE, 4))
