"""Signs in a query and in a text never stand between them."""

from __future__ import annotations

from django.test import TestCase

from articles.search import Order
from tests.factories import make_article
from tests.search.test_results import found


class PunctuationTests(TestCase):
    def check(self, texts: str, queries: str) -> None:
        """Each of the queries finds each of the texts, divided by bars."""
        titles = texts.split("|")
        for title in titles:
            make_article(title=title, body="无关")
        for query in queries.split("|"):
            for order in Order:
                with self.subTest(query):
                    self.assertCountEqual(found(query, order), titles)

    def test_signs_within_a_name(self) -> None:
        self.check(
            "金·兹|金兹|金‧兹|金-兹|「金」兹|金（兹）",
            "金·兹|金兹|金‧兹|金—兹|“金”兹|“金·兹”|“金 兹”|“金，兹”|金.兹",
        )

    def test_signs_between_latin_words(self) -> None:
        self.check("A-B|A·B|A, B|A B|“A”/B", "A-B|A·B|“A, B”|A/B|“A B”|(A)B")

    def test_a_clause_that_ends_in_a_phrase(self) -> None:
        self.check(
            "甲乙，丙丁|甲乙：丙丁", "“甲乙，丙丁”|“甲乙 丙丁”|甲乙，丙丁|甲乙、丙丁"
        )

    def test_a_clause_that_ends_in_the_query_alone(self) -> None:
        self.check("甲乙丙丁|甲乙·丙丁", "“甲乙，丙丁”|甲乙，丙丁|甲乙/丙丁|甲乙丙丁")

    def test_words_that_a_comma_divides_may_stand_anywhere(self) -> None:
        make_article(title="甲乙在前", body="丙丁在后")
        self.assertEqual(found("丙丁，甲乙"), ["甲乙在前"])
        self.assertEqual(found("“丙丁，甲乙”"), [])

    def test_no_word_reaches_from_one_clause_into_the_next(self) -> None:
        make_article(title="途中，国际", body="人。民众 高\n\n盛")
        for query in ("中国", "人民", "高盛"):
            self.assertEqual(found(query), [])

    def test_thousands(self) -> None:
        self.check(
            "1,234.56|1234.56|１，２３４.５６|1 234.56", "1234.56|1,234.56|1，234.56"
        )
        make_article(title="1,200,300和5,10")
        self.assertEqual(found("1200300"), ["1,200,300和5,10"])
        self.assertEqual(found("510"), [])

    def test_a_hyphen_in_a_word(self) -> None:
        self.check("e-mail|email|e‑mail", "e-mail|e’mail")

    def test_what_must_not_be_there_neither_with_other_signs(self) -> None:
        make_article(title="甲", body="金·兹 1,234")
        make_article(title="乙", body="别的")
        for query in ("-金兹", "-“金 兹”", "-1234"):
            self.assertEqual(found(query), ["乙"])

    def test_names_of_labels(self) -> None:
        make_article(title="甲", tags=["金·兹"], authors=["安·李"], body="无")
        for query in ("tag:金兹", "tag:“金 兹”", "tag:金‧兹", "author:安李"):
            self.assertEqual(found(query), ["甲"], query)
