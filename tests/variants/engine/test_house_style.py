"""Quotation marks and chosen forms, after OpenCC and apart from it."""

from __future__ import annotations

import csv
import html
from importlib.resources import files

from django.test import SimpleTestCase

from articles.variants.engine import (
    DEFAULT_ROWS,
    Choice,
    Conversion,
    HouseStyle,
    StyleRow,
    TermEntry,
    convert_html,
    convert_text,
    text_changes,
)
from articles.variants.engine.house_style import DEFAULT_STYLE, PLAIN
from tests.variants.engine.conversions import (
    HANS,
    HONG_KONG,
    TAIWAN,
    to_hong_kong,
    to_taiwan,
)

# 峯 and 綫 are left in names of people and of railway lines, which texts in Simplified lack.
NOT_BY_COUNT = {"峯", "綫"}


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
        conversion = to_taiwan(TermEntry("高盛", "高盛", "高盛"), style=DEFAULT_STYLE)
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
        self.assertEqual(convert_text(text, to_hong_kong()), "税温户羣麵粉裏")
        self.assertEqual(
            convert_text(text, to_hong_kong(style=DEFAULT_STYLE)), "稅溫戶群麵粉裏"
        )

    def test_words_are_printed_as_hong_kongs_papers_do(self) -> None:
        for text, printed in (
            ("公布、宣布、发布、颁布", "公布、宣布、發布、頒布"),
            ("布局、遍布、布置", "佈局、遍佈、佈置"),
            ("了解、一目了然、瞭望", "了解、一目了然、瞭望"),
            ("回归、回流，回避、回响", "回歸、回流，迴避、迴響"),
            ("克制，局限，鲜艳", "克制，局限，鮮艷"),
            ("上周一，周末，周刊", "上周一，周末，週刊"),
            ("尽快、尽管，汇报、词汇", "盡快、儘管，匯報、詞彙"),
            ("母公司应占损失占一成", "母公司應佔損失佔一成"),
            ("巨额债务，折合人民币", "巨額債務，折合人民幣"),
        ):
            with self.subTest(text):
                how = to_hong_kong(style=DEFAULT_STYLE)
                self.assertEqual(convert_text(text, how), printed)

    def test_taiwan_prints_a_share_of_profit_as_accounts_do(self) -> None:
        text = "应占溢利占一成"
        how = to_taiwan(style=DEFAULT_STYLE)
        self.assertEqual(convert_text(text, how), "應佔溢利佔一成")
        rows = [
            StyleRow(row.language, row.converted, row.printed)
            for row in DEFAULT_ROWS
            if row.language == TAIWAN
        ]
        how = to_taiwan(style=HouseStyle(rows))
        self.assertEqual(convert_text(text, how), "應占溢利占一成")

    def test_a_row_is_on_where_three_of_four_places_agree(self) -> None:
        file = files("articles.variants.engine") / "house_style_rows.csv"
        counted = [
            row
            for row in csv.DictReader(file.read_text("utf-8").splitlines())
            if row["of"] and row["converted"] not in NOT_BY_COUNT
        ]
        self.assertGreater(len(counted), 80)
        for row in counted:
            with self.subTest(row["converted"]):
                agrees = int(row["agreeing"]) / int(row["of"]) >= 0.75
                self.assertIs(row["is_on"] == "yes", agrees)

    def test_each_row_is_a_switch(self) -> None:
        rows = [row for row in DEFAULT_ROWS if row.converted != "税"]
        self.assertEqual(
            convert_text("税户", to_hong_kong(style=HouseStyle(rows))), "税戶"
        )

    def test_a_term_is_not_restyled(self) -> None:
        tax = TermEntry("税收", "税收", "税收")
        conversion = to_hong_kong(tax, style=DEFAULT_STYLE)
        self.assertEqual(convert_text("税收税", conversion), "税收稅")

    def test_without_rows_nothing_changes(self) -> None:
        self.assertEqual(PLAIN.rows, ())
        self.assertEqual(convert_text("“税”", Conversion(HANS, HONG_KONG)), "“税”")

    def test_a_phrase_of_four_characters_is_no_row_of_quotation_marks(self) -> None:
        phrase = StyleRow(TAIWAN, "人工智能", "人工智慧")
        conversion = to_taiwan(style=HouseStyle([*DEFAULT_ROWS, phrase]))
        self.assertEqual(convert_text("“人工智能”", conversion), "「人工智慧」")


class FormInHtmlTests(SimpleTestCase):
    def printed(self, markup: str, *rows: tuple[str, str]) -> str:
        style = HouseStyle([StyleRow(TAIWAN, *row) for row in rows])
        return convert_html(markup, to_taiwan(style=style))

    def test_what_a_row_prints_is_text_and_no_tag(self) -> None:
        for words in ("<h1>", '"><b>', "A&B"):
            with self.subTest(words):
                spelled = html.escape(words)
                shown = self.printed("<p>买黄瓜，<b>了</b></p>", ("黃瓜", words))
                self.assertEqual(shown, f"<p>買{spelled}，<b>了</b></p>")
                image = self.printed('<p><img alt="黄瓜"></p>', ("黃瓜", words))
                self.assertEqual(image, f'<p><img alt="{spelled}"></p>')

    def test_a_form_is_found_as_a_page_spells_it(self) -> None:
        for form in ("&", "<", ">", "A&B", "&甲"):
            with self.subTest(form):
                markup = f"<p>买{html.escape(form)}</p>"
                self.assertEqual(self.printed(markup, (form, "和")), "<p>買和</p>")

    def test_an_entity_is_one_character_and_holds_no_form(self) -> None:
        for form in ("amp", "a", ";", "m", ";甲", "lt", "#", "nbsp", "39"):
            with self.subTest(form):
                markup = "<p>买&amp;甲&lt;&nbsp;&#39;</p>"
                shown = self.printed(markup, (form, "和"))
                self.assertEqual(shown, markup.replace("买", "買"))
        self.assertEqual(
            self.printed("<p>买a&amp;a;</p>", ("a", "和"), (";", "；")),
            "<p>買和&amp;和；</p>",
        )

    def test_a_row_reads_what_another_printed(self) -> None:
        rows = ("甲", "<i>"), ("<", "和"), ("&", "與")
        self.assertEqual(self.printed("<p>买甲</p>", *rows), "<p>買和i&gt;</p>")
        self.assertEqual(
            self.printed("<p>买甲</p>", rows[0], rows[2]), "<p>買&lt;i&gt;</p>"
        )

    def test_a_marked_change_is_spelled_as_html(self) -> None:
        style = HouseStyle(
            [StyleRow(TAIWAN, "黃瓜", "<h1>"), StyleRow(TAIWAN, "&", "和")]
        )
        shown = convert_html(
            "<p>买黄瓜&amp;甲</p>",
            to_taiwan(style=style),
            marker=lambda change: f"<mark>{change.printed}</mark>",
        )
        self.assertNotIn("<h1>", shown)
        self.assertNotIn("amp;", shown)

    def test_quotation_marks_and_choices_are_spelled_as_html_too(self) -> None:
        style = HouseStyle([StyleRow(TAIWAN, "“”‘’", "<>''")])
        self.assertEqual(
            convert_html("<p>“买”</p>", to_taiwan(style=style)), "<p>&lt;買&gt;</p>"
        )
        conversion = Conversion(HANS, TAIWAN, choices=(Choice("后来。", 0, "<b>"),))
        self.assertEqual(
            convert_html("<p>后来。</p>", conversion), "<p>&lt;b&gt;來。</p>"
        )

    def test_in_plain_text_the_row_is_printed_as_it_is(self) -> None:
        style = HouseStyle(
            [StyleRow(TAIWAN, "黃瓜", "<h1>"), StyleRow(TAIWAN, "&", "和")]
        )
        conversion = to_taiwan(style=style)
        self.assertEqual(convert_text("黄瓜&amp;", conversion), "<h1>和amp;")
        self.assertEqual(
            "".join(c.printed for c in text_changes("黄瓜&", conversion)), "<h1>和"
        )
