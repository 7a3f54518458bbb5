"""Texts without front matter get a title and readable paragraphs."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.archive.reader.headerless import read_plain

STORY = """港股通資金再度流入

系統性基金準備向市場注入資金，預計將推動股市。
港灣通訊 APP 獲悉，多家機構正準備加碼。
來自高盛的數據顯示，規模接近五年高位。

仍然處於紀錄高位附近
這些基金願意投入股市，投資者稍感寬慰。
「融漲」反而帶來風險？
並非所有分析師都認為這是好事。
"""


class ReadPlainTests(SimpleTestCase):
    def test_the_first_line_is_the_title_and_each_line_a_paragraph(self) -> None:
        text = read_plain(STORY, 1)
        self.assertEqual(text.title, "港股通資金再度流入")
        self.assertEqual(text.body.count("\n\n"), 6)
        self.assertTrue(text.body.startswith("系統性基金"))

    def test_the_title_in_a_heading_has_no_markup(self) -> None:
        text = read_plain("# 标题 *强调* [链接](x) a_b\n\n正文。\n", 1)
        self.assertEqual((text.title, text.body), ("标题 强调 链接 a_b", "正文。\n"))

    def test_lines_like_headings_are_reported_with_their_line(self) -> None:
        self.assertEqual(
            read_plain(STORY, 1).subheads,
            ((7, "仍然處於紀錄高位附近"), (9, "「融漲」反而帶來風險？")),
        )

    def test_the_reporting_agency_is_proposed_as_source(self) -> None:
        self.assertEqual(read_plain(STORY, 1).source, "港灣通訊")

    def test_a_markdown_text_keeps_its_lines(self) -> None:
        body = "# Title\n\nOne line\nwrapped here.\n\n- a list.\n- of things.\n"
        text = read_plain(body, 1)
        self.assertEqual(text.title, "Title")
        self.assertEqual(
            text.body, "One line\nwrapped here.\n\n- a list.\n- of things.\n"
        )

    def test_hard_wrapped_english_keeps_its_lines(self) -> None:
        body = "Title\nThe committee met on\nTuesday and decided to\nkeep rates unchanged.\n"
        self.assertIn("met on\nTuesday", read_plain(body, 1).body)

    def test_a_long_or_marked_first_line_is_no_title(self) -> None:
        for first in (
            "长" * 600,
            "![](a.png)",
            "- a list",
            "{{< figure >}}",
            "<p>x</p>",
        ):
            with self.subTest(first[:10]):
                text = read_plain(f"{first}\n\nMore\n", 1)
                self.assertEqual((text.title, text.leading), ("", ""))
                self.assertTrue(text.body.startswith(first))

    def test_an_underlined_title_loses_its_line(self) -> None:
        text = read_plain("Title\n=====\n\nText\n", 1)
        self.assertEqual((text.title, text.body), ("Title", "Text\n"))
        self.assertEqual(text.leading, "Title\n=====\n\n")

    def test_a_first_line_that_is_a_sentence_is_no_title(self) -> None:
        for first in (
            "央行今日宣布降息。",
            "央行今日宣布降息。市场上涨",
            "“这是第一次。”",
            "The bank cut its rates on Tuesday for the first time.",
        ):
            with self.subTest(first):
                text = read_plain(f"{first}\n市场随后上涨。\n", 1)
                self.assertEqual((text.title, text.leading), ("", ""))
                self.assertTrue(text.body.startswith(first))
        for title in ("央行会降息吗？", "降息！美联储行动", "Apple Inc.", "涨 3.5%"):
            self.assertEqual(read_plain(f"{title}\n\n正文。\n", 1).title, title)

    def test_a_line_tells_the_date(self) -> None:
        for line in (
            "日期：2022-11-05",
            "发布时间: 2022-11-05",
            "**Date:** 2022-11-05",
        ):
            with self.subTest(line):
                text = read_plain(f"标题\n\n{line}\n\n正文。\n", 1)
                self.assertEqual((text.title, text.date), ("标题", "2022-11-05"))
                self.assertIn(line, text.body)
                text = read_plain(f"{line}\n标题\n\n正文。\n", 1)
                self.assertEqual((text.title, text.date), ("标题", "2022-11-05"))
                self.assertEqual(text.body, "正文。\n")
