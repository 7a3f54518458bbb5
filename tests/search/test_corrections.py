"""Where nothing was found: only what finds something, and never what is not public."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles import search
from articles.models import SiteSettings, Tag
from articles.search import ParsedQuery, corrections, label
from tests.factories import hours_ago, make_article, make_draft, make_term


def proposed(query: str, **more: Any) -> list[str]:
    version = SiteSettings.objects.get_or_create(pk=1)[0].conversion_version
    return search.did_you_mean(
        ParsedQuery(query, **({"language_group": "zh"} | more)), version
    )


class CutTests(TestCase):
    def test_words_without_spaces_are_cut_where_they_are_found(self) -> None:
        make_article(body="对冲基金结束抛售，科技股跑输。")
        self.assertEqual(proposed("对冲基金科技股"), ["对冲基金 科技股"])
        self.assertEqual(proposed("對沖基金科技股結束"), ["對沖基金 科技股 結束"])
        self.assertEqual(proposed("对冲基金不存在"), [])

    def test_no_single_character_is_left_over(self) -> None:
        make_article(body="对冲基金科技，技股")
        self.assertEqual(proposed("对冲基金科技股"), ["对冲基金科 技股"])
        self.assertEqual(proposed("对冲技"), [])

    def test_one_that_stood_alone_is_none_that_is_left_over(self) -> None:
        make_article(body="对冲基金。科技股，5月")
        self.assertEqual(proposed("对冲基金科技股5月"), ["对冲基金 科技股 5 月"])

    def test_what_is_only_in_different_articles_is_not_proposed(self) -> None:
        make_article(body="对冲基金")
        make_article(body="科技股")
        self.assertEqual(proposed("对冲基金科技股"), [])

    def test_they_read_as_they_were_typed(self) -> None:
        make_article(body="画家的座位，沉默的大象。")
        self.assertEqual(proposed("画家沉默"), ["画家 沉默"])
        self.assertEqual(proposed("画家-大象Ａ"), [])
        self.assertEqual(proposed("畫家（大象）"), ["畫家 大象"])


class LikenessTests(TestCase):
    def test_a_wrong_homophone_in_a_tag_a_term_or_a_title(self) -> None:
        make_term("鲍威尔", "鮑爾", "鮑威爾")
        make_article(title="高盛：降准在即", body="鲍威尔", tags=["对冲基金"])
        for query, expected in (
            *(("对充基金", "对冲基金"), ("對沖機金", "对冲基金")),
            *(("鲍为尔", "鲍威尔"), ("高圣", "高盛"), ("将准", "降准")),
            ("高圣 鲍为尔", "高盛 鲍威尔"),
            ("对充基金鲍威尔", None),
        ):
            with self.subTest(query):
                self.assertEqual(proposed(query), [expected] if expected else [])

    def test_a_piece_of_a_title_reads_as_it_is_written_there(self) -> None:
        make_article(title="沉默的画家")
        self.assertEqual(proposed("划嘉"), ["画家"])
        self.assertEqual(proposed("臣默"), ["沉默"])

    def test_a_character_wrong_missing_or_too_many(self) -> None:
        make_article(tags=["对冲基金"])
        for query in ("对冲资金", "对冲金", "对冲的基金"):
            self.assertEqual(proposed(query), ["对冲基金"], query)

    def test_a_piece_of_a_longer_run(self) -> None:
        make_article(title="高盛看好后市", tags=["高盛"])
        self.assertEqual(proposed("高圣看好"), ["高盛看好"])
        make_article(body="后市看好高盛")
        self.assertEqual(proposed("看好高圣"), ["看好高盛"])

    def test_latin_letters(self) -> None:
        make_term("高盛", synonyms="Goldman Sachs")
        make_article(title="Melt-up ahead", tags=["ETF flows"], language="en")
        make_article(title="高盛看多")
        self.assertEqual(proposed("ahaed", language_group="en"), ["ahead"])
        self.assertEqual(proposed("ETF flwos", language_group="en")[0], "ETF flows")
        self.assertEqual(proposed("golman sachs"), ["Goldman Sachs"])

    def test_the_rest_of_the_query_stays(self) -> None:
        make_article(title="高盛", body="美股", tags=["对冲基金"])
        self.assertEqual(
            proposed('tag:对冲基金 "美股" 高圣 -草稿'), ["tag:对冲基金 美股 高盛 -草稿"]
        )


class HonestyTests(TestCase):
    def test_nothing_is_proposed_that_this_reader_cannot_find(self) -> None:
        make_draft(title="对冲基金", tags=["对冲基金"])
        make_article(title="对冲基金", expires_at=hours_ago(0.01))
        make_article(title="Hedge funds 对冲基金", language="en")
        make_term("对冲基金")
        self.assertEqual(proposed("对充基金"), [])
        self.assertEqual(proposed("对冲基金高盛"), [])

    def test_filters_of_the_question_count(self) -> None:
        make_article(tags=["对冲基金"])
        make_article(tags=["高盛"])
        for name, expected in (("对冲基金", ["对冲基金"]), ("高盛", [])):
            own = label("tag", Tag.objects.get(name=name).pk)
            self.assertEqual(proposed("对充基金", labels=(own,)), expected)

    def test_words_are_taken_from_titles_that_the_filter_leaves_out_too(self) -> None:
        make_article(title="高盛看多")
        make_article(title="快讯", body="高盛", tags=["美股"])
        own = label("tag", Tag.objects.get().pk)
        self.assertEqual(proposed("高圣", labels=(own,)), ["高盛"])

    def test_the_query_itself_is_never_proposed(self) -> None:
        make_article(tags=["对冲基金"])
        for query in ("对冲基金", "對沖基金", "无此词", "", "-对冲基金", "tag:无"):
            self.assertNotIn(query, proposed(query))

    def test_there_are_at_most_three(self) -> None:
        for char in "甲乙丙丁戊":
            make_article(tags=[f"对冲{char}金"])
        self.assertEqual(len(proposed("对冲基金")), 3)


class CostTests(TestCase):
    def test_no_more_than_sixteen_proposals_are_probed(self) -> None:
        make_article(body="对冲基金")
        proposals = corrections._Proposals(0, ParsedQuery("无", "zh"), 1)
        found = [proposals.finds("对冲基金") for _ in range(18)]
        self.assertEqual(found, [True] * 16 + [False] * 2)

    def test_it_stays_within_twenty_queries(self) -> None:
        make_article(body="对冲基金科技股美联储", tags=["对冲基金"])
        make_term("高盛", synonyms="Goldman Sachs")
        for query in (
            *("对冲科技股美联储对冲基金科技股美联储对" * 9, "x" * 200),
            *("甲乙 丙丁 戊己 庚辛 壬癸", "golman sahcs nvidai aple", "无" * 200),
        ):
            with CaptureQueriesContext(connection) as asked:
                proposed(query)
            self.assertLessEqual(len(asked), 22, query)

    def test_odd_input_is_no_error(self) -> None:
        make_article(tags=["高盛"])
        for query in (
            *('"', "*", "()", "📈", "\x00", "\ud800", "'; DROP TABLE", "高" * 10_000),
            *("tag:", "tag:\x00", "-", "- -", "NEAR(a b)", "†高圣", "𠀀𠀀", "ａ" * 99),
        ):
            with self.subTest(ascii(query[:20])):
                self.assertLessEqual(len(proposed(query)), 3)
