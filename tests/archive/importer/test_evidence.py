"""A notice stands under the article that holds it; under others only on evidence."""

from __future__ import annotations

from typing import Any

from articles.archive.importer import import_paths
from articles.models import (
    Article,
    FoundSource,
    Source,
    SourceEvidence,
)
from tests.archive.importer.test_run import ImportTestCase

NOTICE = "版权所有：丙通讯社 2025"
TERMS = "1. 欢迎转载，转载时请标明来源为海岳财经。\n2. 仅供参考，据此操作风险自负。"


class EvidenceTestCase(ImportTestCase):
    def setUp(self) -> None:
        super().setUp()
        (self.root / "content/zh-CN/news/haiyue/832914.zh-CN.md").unlink()

    def write_wire(
        self,
        numbers: range,
        notice: str = "",
        *,
        label: str = "wire",
        language: str = "zh-CN",
    ) -> None:
        """Write files that end with the notice, if there is one, and the source's link."""
        for number in numbers:
            head = f"---\ntitle: 第{number}篇\ndate: 2025-02-10\n---\n"
            link = f"[{label}](https://{label}.example/{number})"
            parts = [f"第{number}篇的正文。", notice, link]
            text = "\n\n".join(filter(None, parts))
            self.write(self.place(number, label, language), f"{head}\n{text}\n")

    def place(self, number: int, label: str = "wire", language: str = "zh-CN") -> str:
        return f"content/{language}/news/{label}/{number}.{language}.md"

    def run_again(self, **options: Any) -> None:
        list(import_paths([self.root], **options).outcomes)

    def shown(self, number: int, label: str = "wire", language: str = "zh-CN") -> str:
        """Return what stands under an article on its page."""
        article = Article.objects.get(
            imported_file__path=self.place(number, label, language),
            imported_file__archive=self.root.name,
        )
        page = self.client.get(article.get_absolute_url()).content.decode()
        _above, mark, below = page.partition('class="disclaimer')
        return below if mark else ""

    def holders(self, count: int, of: int) -> list[bool]:
        """Import a fresh archive where so many of the files hold the notice; return for
        each of them whether its page shows it under the text."""
        self.root = self.root.parent / f"site-{count}-{of}"
        self.write_wire(range(count), NOTICE)
        self.write_wire(range(count, of))
        self.run_again()
        return [NOTICE in self.shown(number) for number in range(of)]


class ShareTests(EvidenceTestCase):
    def test_five_of_five_files_show_it(self) -> None:
        self.assertEqual(self.holders(5, 5), [True] * 5)
        self.assertEqual(Source.objects.get().disclaimer, NOTICE)

    def test_nineteen_of_twenty_speak_for_the_twentieth(self) -> None:
        self.assertEqual(self.holders(19, 20), [True] * 20)
        self.assertEqual(Source.objects.get().disclaimer, NOTICE)

    def test_eighteen_of_twenty_speak_for_themselves_alone(self) -> None:
        self.assertEqual(self.holders(18, 20), [True] * 18 + [False] * 2)
        self.assertEqual(Source.objects.get().disclaimer, "")

    def test_five_of_nine_speak_for_themselves_alone(self) -> None:
        self.assertEqual(self.holders(5, 9), [True] * 5 + [False] * 4)

    def test_four_of_four_keep_theirs_in_the_text(self) -> None:
        self.assertEqual(self.holders(4, 4), [False] * 4)
        for article in Article.objects.all():
            self.assertIn(NOTICE, article.body)
        self.assertEqual(Source.objects.get().disclaimer, "")

    def test_one_source_in_two_archives_is_judged_in_each(self) -> None:
        self.holders(19, 20)
        self.assertEqual(self.holders(18, 20), [True] * 18 + [False] * 2)
        self.root = self.root.parent / "site-19-20"
        self.assertIn(NOTICE, self.shown(19))

    def test_each_language_is_judged_by_itself(self) -> None:
        self.write_wire(range(19), NOTICE)
        self.write_wire(range(19, 20))
        self.write_wire(range(3), language="zh-HK")
        self.write_wire(range(3), language="en")
        self.run_again()
        self.assertIn(NOTICE, self.shown(19))
        self.assertNotIn(NOTICE, self.shown(1, language="zh-HK"))
        self.assertNotIn(NOTICE, self.shown(1, language="en"))

    def test_copies_in_either_script_are_one_notice(self) -> None:
        self.write_wire(range(10), "免责声明：本文内容仅供参考。")
        self.write_wire(range(10, 19), "免責聲明：本文內容僅供參考。")
        self.write_wire(range(19, 20))
        self.run_again()
        self.assertIn("参考", self.shown(19))


class LaterRunTests(EvidenceTestCase):
    def test_more_files_without_it_take_it_away(self) -> None:
        self.write_wire(range(19), NOTICE)
        self.write_wire(range(19, 20))
        self.run_again()
        self.assertIn(NOTICE, self.shown(19))
        self.write_wire(range(20, 23))
        self.run_again()
        self.assertNotIn(NOTICE, self.shown(19))
        self.assertIn(NOTICE, self.shown(0))
        self.assertEqual(Source.objects.get().disclaimer, "")

    def test_more_files_with_it_give_it(self) -> None:
        self.write_wire(range(5), NOTICE)
        self.write_wire(range(5, 6))
        self.run_again()
        self.assertNotIn(NOTICE, self.shown(5))
        self.write_wire(range(6, 25), NOTICE)
        self.run_again()
        self.assertIn(NOTICE, self.shown(5))

    def test_a_file_that_lost_it_counts_as_it_is_now(self) -> None:
        self.write_wire(range(20), NOTICE)
        self.run_again()
        self.write_wire(range(2))
        self.run_again()
        row = SourceEvidence.objects.get()
        self.assertEqual((row.holders, row.files, row.percent), (18, 20, 90))
        self.assertNotIn(NOTICE, self.shown(0))

    def test_what_an_editor_wrote_is_never_replaced(self) -> None:
        self.write_wire(range(20), NOTICE)
        self.run_again()
        Source.objects.update(
            disclaimer="新的声明。",
            edited_disclaimers=["disclaimer"],
            notices=[NOTICE],
        )
        self.write_wire(range(20, 30))
        self.run_again()
        self.assertEqual(Source.objects.get().disclaimer, "新的声明。")
        for number in (0, 25):
            self.assertIn("新的声明。", self.shown(number))
            self.assertNotIn(NOTICE, self.shown(number))

    def test_an_emptied_disclaimer_stays_away_from_those_without_it(self) -> None:
        self.write_wire(range(19), NOTICE)
        self.write_wire(range(19, 20))
        self.run_again()
        Source.objects.update(disclaimer="", edited_disclaimers=["disclaimer"])
        self.write_wire(range(20, 21), NOTICE)
        self.run_again()
        self.assertEqual(Source.objects.get().disclaimer, "")
        self.assertNotIn(NOTICE, self.shown(19))
        self.assertIn(NOTICE, self.shown(0))


class EverydayTextTests(EvidenceTestCase):
    """News that has the words of a notice stays news."""

    LIST = "1、甲证券认为，行业景气上行。\n2、乙证券指出，需留意需求不及预期的风险。"

    def test_a_list_about_risks_stays_in_the_text_whole(self) -> None:
        self.write_wire(range(8), self.LIST, label="alpha")
        self.run_again()
        for article in Article.objects.all():
            self.assertIn(self.LIST, article.body)
            self.assertEqual(article.disclaimer, "")
        self.assertEqual(Source.objects.get().disclaimer, "")

    def test_an_article_never_becomes_empty(self) -> None:
        for number in range(6):
            head = f"---\ntitle: 第{number}篇\ndate: 2025-02-10\n---\n"
            link = f"[alpha](https://alpha.example/{number})"
            self.write(self.place(number, "alpha"), f"{head}\n{TERMS}\n\n{link}\n")
        self.run_again()
        for article in Article.objects.all():
            self.assertIn(TERMS, article.body)
            self.assertNotIn("alpha.example", article.body)
        for number in range(6):
            self.assertNotIn("欢迎转载", self.shown(number, "alpha"))

    def test_what_may_be_a_notice_and_stays_is_reported(self) -> None:
        self.write_wire(range(2), NOTICE)
        codes = [
            problem.code
            for outcome in import_paths([self.root]).outcomes
            for problem in outcome.problems
        ]
        self.assertEqual(codes.count("possible-notice"), 2)


class WhoseTextTests(EvidenceTestCase):
    def test_each_article_has_the_source_that_it_names(self) -> None:
        brokers = ["国金证券", "民生证券", "國金證券", "中信建投"]
        for number, broker in enumerate(brokers):
            self.write_wire(
                range(number, number + 1), f"来源: {broker}", label="research"
            )
        self.run_again()
        names = [str(article.source) for article in Article.objects.order_by("slug")]
        self.assertEqual(names, ["国金证券", "民生证券", "国金证券", "中信建投"])
        for article in Article.objects.all():
            self.assertIn("来源: ", article.body)

    def test_the_order_of_the_files_makes_no_difference(self) -> None:
        self.write_wire(range(1), label="research")
        self.write_wire(range(1, 2), "来源：国金证券", label="research")
        self.write_wire(range(2, 3), label="research")
        self.run_again()
        names = [str(article.source) for article in Article.objects.order_by("slug")]
        self.assertEqual(names, ["research", "国金证券", "research"])

    def test_a_line_that_enough_files_share_stands_in_the_attribution(self) -> None:
        self.write_wire(range(6), "来源：国金证券", label="research")
        self.run_again()
        for number in range(6):
            self.assertIn("国金证券", self.shown(number, "research"))

    def test_where_figures_come_from_is_content(self) -> None:
        lines = (
            "Source: Dow Jones Market Data, FactSet",
            "（来源：交易所）",
            "来源：公司公告、交易所",
        )
        for number, line in enumerate(lines):
            label = f"wire{number}"
            self.write_wire(range(7), line, label=label)
        self.run_again()
        for number, line in enumerate(lines):
            rows = Article.objects.filter(source__slug=f"wire{number}")
            self.assertEqual(rows.count(), 7)
            for article in rows:
                self.assertIn(line, article.body)

    def test_front_matter_names_the_original(self) -> None:
        for number, key in enumerate(
            (
                *("original_url", "source_url", "source", "from", "via"),
                *("canonical", "canonicalURL"),
            )
        ):
            self.write(
                f"content/{number}.md",
                f"---\ntitle: 甲\ndate: 2025-02-10\n"
                f"{key}: https://orig.example/{number}\n---\n正文。\n",
            )
        self.write(
            "content/named.md",
            "---\ntitle: 甲\ndate: 2025-02-10\nsource: 海岳财经\n---\n正文。\n",
        )
        self.run_again()
        urls = Article.objects.exclude(source_url="").order_by("source_url")
        self.assertEqual(
            list(urls.values_list("source_url", flat=True)),
            [f"https://orig.example/{number}" for number in range(7)],
        )
        self.assertEqual(str(Article.objects.get(slug="named").source), "海岳财经")

    def test_a_linked_title_names_the_original(self) -> None:
        self.write(
            "content/1.md",
            "---\ntitle: 甲\ndate: 2025-02-10\n---\n"
            "# [甲](https://orig.example/1)\n\n正文。\n",
        )
        self.run_again()
        article = Article.objects.get()
        self.assertEqual(article.source_url, "https://orig.example/1")
        self.assertEqual(article.body.strip(), "正文。")

    def test_a_link_with_a_blank_in_its_address_is_one(self) -> None:
        head = "---\ntitle: 甲\ndate: 2025-02-10\n---\n"
        self.write(
            self.place(1), f"{head}正文。\n\n[wire](https://wire.example/牛 市)\n"
        )
        self.run_again()
        article = Article.objects.get()
        self.assertEqual(article.source_url, "https://wire.example/牛%20市")
        self.assertEqual(article.body.strip(), "正文。")

    def test_two_sources_that_name_each_other_stay_two(self) -> None:
        self.write_wire(range(1), "来源：乙社", label="甲社")
        self.write_wire(range(1), "来源：甲社", label="乙社")
        self.run_again()
        self.assertEqual(
            {
                (str(article.source), article.source_url.split("/")[2])
                for article in Article.objects.all()
            },
            {("乙社", "甲社.example"), ("甲社", "乙社.example")},
        )

    def test_a_huge_notice_stays_in_the_text(self) -> None:
        huge = "免责声明：仅供参考，不构成投资建议。" * 8_000
        self.write_wire(range(6), huge)
        self.run_again()
        for article in Article.objects.all():
            self.assertIn(huge, article.body)

    def test_a_refused_source_is_none_for_later_files_too(self) -> None:
        self.write_wire(range(1))
        self.run_again()
        FoundSource.objects.update(source=None, decision="refused")
        Article.objects.update(source=None)
        self.write_wire(range(1, 2))
        self.run_again()
        self.assertEqual({a.source for a in Article.objects.all()}, {None})
