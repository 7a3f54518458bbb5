"""What both databases must find alike; the suite runs on each of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.db import DatabaseError
from django.test import TestCase
from django.utils import timezone
from hypothesis import given, strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from articles import search
from articles.models import Article, SiteSettings
from articles.publishing import delete, save
from articles.search import Order, ParsedQuery
from articles.search.documents import label
from articles.search.results import _ask_active, active_index
from tests.examples import examples
from tests.factories import (
    hours_ago,
    make_article,
    make_draft,
    make_source,
    make_term,
)

SCRIPTS = "对冲基金買入美股關税后後里裡台臺漲5"


def found(text: str, order: Order = Order.NEWEST, **more: Any) -> list[str]:
    """The titles of what readers of Chinese find."""
    query = ParsedQuery(text, **({"language_group": "zh"} | more))
    version = SiteSettings.objects.get_or_create(pk=1)[0].conversion_version
    ids = search.find_articles(query, order, version, 10).article_ids
    titles = dict(Article.objects.filter(pk__in=ids).values_list("pk", "title"))
    return [titles[pk] for pk in ids]


class WordTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        make_article(
            title="第一篇",
            body="对冲基金结束抛售，**高**盛说杠杆率下跌，标普指数。鲍威尔讲话[^1]。\n\n[^1]: 注释里的沃勒。",
            published_at=hours_ago(3),
            tags=["科技股"],
        )
        make_article(
            title="第二篇 melt-up",
            language="zh-Hant-HK",
            lead="導語：CTA 策略",
            body="隨着標普 500 指數反彈，美股融漲；高盛：關稅、槓桿。Café S&P500",
            published_at=hours_ago(2),
        )

    def test_each_script_finds_both(self) -> None:
        both, one, two = ["第二篇 melt-up", "第一篇"], ["第一篇"], ["第二篇 melt-up"]
        for words, expected in (
            ("对冲基金 對沖基金", one),
            ("高盛", both),
            ("标普 標普", both),
            ("杠杆 槓桿 槓杆", both),
            ("美股", two),
            ("关税 關稅 融涨 融漲 CTA cta ＣＴＡ", two),
            ("标普500 標普500 ", two),
            ("鲍威尔 鮑威爾 沃勒", one),
            ("股 冲", None),
            ("café cafe CAFÉ", two),
            ("melt-up", two),
        ):
            for word in words.split():
                with self.subTest(word):
                    if expected is not None:
                        self.assertEqual(found(word), expected)
        self.assertEqual(found("标普 500"), two)
        self.assertEqual(found("S&P 500"), two)
        self.assertEqual(found("冲"), one)
        self.assertEqual(found("股"), both)  # 科技股 is a tag.

    def test_all_words_are_wanted(self) -> None:
        self.assertEqual(found("高盛 美股"), ["第二篇 melt-up"])
        self.assertEqual(found("对冲 美股"), [])
        self.assertEqual(found("高盛 股 冲"), ["第一篇"])

    def test_what_must_not_be_there(self) -> None:
        self.assertEqual(found("高盛 -美股"), ["第一篇"])
        self.assertEqual(found("-美股"), ["第一篇"])
        self.assertEqual(found("高盛 -冲"), ["第二篇 melt-up"])
        self.assertEqual(found("冲 -高盛"), [])
        self.assertEqual(found("股 -冲"), ["第二篇 melt-up"])

    def test_a_phrase_is_exact(self) -> None:
        self.assertEqual(found("基金结束抛售"), ["第一篇"])
        self.assertEqual(found("高盛说"), ["第一篇"])
        self.assertEqual(found("对冲抛售"), [])
        self.assertEqual(found("“对冲 抛售”"), [])

    def test_a_phrase_crosses_from_han_to_numbers_and_back(self) -> None:
        for phrase in ("标普500指数", "普500指", "500指数反", "普 500"):
            with self.subTest(phrase):
                self.assertEqual(found(f'"{phrase}"'), ["第二篇 melt-up"])

    def test_no_phrase_crosses_from_one_text_to_another(self) -> None:
        make_article(title="头条新闻", body="价格上涨。")
        self.assertEqual(found("新闻价格"), [])

    def test_words_of_queries_that_mean_nothing(self) -> None:
        for query in ('"', "*", "()", "📈", "\ud800", "'; DROP TABLE", "a\x00b", "：-"):
            with self.subTest(ascii(query)):
                self.assertEqual(found(query), [])
        for query in ("高盛 AND 美股", '高盛 "', "高盛 *", "(高盛)", "高盛 📈"):
            with self.subTest(query):
                self.assertIn("第二篇 melt-up", found(query))


class VisibilityTests(TestCase):
    def test_readers_find_what_is_public_and_nothing_else(self) -> None:
        soon = timezone.now() + timedelta(hours=1)
        make_article(title="公开关税")
        make_draft(title="草稿关税")
        make_article(title="定时关税", published_at=soon)
        make_article(title="禁发关税", embargoed_until=soon)
        make_article(title="过期关税", expires_at=hours_ago(0.01))
        make_article(title="Tariff 关税", language="en")
        self.assertEqual(found("关税"), ["公开关税"])
        self.assertEqual(found("关税", language_group="en"), ["Tariff 关税"])
        self.assertEqual(
            search.count_results(ParsedQuery("关税", "zh"), 1, 9), (1, False)
        )
        everything = Article.objects.filter(pk__in=search.ids_for_editors("关税", 1))
        self.assertEqual(everything.count(), 6)

    def test_the_index_follows_an_article(self) -> None:
        article = make_article(title="旧标题")
        article.title = "新标题"
        save(article)
        self.assertEqual((found("旧标"), found("新标")), ([], ["新标题"]))
        article.status = "draft"
        save(article)
        self.assertEqual(found("新标"), [])
        article.status = "published"
        save(article)
        self.assertEqual(found("新标"), ["新标题"])
        delete(article)
        self.assertEqual(found("新标"), [])

    def test_a_text_stands_there_once_in_however_many_scripts(self) -> None:
        for language in ("zh-Hans", "zh-Hant-TW"):
            make_article(
                title=language, language=language, translation_key="k", body="关税"
            )
        make_article(title="其他", body="关税", published_at=hours_ago(1))
        self.assertEqual(len(found("关税")), 2)


class OrderTests(TestCase):
    def test_the_newest_first_to_the_second(self) -> None:
        now = timezone.now().replace(second=30, microsecond=0) - timedelta(minutes=2)
        for seconds in (5, 1, 9, 3):
            make_article(
                title=f"{seconds}",
                body="关税",
                published_at=now + timedelta(seconds=seconds),
            )
        self.assertEqual(found("关税"), ["9", "5", "3", "1"])

    def test_the_best_first(self) -> None:
        make_article(title="正文里一次", body="关税。", published_at=hours_ago(1))
        make_article(title="正文里常常", body="关税，" * 4, published_at=hours_ago(2))
        make_article(title="导语", lead="谈关税", published_at=hours_ago(3))
        make_article(title="标签", tags=["关税"], published_at=hours_ago(4))
        make_article(title="关税标题", published_at=hours_ago(5))
        self.assertEqual(
            found("關稅", Order.BEST),
            ["关税标题", "导语", "标签", "正文里常常", "正文里一次"],
        )
        self.assertEqual(found("關稅")[0], "正文里一次")

    def test_one_character_in_a_title_is_best(self) -> None:
        make_article(title="无", body="股。", published_at=hours_ago(1))
        make_article(title="港股", published_at=hours_ago(2))
        make_article(title="导", lead="说股市", published_at=hours_ago(3))
        self.assertEqual(found("股", Order.BEST), ["港股", "导", "无"])


class NarrowingTests(TestCase):
    def test_by_label_and_period(self) -> None:
        source = make_source("海岳财经")
        article = make_article(
            title="甲",
            body="关税",
            categories=["宏观"],
            tags=["美联储"],
            authors=["林岚"],
            source=source,
            published_at=hours_ago(24 * 400),
        )
        make_article(title="乙", body="关税", tags=["美联储观察"])
        day = timezone.localtime(article.published_at)
        category, tag = article.article_categories.get().category, article.tags.get()
        for labels in (
            [label("category", category.pk)],
            [label("tag", tag.pk)],
            [label("source", source.pk)],
            [label("author", article.bylines.get().author.pk)],
            [label("period", day.year)],
            [label("period", f"{day:%Y-%m}"), label("tag", tag.pk)],
        ):
            with self.subTest(labels):
                self.assertEqual(found("关税", labels=tuple(labels)), ["甲"])
        for query in ("tag:美聯儲", "source:海嶽", "author:林岚", "分类:宏觀 关税"):
            with self.subTest(query):
                self.assertEqual(found(query), ["甲"])
        self.assertEqual(found("关税 -tag:美联储"), ["乙"])
        self.assertEqual(found("tag:没有"), [])
        self.assertEqual(found("关税 -tag:没有"), ["乙", "甲"])
        self.assertEqual(found("关税", since=hours_ago(24)), ["乙"])

    def test_by_a_label_or_a_period_without_a_word(self) -> None:
        make_article(title="甲", tags=["美联储"], published_at=hours_ago(48))
        make_article(title="乙")
        own = label("tag", Article.tags.get().pk)
        self.assertEqual(found("", labels=(own,)), ["甲"])
        self.assertEqual(found("", since=hours_ago(24)), ["乙"])
        self.assertEqual(found(""), [])

    def test_counts_say_how_many_of_them_carry_a_label(self) -> None:
        for n in range(3):
            make_article(body="关税", tags=["甲"] if n else ["甲", "乙"])
        make_draft(body="关税", tags=["甲"])
        counts = search.find_articles(
            ParsedQuery("关税", "zh"), Order.NEWEST, 1, 10
        ).counts
        one, two = (tag.pk for tag in Article.tags.order_by("pk"))
        self.assertEqual((counts[label("tag", one)], counts[label("tag", two)]), (3, 1))

    def test_all_tags_whose_names_hold_what_was_asked_for_are_meant(self) -> None:
        names = ["Fed Funds", "Federal Reserve", *(f"美{n}股" for n in range(40))]
        for name in names:
            make_article(body=name, tags=[name])
        make_article(title="别的", lead="美股 Fed", body="美0股")
        for text, count in (
            ("tag:美", 40),
            ("tag:股", 40),
            ("tag:美0", 1),
            ("tag:“7股”", 1),
            ("tag:3股", 1),
            ("tag:fed", 2),
            ("tag:“Federal Res”", 1),
            ("美 -tag:股", 1),
            ("fed -tag:fed", 1),
            ("tag:股美", 0),
        ):
            with self.subTest(text):
                query = ParsedQuery(text, "zh")
                self.assertEqual(search.count_results(query, 1, 99), (count, False))
                ids = search.find_articles(query, Order.BEST, 1, 10).article_ids
                self.assertEqual(len(ids), count)

    def test_a_tag_of_that_very_name_is_meant_alone(self) -> None:
        for n in range(3):
            make_article(title=f"{n}", tags=[f"高盛{n}"])
        make_article(title="甲", tags=["高盛"])
        self.assertEqual(found("tag:高盛"), ["甲"])
        self.assertEqual(len(found("tag:高")), 4)


class ManyTests(TestCase):
    def test_more_than_are_counted(self) -> None:
        for _ in range(3):
            make_article(body="关税")
        query = ParsedQuery("关税", "zh")
        self.assertEqual(search.count_results(query, 1, 2), (2, True))
        self.assertEqual(search.count_results(query, 1, 3), (3, False))
        for order, most in ((o, n) for o in Order for n in (2, 3, 4)):
            with patch("articles.search.results.MOST_HITS", most):
                results = search.find_articles(query, order, 1, 10)
            self.assertEqual(len(results.article_ids), min(most, 3))
            self.assertEqual(results.is_cut, most == 2)

    def test_who_asks_an_index_that_is_replaced_asks_the_new_one(self) -> None:
        make_article()
        first = active_index()

        def ask(index: int) -> int:
            if index == first:
                for _done in search.rebuild_index():
                    pass
                raise DatabaseError
            return index

        self.assertEqual(_ask_active(ask, -1), 1 - (first or 0))


class AloneTests(TestCase):
    def test_characters_that_end_words_do_not_stand_side_by_side(self) -> None:
        make_article(title="买晏，买彧", body="买晏。买彧。")
        for query in ("“晏 彧”", "“彧 晏”", "晏彧"):
            for order in Order:
                self.assertEqual(found(query, order), [], query)

    def test_a_name_of_one_character_is_as_good_as_a_longer_one(self) -> None:
        make_article(title="乙", body="他有三刀很多", published_at=hours_ago(2))
        make_article(title="甲", body="美元走强", published_at=hours_ago(1))
        make_term("美元", "美元", synonyms="刀")
        for order in Order:
            self.assertEqual(found("美元", order), ["甲", "乙"])
        self.assertEqual(found("走强 -美元"), [])
        self.assertEqual(found("很多 -美元"), [])

    def test_kana_of_either_width_are_alike(self) -> None:
        make_article(title="半", body="ｶﾞｽ料金")
        make_article(title="全", body="ガス料金", published_at=hours_ago(1))
        for query in ("ガス", "ｶﾞｽ", "カ\u3099ス"):
            self.assertEqual(found(query), ["半", "全"], query)


class VersionTests(TestCase):
    def test_a_label_of_any_version_counts_once(self) -> None:
        for language in ("zh-Hans", "zh-Hant-TW"):
            tags = ["同", f"只{language}"]
            make_article(body="辰巳", language=language, translation_key="k", tags=tags)
        result = search.find_articles(ParsedQuery("辰巳", "zh"), Order.NEWEST, 1, 10)
        counts = [
            n for name, n in result.counts.items() if name.startswith(label("tag"))
        ]
        self.assertEqual(counts, [1, 1, 1])
        self.assertEqual(len(result.article_ids), 1)
        self.assertEqual(len(result.versions), 2)


class LongTests(TestCase):
    def test_a_text_with_more_words_than_an_index_holds_is_found_by_the_first(
        self,
    ) -> None:
        han = [chr(code) for code in range(0x4E00, 0x4E00 + 500)]
        pairs = (one + other for one in han for other in han)  # Each pair another one.
        make_article(title="长", body="开头的话，" + "，".join(pairs))
        self.assertEqual(found("“开头的话”"), ["长"])
        self.assertEqual(found(han[0] + han[7]), ["长"])


class OtherNameTests(TestCase):
    def test_a_term_is_found_by_each_of_its_names(self) -> None:
        make_article(title="简", body="特朗普谈标普500")
        make_article(title="繁", body="川普", language="zh-Hant-TW")
        make_term("特朗普", "川普", "特朗普", synonyms="Donald Trump")
        make_term("标普500", "標普500", "標普500", synonyms="S&P 500, SPX")
        for query, expected in (
            ("川普", {"简", "繁"}),
            ("特朗普", {"简", "繁"}),
            ("donald trump", {"简", "繁"}),
            ('"Donald Trump"', {"简", "繁"}),
            ("SPX", {"简"}),
            ('"s&p 500"', {"简"}),
            ("特朗普谈", {"简"}),
        ):
            with self.subTest(query):
                self.assertEqual(set(found(query)), expected)


class QueryCountTests(TestCase):
    def test_a_search_costs_two_queries_and_the_best_at_most_five(self) -> None:
        make_article(body="关税")
        query = ParsedQuery("关税", "zh")
        search.find_articles(query, Order.NEWEST, 1, 10)  # Reads the terms, once.
        with self.assertNumQueries(2):  # Which index, and its hits.
            search.find_articles(query, Order.NEWEST, 1, 10)
        with self.assertNumQueries(5):  # And a stricter match at a time.
            search.find_articles(query, Order.BEST, 1, 10)


class SubstringTests(PropertyTestCase):
    @examples(25)
    @given(st.text(SCRIPTS + "，\n *a1", min_size=2, max_size=24))
    def test_every_character_and_pair_of_a_body_finds_it(self, body: str) -> None:
        article = make_article(body=body)
        text = article.body_html
        han = set(SCRIPTS) - {"5"}
        for at, char in enumerate(text):
            if char in han:
                self.assertIn(article.title, found(char), char)
                if text[at + 1] in han:
                    pair = text[at : at + 2]
                    self.assertIn(article.title, found(pair), pair)
