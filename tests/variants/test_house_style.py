"""Quotation marks and chosen forms, after OpenCC and apart from it."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.variants import (
    DEFAULT_ROWS,
    DEFAULT_STYLE,
    PLAIN,
    Conversion,
    HouseStyle,
    Term,
    convert_html,
    convert_text,
)
from tests.variants.conversions import HANS, HONG_KONG, TAIWAN, to_hong_kong, to_taiwan


class QuoteTests(SimpleTestCase):
    def taiwan(self, text: str) -> str:
        return convert_text(text, to_taiwan(style=DEFAULT_STYLE))

    def test_quotes_nest(self) -> None:
        self.assertEqual(self.taiwan("他说：“这是‘好’书”"), "他說：「這是『好』書」")

    def test_single_quotes_outside_are_the_outer_pair(self) -> None:
        self.assertEqual(self.taiwan("‘好’"), "「好」")

    def test_latin_quotations_and_apostrophes_stay(self) -> None:
        for text in ("“fast money”", "it’s the traders’ view", "“Trump’s”"):
            with self.subTest(text):
                self.assertEqual(self.taiwan(text), text)

    def test_a_quoted_term_is_chinese(self) -> None:
        conversion = to_taiwan(Term("高盛", "高盛", "高盛"), style=DEFAULT_STYLE)
        self.assertEqual(convert_text("“高盛”", conversion), "「高盛」")

    def test_a_speech_over_two_paragraphs(self) -> None:
        self.assertEqual(
            convert_html(
                "<p>“第一段。</p><p>“第二<b>段</b>。”</p>",
                to_taiwan(style=DEFAULT_STYLE),
            ),
            "<p>「第一段。</p><p>「第二<b>段</b>。」</p>",
        )

    def test_quotes_around_inline_code(self) -> None:
        self.assertEqual(
            convert_html(
                "<p>“用<code>“x”</code>吧”</p>", to_taiwan(style=DEFAULT_STYLE)
            ),
            "<p>「用<code>“x”</code>吧」</p>",
        )

    def test_simplified_gets_curly_ones(self) -> None:
        conversion = Conversion(TAIWAN, HANS, style=DEFAULT_STYLE)
        self.assertEqual(convert_text("「這『AI』」", conversion), "“这‘AI’”")

    def test_the_original_keeps_its_own(self) -> None:
        conversion = Conversion(TAIWAN, TAIWAN, style=DEFAULT_STYLE)
        self.assertEqual(convert_text("“臺灣”", conversion), "“臺灣”")


class FormTests(SimpleTestCase):
    def test_hong_kongs_papers(self) -> None:
        text = "税温户群面粉里"
        self.assertEqual(convert_text(text, to_hong_kong()), "税温户羣麪粉裏")
        self.assertEqual(
            convert_text(text, to_hong_kong(style=DEFAULT_STYLE)), "稅溫戶群麵粉裏"
        )

    def test_each_row_is_a_switch(self) -> None:
        rows = [row for row in DEFAULT_ROWS if row.converted != "税"]
        self.assertEqual(
            convert_text("税户", to_hong_kong(style=HouseStyle(rows))), "税戶"
        )

    def test_a_term_is_not_restyled(self) -> None:
        tax = Term("税收", "税收", "税收")
        conversion = to_hong_kong(tax, style=DEFAULT_STYLE)
        self.assertEqual(convert_text("税收税", conversion), "税收稅")

    def test_without_rows_nothing_changes(self) -> None:
        self.assertEqual(PLAIN.rows, ())
        self.assertEqual(convert_text("“税”", Conversion(HANS, HONG_KONG)), "“税”")
