"""A text's script is told from its characters."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import detect_script, misplaced
from articles.variants.engine.detection import Misplaced


class DetectScriptTests(SimpleTestCase):
    def test_the_three_scripts(self) -> None:
        cases = {
            "对冲基金连续买入美国科技股": "zh-Hans",
            "對沖基金連續買入美國科技股，這裡說的稅率": "zh-Hant-TW",
            "隨着市場反彈，這裏説的税率與温度": "zh-Hant-HK",
            "Hedge funds bought": "",
            "ヘッジファンドが買った株式": "",
            "": "",
        }
        for text, language in cases.items():
            with self.subTest(text):
                self.assertEqual(detect_script(text).language, language)

    def test_text_of_both_scripts_is_simplified_and_not_certain(self) -> None:
        script = detect_script("高盛")
        self.assertEqual((script.language, script.is_certain), ("zh-Hans", False))

    def test_a_mixture_is_said_with_its_characters(self) -> None:
        script = detect_script("對沖基金連續買入，对冲基金连续买入")
        self.assertTrue(script.is_mixed)

    def test_a_quoted_word_makes_no_mixture(self) -> None:
        self.assertFalse(
            detect_script("對沖基金連續買入美國科技股，即「融涨」").is_mixed
        )

    @given(st.text(max_size=200))
    def test_any_text_has_an_answer(self, text: str) -> None:
        detect_script(text)


class MisplacedTests(SimpleTestCase):
    def test_a_character_hidden_in_a_headline_is_found(self) -> None:
        for title in ('A new round of "融涨"', "新一輪「融涨」行情，標普與納指"):
            for language in ("zh-Hant-TW", "zh-Hant-HK"):
                with self.subTest(title, language=language):
                    found = [Misplaced(title.index("涨"), "涨")]
                    self.assertEqual(misplaced(title, language), found)

    def test_traditional_in_simplified_is_found(self) -> None:
        self.assertEqual(misplaced("融漲了", "zh-Hans"), [Misplaced(1, "漲")])

    def test_what_belongs_to_both_scripts_is_not(self) -> None:
        for text in ("皇后里程只干台公里温户税恒指", "高盛", ""):
            with self.subTest(text):
                self.assertEqual(misplaced(text, "zh-Hant-HK"), [])
        self.assertEqual(misplaced("对冲高盛乾隆", "zh-Hans"), [])
        self.assertEqual(misplaced("對", "en"), [])

    @given(st.text(max_size=100))
    def test_every_place_holds_its_character(self, text: str) -> None:
        for language in ("zh-Hans", "zh-Hant-TW"):
            for found in misplaced(text, language):
                self.assertEqual(text[found.start], found.char)
