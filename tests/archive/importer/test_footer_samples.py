"""What many files of an archive end with is lifted; what few end with stays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from articles.archive.exporter import export_articles
from articles.archive.importer import ImportAction, ImportResult, Report, import_paths
from articles.archive.importer.footer_samples import ENOUGH
from articles.models import Article, FooterPattern, FoundSource, ImportRun, Source
from articles.publishing import save
from tests.archive.importer.test_run import ImportTestCase
from tests.people import make_chief

NOTICE = "免责声明：本文内容仅供参考，不构成投资建议。"
BLOCK = NOTICE + "\n\n原文链接：https://www.haiyue.example/a/{0}"


class FooterTestCase(ImportTestCase):
    """Files ``0`` and on, each with its own text above the same kind of ending."""

    def setUp(self) -> None:
        super().setUp()
        (self.root / "content/zh-CN/news/haiyue/832914.zh-CN.md").unlink()

    def place(self, number: int) -> str:
        return f"content/zh-CN/news/{number}.md"

    def text(self, number: int, block: str = BLOCK) -> str:
        head = f"---\ntitle: 第{number}篇\ndate: 2025-02-10\n---\n"
        return f"{head}\n第{number}篇的正文。\n\n第{number}篇的尾句。\n\n{block.format(number)}\n"

    def write_files(self, numbers: range, block: str = BLOCK) -> None:
        for number in numbers:
            self.write(self.place(number), self.text(number, block))

    def article(self, number: int) -> Article:
        return Article.objects.get(imported_file__path=self.place(number))

    def outcomes(self, **options: Any) -> list[ImportResult]:
        return list(import_paths([self.root], **options).outcomes)

    def bodies(self) -> list[str]:
        return list(Article.objects.order_by("pk").values_list("body", flat=True))

    def assert_lifted(self, number: int) -> None:
        self.assertEqual(
            self.article(number).body.strip(),
            f"第{number}篇的正文。\n\n第{number}篇的尾句。",
        )


class RecognitionTests(FooterTestCase):
    def test_what_enough_files_share_is_lifted(self) -> None:
        self.write_files(range(ENOUGH))
        self.outcomes()
        for number in range(ENOUGH):
            self.assert_lifted(number)
        article = self.article(3)
        self.assertEqual(article.source_url, "https://www.haiyue.example/a/3")
        self.assertEqual(article.disclaimer, NOTICE)

    def test_an_address_alone_is_a_guess_and_makes_no_source(self) -> None:
        self.write_files(range(ENOUGH))
        self.outcomes()
        self.assertEqual({article.source for article in Article.objects.all()}, {None})
        found = FoundSource.objects.get()
        self.assertEqual((found.name, found.is_guess), ("haiyue.example", True))
        self.assertEqual(found.imported_files.count(), ENOUGH)

    def test_four_files_are_too_few_and_five_are_enough(self) -> None:
        for count, stays in ((4, True), (5, False)):
            self.write_files(range(count))
            self.outcomes()
            self.assertIs(NOTICE in self.article(count - 1).body, stays)

    def test_what_fewer_share_stays(self) -> None:
        self.write_files(range(ENOUGH - 1))
        self.outcomes()
        self.assertTrue(all(NOTICE in body for body in self.bodies()))
        self.assertFalse(Source.objects.exists())

    def test_a_source_named_in_either_script_is_one_and_comes_out_as_written(
        self,
    ) -> None:
        for number in range(ENOUGH):
            name = "來源：東方社" if number % 2 else "来源：东方社"
            self.write(self.place(number), self.text(number, name))
        self.outcomes()
        source = Source.objects.get()
        self.assertEqual((source.name, source.slug), ("东方社", "东方社"))
        self.assertEqual(source.articles.count(), ENOUGH)
        folder = self.root.parent / "out"
        list(export_articles(folder, archive="site")[1])
        for number in range(ENOUGH):
            place = self.place(number)
            self.assertEqual(
                (folder / place).read_bytes(), (self.root / place).read_bytes()
            )

    def test_every_form_is_recognised(self) -> None:
        for number, block in enumerate(
            (
                "[海岳](https://www.haiyue.example/a/{0})",
                "https://www.haiyue.example/a/{0}",
                "<https://www.haiyue.example/a/{0}>",
                "来源：海岳财经",
                "Read the original at https://www.haiyue.example/a/{0}",
                "---\n\n**免责声明**\n\n内容由作者提供，与本站无关。",
                "***\n\nDisclaimer: for reference only.\n\nSource: Haiyue Wire",
                "1. 欢迎转载，请标明来源为海岳财经。\n2. 风险自负。",
            )
        ):
            with self.subTest(block):
                self.root = self.root.parent / f"site{number}"
                self.write_files(range(ENOUGH), block)
                self.outcomes()
                rows = Article.objects.filter(imported_file__archive=self.root.name)
                self.assertEqual(
                    sorted(rows.values_list("body", flat=True)),
                    [f"\n第{n}篇的正文。\n\n第{n}篇的尾句。\n" for n in range(ENOUGH)],
                )

    def test_notices_without_a_source_stay_with_their_article(self) -> None:
        self.write_files(range(ENOUGH), NOTICE)
        self.outcomes()
        self.assert_lifted(0)
        article = self.article(0)
        self.assertEqual((article.source, article.disclaimer), (None, NOTICE))

    def test_navigation_and_adverts_stay_however_many_have_them(self) -> None:
        for number, block in enumerate(
            (
                "[阅读更多](https://www.haiyue.example/a/{0})",
                "[开户优惠](https://broker.example/)",
                "[海岳证券](https://broker.example/)",
                "欢迎关注海岳财经公众号。",
                "https://youtu.be/{0}",
                f"{NOTICE}\n\n欢迎关注海岳财经公众号。",
            )
        ):
            with self.subTest(block):
                self.root = self.root.parent / f"site{number}"
                self.write_files(range(ENOUGH), block)
                self.assertTrue(all(o.lifted is None for o in self.outcomes()))

    def test_an_advert_above_the_notices_stays(self) -> None:
        self.write_files(
            range(ENOUGH), "[开户优惠](https://broker.example/)\n\n" + BLOCK
        )
        self.outcomes()
        self.assertTrue(self.article(1).body.endswith("(https://broker.example/)\n"))

    def test_copies_of_one_text_are_one_sample(self) -> None:
        for number in range(2 * ENOUGH):
            self.write(self.place(number), self.text(7, "市场风险仍在上升。"))
        self.outcomes()
        self.assertTrue(all("市场风险" in body for body in self.bodies()))

    def test_both_scripts_and_line_ends_and_gb18030_are_samples(self) -> None:
        self.write_files(range(ENOUGH - 2))
        traditional = BLOCK.replace("免责声明", "免責聲明").replace("内容", "內容")
        self.write(self.place(8), self.text(8, traditional).replace("\n", "\r\n"))
        self.write(self.place(9), self.text(9).encode("gb18030"))
        self.outcomes()
        for number in (0, 8, 9):
            self.assert_lifted(number)

    def test_the_longest_known_footer_is_lifted(self) -> None:
        self.write_files(range(ENOUGH))
        self.write_files(range(20, 20 + ENOUGH), BLOCK.partition("\n\n")[2])
        self.outcomes()
        self.assert_lifted(0)
        self.assert_lifted(20)

    def test_other_processes_know_them_too(self) -> None:
        self.write_files(range(120))
        self.outcomes()
        self.assert_lifted(119)


class LaterRunTests(FooterTestCase):
    def test_few_new_files_are_read_as_the_many_before(self) -> None:
        self.write_files(range(ENOUGH))
        self.outcomes()
        self.write_files(range(50, 51))
        self.outcomes()
        self.assert_lifted(50)

    def test_files_that_trickle_in_are_counted_over_runs(self) -> None:
        for number in range(ENOUGH):
            self.write_files(range(number, number + 1))
            self.outcomes()
        self.assertIn(NOTICE, self.article(ENOUGH - 2).body)
        self.assert_lifted(ENOUGH - 1)

    def test_one_file_is_one_sample_however_often_it_is_read(self) -> None:
        for number in range(ENOUGH + 1):
            text = self.text(number)  # Another text each time, at one place.
            self.write(self.place(0), text)
            self.outcomes()
        self.assertIn(NOTICE, self.article(0).body)

    def test_samples_of_another_archive_do_not_count(self) -> None:
        self.write_files(range(ENOUGH))
        self.outcomes()
        self.root = self.root.parent / "other"
        self.write_files(range(1))
        self.outcomes()
        self.assertIn(NOTICE, Article.objects.get(imported_file__archive="other").body)

    def test_a_changed_file_changes_what_changed_alone(self) -> None:
        self.write_files(range(ENOUGH))
        self.outcomes()
        self.write(self.place(2), self.text(2).replace("尾句", "末句"))
        changed = [o for o in self.outcomes() if o.action is not ImportAction.UNCHANGED]
        self.assertEqual(
            [(o.action, o.fields) for o in changed], [(ImportAction.UPDATED, ("body",))]
        )
        self.assertNotIn(NOTICE, self.article(2).body)

    def test_an_edited_article_merges_with_its_lifted_file(self) -> None:
        self.write_files(range(ENOUGH))
        self.outcomes()
        article = self.article(2)
        article.body = article.body.replace("正文", "文字")
        save(article, by=make_chief())
        self.write(self.place(2), self.text(2).replace("尾句", "末句"))
        changed = [o for o in self.outcomes() if o.action is not ImportAction.UNCHANGED]
        self.assertEqual(
            [(o.action, o.fields) for o in changed], [(ImportAction.MERGED, ("body",))]
        )
        self.assertEqual(self.article(2).body.strip(), "第2篇的文字。\n\n第2篇的末句。")

    def test_an_edited_article_keeps_what_was_not_lifted_at_first(self) -> None:
        self.write_files(range(1))
        self.outcomes()
        article = self.article(0)
        article.body = article.body.replace("正文", "文字")
        save(article, by=make_chief())
        self.write_files(range(1, ENOUGH + 1))
        self.write(self.place(0), self.text(0).replace("尾句", "末句"))
        self.outcomes()
        self.assert_lifted(1)
        block = BLOCK.format(0)
        self.assertEqual(
            self.article(0).body.strip(), f"第0篇的文字。\n\n第0篇的末句。\n\n{block}"
        )
        self.assertEqual(self.article(0).source, None)

    def test_an_article_nobody_touched_is_lifted_when_its_file_changes(self) -> None:
        self.write_files(range(1))
        self.outcomes()
        self.write_files(range(1, ENOUGH + 1))
        self.write(self.place(0), self.text(0).replace("正文", "文字"))
        self.outcomes()
        article = self.article(0)
        self.assertNotIn(NOTICE, article.body)
        self.assertEqual(article.source_url, "https://www.haiyue.example/a/0")


class ReportTests(FooterTestCase):
    EXPECTED = {
        "source": "haiyue.example",
        "pattern": "免责声明:本文内容仅供参考,不构成投资建议。\n原文链接 https://haiyue.example/",
        "count": ENOUGH,
    }

    def test_report_and_run_list_pattern_source_and_count(self) -> None:
        self.write_files(range(ENOUGH))
        path = Path(self.root.parent) / "report.json"
        with Report(path) as report:
            for outcome in self.outcomes():
                self.assertIn("closing-block", [p.code for p in outcome.problems])
                report.add(outcome)
        data = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual(data["closings"], [self.EXPECTED])
        self.assertEqual(ImportRun.objects.get().closings, [self.EXPECTED])

    def test_a_dry_run_says_the_same_and_writes_nothing(self) -> None:
        self.write_files(range(ENOUGH))
        dry = self.outcomes(dry_run=True)
        self.assertFalse(FooterPattern.objects.exists())
        self.assertFalse(Article.objects.exists())
        real = self.outcomes()
        self.assertEqual([o.lifted for o in dry], [o.lifted for o in real])
        self.assertEqual([o.problems for o in dry], [o.problems for o in real])

    def test_what_was_lifted_by_its_shape_counts_too(self) -> None:
        block = "1. 欢迎转载，请注明出处。\n\n[海岳](https://www.haiyue.example/a/{0})"
        self.write_files(range(2), block)
        self.outcomes()
        self.assertEqual(
            ImportRun.objects.get().closings,
            [
                {
                    "source": "海岳",
                    "pattern": "1. 欢迎转载,请注明出处。\n[海岳](https://haiyue.example/)",
                    "count": 2,
                }
            ],
        )
