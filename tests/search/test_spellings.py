from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.search.analysis import tokenise
from articles.search.spellings import spellings


def tokens(words: str) -> set[str]:
    return {" ".join(tokenise(text)) for text in spellings(words)}


class SpellingTests(SimpleTestCase):
    def test_words_without_signs_or_numbers_have_one(self) -> None:
        for words in ("对冲基金", "tariff", "标普500", "5 月", "对冲 CTA"):
            self.assertEqual(spellings(words), [words])

    def test_signs_between_han_stand_part_or_are_left_out(self) -> None:
        for words in ("甲乙·丙丁", "甲乙，丙丁", "甲乙 丙丁", "甲乙”，“丙丁"):
            self.assertEqual(tokens(words), {"甲乙 乙丙 丙丁", "甲乙 丙丁"}, words)

    def test_a_phrase_may_have_some_of_them(self) -> None:
        self.assertIn("甲乙 乙丙 丙丁", tokens("甲·乙丙，丁"))
        self.assertIn("甲乙 乙丙 丁", tokens("甲·乙丙，丁"))

    def test_thousands_are_set_apart_or_not(self) -> None:
        for words in ("1234.5", "1,234.5", "１２３４．５", "1，234.5", "1’234.5"):
            self.assertEqual(tokens(words), {"1234 5", "1 234 5"}, words)
        self.assertEqual(tokens("1234567"), {"1234567", "1 234 567"})
        self.assertEqual(tokens("1,234,567"), {"1234567", "1 234 567"})

    def test_other_numbers_stay(self) -> None:
        for words in ("123", "0.12345", "5,10,100", "12,34", "1234567890123"):
            self.assertEqual(len(tokens(words)), 1, words)

    def test_a_hyphen_joins_two_words(self) -> None:
        self.assertEqual(tokens("melt-up"), {"melt up", "meltup"})
        self.assertEqual(tokens("S&P"), {"s p"})

    @given(st.text("甲乙·，“”-,1234567 aB", max_size=30))
    def test_the_words_come_first_and_all_have_the_same_letters(
        self, words: str
    ) -> None:
        found = spellings(words)
        self.assertEqual(found[0], words)
        self.assertEqual(len({"".join(filter(str.isalnum, text)) for text in found}), 1)
        self.assertLessEqual(len(found), 9)
