"""A text's script is told from its characters."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import (
    convertible_text,
    detect_script,
    misplaced,
    source_of,
    source_to_convert,
)
from articles.variants.engine.detection import Misplaced
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN

# Simplified by OpenCC's tables, and printed by the papers of Hong Kong themselves.
OF_BOTH_SCRIPTS = "周伙布恒叠冲吓台里后余只干迹毁琼床峰群秘"


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

    def test_characters_of_both_scripts_are_no_evidence(self) -> None:
        for text in (OF_BOTH_SCRIPTS, *OF_BOTH_SCRIPTS, "乾坤", "乾崑", "哪吒"):
            with self.subTest(text):
                self.assertFalse(detect_script(text).is_certain)
        self.assertEqual(detect_script("248伙 最快下周上樓").language[:7], "zh-Hant")

    def test_written_cantonese_is_of_hong_kong(self) -> None:
        self.assertEqual(detect_script("睇吓").language, HONG_KONG)

    @given(st.text(max_size=200))
    def test_any_text_has_an_answer(self, text: str) -> None:
        detect_script(text)


class SourceTests(SimpleTestCase):
    """The language that a text is read in, given what it was declared as."""

    def test_a_text_wholly_in_the_other_script_is_read_in_that(self) -> None:
        for text, declared, language in (
            ("关税上调", HONG_KONG, HANS),
            ("報道指關稅上調", HANS, HONG_KONG),
            ("網路股上週大漲", HANS, TAIWAN),
            ("关税上调，市场发生变化，业绩与报告尚未发布，漲", TAIWAN, HANS),
        ):
            for target in (HANS, TAIWAN, HONG_KONG):
                with self.subTest(text, target=target):
                    self.assertEqual(source_of(text, declared, target), language)

    def test_a_text_that_mixes_is_on_its_own_page_what_it_was_declared(self) -> None:
        text = "关税上调，市场发生变化，業績"
        self.assertEqual(source_of(text, TAIWAN, TAIWAN), TAIWAN)
        for target in (HANS, HONG_KONG):
            self.assertEqual(source_of(text, TAIWAN, target), HANS)

    def test_a_single_character_makes_no_other_script(self) -> None:
        for text in ("融涨", 'A new round of "融涨"', "融涨：恒指周二破位"):
            for target in (HANS, TAIWAN, HONG_KONG):
                self.assertEqual(source_of(text, HONG_KONG, target), HONG_KONG)

    def test_what_a_mark_holds_does_not_tell(self) -> None:
        self.assertEqual(source_of("海岳-{關係與學習}-", HANS, TAIWAN), HANS)

    def test_the_other_region_is_not_another_script(self) -> None:
        self.assertEqual(source_of("網路與軟體", HONG_KONG, HONG_KONG), HONG_KONG)

    def test_a_name_is_read_from_the_region_that_it_shows_or_else_from_the_other(
        self,
    ) -> None:
        for name, target, source in (
            ("網路與軟體", TAIWAN, None),
            ("網路與軟體", HONG_KONG, TAIWAN),
            ("網絡與軟件", TAIWAN, HONG_KONG),
            ("財經新聞", TAIWAN, HONG_KONG),
            ("財經新聞", HONG_KONG, TAIWAN),
            ("財經新聞", HANS, TAIWAN),
            ("财经新闻", HANS, None),
            ("财经新闻", TAIWAN, HANS),
            ("-{關}-税务", HANS, HANS),
            ("News", TAIWAN, None),
        ):
            with self.subTest(name, target=target):
                self.assertEqual(source_to_convert(name, target), source)


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
        for text in ("皇后里程只干台公里温户税恒指", OF_BOTH_SCRIPTS, "高盛", ""):
            with self.subTest(text):
                self.assertEqual(misplaced(text, "zh-Hant-HK"), [])
        self.assertEqual(misplaced("对冲高盛乾隆乾崑毕昇", "zh-Hans"), [])
        self.assertEqual(misplaced("對", "en"), [])

    @given(st.text(max_size=100))
    def test_every_place_holds_its_character(self, text: str) -> None:
        for language in ("zh-Hans", "zh-Hant-TW"):
            for found in misplaced(text, language):
                self.assertEqual(text[found.start], found.char)


class ConvertibleTextTests(SimpleTestCase):
    def test_in_markdown_only_what_readers_see_as_text_is_left(self) -> None:
        for text in (
            "`涨`",
            "```\n涨\n```",
            "[](涨.md)",
            "![](涨_(1).png)",
            "[一]: 涨.md",
            '<b title="涨">',
            '{{< ref "涨" >}}',
            "{% post_url 涨 %}",
            "-{涨}-",
            "https://a.example/涨",
        ):
            with self.subTest(text):
                left = convertible_text(text, is_markdown=True)
                self.assertNotIn("涨", left)
                self.assertEqual(len(left), len(text))
        text = "[涨](b.md)<b>涨</b>（涨）"
        self.assertEqual(convertible_text(text, is_markdown=True).count("涨"), 3)
