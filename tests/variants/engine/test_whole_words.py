"""A term is made of whole words."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.choices import Language
from articles.variants.engine import word_around

HANS, TAIWAN = Language.SIMPLIFIED, Language.TAIWAN


def word_of(text: str, language: str = HANS) -> str:
    """Return the word around the first 【 】 of the text."""
    start = text.index("【")
    end = text.index("】") - 1
    start, end = word_around(
        text.replace("【", "").replace("】", ""), start, end, language
    )
    return text.replace("【", "").replace("】", "")[start:end]


class WordAroundTests(SimpleTestCase):
    def test_the_word_that_holds_the_character(self) -> None:
        for text, word in (
            ("【干】散货运价上涨。", "干散货"),
            ("公司【发】展很快", "发展"),
            ("基金【发】行，多个", "发行"),
        ):
            with self.subTest(text):
                self.assertEqual(word_of(text), word)

    def test_a_word_of_one_character_takes_its_neighbour_along(self) -> None:
        for text, word in (
            ("还有【只】做多的策略", "只做"),
            ("在房间【里】说", "房间里"),
            ("会议【后】，股价", "会议后"),
            ("，【面】", "面"),
        ):
            with self.subTest(text):
                self.assertEqual(word_of(text), word)

    def test_a_neighbour_that_is_not_chinese_stays_out(self) -> None:
        self.assertEqual(word_of("AI【后】"), "后")
        self.assertEqual(word_of("2025【年】"), "年")

    def test_words_of_a_traditional_text(self) -> None:
        self.assertEqual(word_of("【幹】散貨運價", language=TAIWAN), "幹散貨")
        self.assertEqual(word_of("公司【發】展很快", language=TAIWAN), "發展")

    def test_every_word_that_a_stretch_touches(self) -> None:
        self.assertEqual(word_of("先说干【散货运】价上涨。"), "干散货运价")

    def test_a_paragraph_that_is_one_word_is_read_near_the_place_alone(self) -> None:
        found = word_of("后" * 100_000 + "【里】" + "后" * 100_000)
        self.assertLessEqual(len(found), 61)
