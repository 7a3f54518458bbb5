"""While readers type: what begins so, what holds it, and never what is not public."""

from __future__ import annotations

from datetime import timedelta

from django.test import TestCase
from django.utils import timezone

from articles import search
from articles.models import SiteSettings
from articles.search.suggest import MOST_SUGGESTIONS
from tests.factories import (
    hours_ago,
    make_article,
    make_draft,
    make_source,
    make_term,
)


def version() -> int:
    return SiteSettings.objects.get_or_create(pk=1)[0].conversion_version


def suggested(typed: str, language_group: str = "zh") -> list[tuple[str, str]]:
    return [(s.kind, s.text) for s in search.suggest(typed, language_group, version())]


def texts(typed: str, language_group: str = "zh") -> list[str]:
    return [text for _kind, text in suggested(typed, language_group)]


class LabelTests(TestCase):
    def test_labels_that_begin_so_come_first_and_the_most_used_before_others(
        self,
    ) -> None:
        make_article(tags=["美股大盘", "谈美股"])
        make_article(tags=["美股周报", "谈美股"], categories=["看美股"])
        make_article(tags=["美股周报", "谈美股"])
        self.assertEqual(
            suggested("美股"),
            [
                *(("tag", "美股周报"), ("tag", "美股大盘")),
                *(("tag", "谈美股"), ("category", "看美股")),
            ],
        )

    def test_one_that_begins_so_is_found_among_however_many_that_hold_it(self) -> None:
        for _ in range(2):
            make_article(tags=[f"谈美股{n}" for n in range(15)])
        make_article(tags=["美股周报"])
        self.assertEqual(texts("美股")[0], "美股周报")

    def test_script_width_case_and_spaces_do_not_matter(self) -> None:
        source = make_source("对冲周刊")
        make_article(tags=["对冲基金", "标普 500", "Ａ股 ETF"], source=source)
        for typed, expected in (
            ("對沖", ["对冲周刊", "对冲基金"]),
            ("標普5", ["标普 500"]),
            ("标普 50", ["标普 500"]),
            ("a股 e", ["Ａ股 ETF"]),
            ("etf", ["Ａ股 ETF"]),
        ):
            self.assertEqual(sorted(texts(typed)), sorted(expected), typed)

    def test_each_family_has_its_own(self) -> None:
        make_article(tags=["ETF"])
        make_article(tags=["ETF flows"], language="en")
        self.assertEqual(texts("etf"), ["ETF"])
        self.assertEqual(texts("etf", "en"), ["ETF flows"])

    def test_what_only_hidden_articles_carry_is_not_suggested(self) -> None:
        soon = timezone.now() + timedelta(hours=1)
        make_draft(title="美股草稿", tags=["美股草稿"], categories=["美股草稿"])
        make_article(title="美股明天", tags=["美股明天"], published_at=soon)
        make_article(title="美股禁发", tags=["美股禁发"], embargoed_until=soon)
        make_article(title="美股过期", tags=["美股过期"], expires_at=hours_ago(0.01))
        self.assertEqual(suggested("美股"), [])


class TitleTests(TestCase):
    def test_the_newest_titles_come_after_labels(self) -> None:
        make_article(title="高盛看美股", tags=["高盛"], published_at=hours_ago(2))
        make_article(title="美股：高盛", published_at=hours_ago(1))
        make_article(title="美股收跌", body="高盛")
        self.assertEqual(texts("高盛"), ["高盛", "美股：高盛", "高盛看美股"])
        self.assertEqual(texts("高"), ["高盛", "美股：高盛", "高盛看美股"])
        self.assertEqual(texts("高盛 收"), [])

    def test_the_last_word_may_go_on(self) -> None:
        make_article(title="Goldman Sachs 看标普500", language="en")
        for typed in ("gold", "Goldman sa", "“Goldman Sa", "看标普5", "sachs gol"):
            self.assertEqual(len(texts(typed, "en")), 1 if typed[-1] != "5" else 0)
        for typed in ("gold ", "oldman", "g", "sach gold", "-gold", '"gold"'):
            self.assertEqual(texts(typed, "en"), [], typed)
        self.assertEqual(len(texts("标普50", "en")), 1)

    def test_another_name_of_a_term_finds_its_titles(self) -> None:
        make_term("高盛", synonyms="Goldman Sachs")
        make_article(title="高盛看多")
        self.assertEqual(texts("Goldman Sachs"), ["高盛看多"])

    def test_a_text_is_suggested_once(self) -> None:
        for language in ("zh-Hans", "zh-Hant-TW"):
            make_article(title="高盛", language=language, translation_key="gs")
        self.assertEqual(len(texts("高盛")), 1)

    def test_there_are_at_most_eight_with_titles_among_them(self) -> None:
        for n in range(10):
            make_article(title=f"美股{n}", tags=[f"美股{n}"])
        kinds = [kind for kind, _text in suggested("美股")]
        self.assertEqual(len(kinds), MOST_SUGGESTIONS)
        self.assertEqual(kinds.count("title"), 3)


class CostTests(TestCase):
    def test_it_costs_five_queries_however_much_there_is(self) -> None:
        for n in range(9):
            make_article(title=f"高盛{n}", tags=[f"高盛{n}"], categories=[f"高盛{n}"])
        search.suggest("高盛", "zh", 1)  # Reads the terms, once.
        # Labels, which can be seen; which index, its hits, their titles.
        with self.assertNumQueries(5):
            search.suggest("高盛", "zh", 1)

    def test_odd_input_finds_nothing_and_is_no_error(self) -> None:
        make_article(title="高盛", tags=["高盛"])
        for typed in (
            *("", " ", '"', "*", "-", "-高", "()", "📈", "\x00", "\ud800", "tag:"),
            *("%", "_", "高盛" * 5000, "'; DROP TABLE", "a*", "NEAR(", "†", "§zh"),
            *("a\x00b", "\ud800a", "tag:\x00a", "12*", "x" * 10_000),
        ):
            with self.subTest(ascii(typed[:20])):
                self.assertEqual(suggested(typed), [])
        self.assertEqual(texts("高盛\x00"), ["高盛", "高盛"])
        for typed in ("%盛", "_盛"):
            self.assertEqual(suggested(typed), [("title", "高盛")])
