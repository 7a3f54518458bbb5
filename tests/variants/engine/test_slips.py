"""Characters of the other script are found with their own form, and only where they may be."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import misplaced, slips_in
from articles.variants.engine.house_style import DEFAULT_STYLE, PLAIN
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN


class SlipTests(SimpleTestCase):
    def test_a_slip_has_its_own_form_by_what_stands_around_it(self) -> None:
        for text, language, slips in (
            ("融涨：隨後業績報告", HONG_KONG, {1: "漲"}),
            ("這裡的头发，是業績", TAIWAN, {3: "頭", 4: "髮"}),
            ("融漲后，关税上调，业绩报告", HANS, {1: "涨"}),
            ("关税说明會議與業績報告", HONG_KONG, {0: "關", 2: "說"}),
        ):
            with self.subTest(text):
                self.assertEqual(slips_in(text, language, DEFAULT_STYLE), slips)

    def test_what_both_scripts_print_and_what_marks_hold_is_none(self) -> None:
        for text in (
            "對冲、睇吓、248伙下周",
            "-{涨}-幅業績",
            "業績https://a.example/涨",
        ):
            self.assertEqual(slips_in(text, HONG_KONG, PLAIN), {})

    def test_a_text_wholly_in_the_other_script_has_none(self) -> None:
        self.assertEqual(slips_in("关税上调", HONG_KONG, PLAIN), {})

    def test_in_markdown_links_and_code_stay(self) -> None:
        text = "業績報告[涨](涨.md)`涨`[关][1]\n\n[1]: 关.md\n"
        self.assertEqual(slips_in(text, TAIWAN, PLAIN, is_markdown=True), {5: "漲"})

    def test_english_has_none(self) -> None:
        self.assertEqual(slips_in("a 关 b 關", "en", PLAIN), {})

    @given(st.text("融涨漲後后關关業績 -{}`[]()", max_size=30))
    def test_a_text_with_all_slips_written_anew_has_none(self, text: str) -> None:
        for language in (HANS, TAIWAN, HONG_KONG):
            slips = slips_in(text, language, PLAIN)
            mended = "".join(slips.get(at, char) for at, char in enumerate(text))
            self.assertEqual(slips_in(mended, language, PLAIN), {})
            for at in slips:
                self.assertTrue(misplaced(text[at], language))
