"""What may be a footer block is told from text, and has one pattern in many files."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.archive.reader.footer_patterns import (
    FooterCandidate,
    footer_candidates,
    pattern_of,
)

TEXT = "正文第一段。\n\n正文第二段。\n\n"


def candidate_of(tail: str) -> FooterCandidate | None:
    """The longest candidate."""
    return next(iter(footer_candidates((TEXT + tail).split("\n"))), None)


class SourceLineTests(SimpleTestCase):
    def test_every_form_gives_name_and_address(self) -> None:
        address = "https://www.haiyue.example/a/1"
        for line, name in {
            f"[海岳](\u200b{address})".replace("\u200b", ""): "海岳",
            address: "",
            f"<{address}>": "",
            f"原文链接：{address}": "",
            f"**原文鏈接：** <{address}>": "",
            f"原文链接：[对冲基金买入]({address})": "",
            f"> 来源：[海岳财经]({address})": "海岳财经",
            f"來源：海岳財經 {address}": "海岳財經",
            f"[阅读原文]({address})": "",
            f"Source: [Haiyue Wire]({address})": "Haiyue Wire",
            f"*Read the original at {address}*": "",
            f"Originally published at [Haiyue Wire]({address}).": "",
            f"This article was first published on Haiyue Wire: {address}": "Haiyue Wire",
        }.items():
            with self.subTest(line):
                candidate = candidate_of(line)
                assert candidate is not None
                told = (candidate.name or candidate.label, candidate.url)
                self.assertEqual(told, (name, address))

    def test_a_name_alone_is_a_source_where_a_word_says_so(self) -> None:
        for line, name in {
            "来源：海岳财经": "海岳财经",
            "**來源**：海岳財經": "海岳財經",
            "Source: Haiyue Wire": "Haiyue Wire",
        }.items():
            with self.subTest(line):
                candidate = candidate_of(line)
                assert candidate is not None
                self.assertEqual((candidate.name, candidate.url), (name, ""))

    def test_text_links_and_navigation_are_none(self) -> None:
        for tail in (
            "见[原文](https://a.example/1)。",
            "[Read more](https://a.example/1)",
            "[上一篇](https://a.example/1)",
            "https://www.youtube.com/watch?v=1",
            "https://a.example/chart.png",
            "参考：\nhttps://a.example/1",
            "https://a.example/1\n\nhttps://a.example/2",
            "![](a.png)\n\n来源：海岳财经",
            "(来源:Haiyue,Gangwan)",
            "Original research on rates",
            "1. 第一\n2. 第二",
            "---",
            "阅读更多",
            "",
        ):
            with self.subTest(tail):
                self.assertIsNone(candidate_of(tail))


class NoticeTests(SimpleTestCase):
    def test_notices_go_up_to_their_heading_and_rule(self) -> None:
        for tail in (
            "免责声明：本文仅供参考。",
            "---\n\n免责声明：本文仅供参考。",
            "***\n**免责声明**\n\n内容由作者提供。",
            "**免责声明**\n内容由作者提供，\n与本站无关。",
            "## Disclaimer\n\nThe author holds no position.\n\nSource: Haiyue Wire",
            "1. 欢迎转载。\n\n2. 内容由作者提供。\n\n3. 与本站无关。\n\n[h](https://h.example/1)",
            "免责声明：甲。\n\n---\n\n版权所有：乙。\n原文链接：https://h.example/1",
        ):
            with self.subTest(tail):
                candidate = candidate_of(tail)
                assert candidate is not None
                self.assertEqual(candidate.start, 4)

    def test_what_stands_between_text_and_notice_stays(self) -> None:
        candidate = candidate_of("阅读更多内容\n\n免责声明：本文仅供参考。")
        assert candidate is not None
        self.assertEqual(candidate.notices, "免责声明：本文仅供参考。")

    def test_below_text_that_is_no_notice_nothing_is_looked_for(self) -> None:
        self.assertIsNone(candidate_of("免责声明：本文仅供参考。\n\n更多内容。"))

    def test_shorter_candidates_are_offered_and_no_notice_is_cut(self) -> None:
        tail = "---\n\n1. 欢迎转载。\n2. 风险自负。\n\n[h](https://h.example/1)"
        starts = [
            candidate.start
            for candidate in footer_candidates((TEXT + tail).split("\n"))
        ]
        self.assertEqual(starts, [4, 6, 9])

    def test_notices_are_without_rule_and_link(self) -> None:
        candidate = candidate_of(
            "---\n\n**声明**\n\n甲。\n\n来源：海岳\n原文：https://h.example/1"
        )
        assert candidate is not None
        self.assertEqual(candidate.notices, "**声明**\n\n甲。")
        self.assertEqual(
            (candidate.name, candidate.url), ("海岳", "https://h.example/1")
        )


class PatternTests(SimpleTestCase):
    def test_addresses_scripts_and_spaces_make_no_difference(self) -> None:
        one = candidate_of(
            "免责声明：仅供 参考。\n\n[海岳](https://www.h.example/牛市/1)"
        )
        other = candidate_of(
            "免責聲明：僅供  參考。\n[海岳](http://h.example/2?a=(b))  "
        )
        assert one and other  # noqa: PT018
        self.assertEqual(one.pattern, other.pattern)
        self.assertEqual(one.digest, other.digest)

    def test_the_title_of_a_linked_original_makes_no_difference(self) -> None:
        one = candidate_of("原文链接：[甲](https://h.example/1)")
        other = candidate_of("原文链接：[乙](https://h.example/2)")
        assert one and other  # noqa: PT018
        self.assertEqual(one.pattern, other.pattern)

    def test_sites_and_names_do(self) -> None:
        patterns = {
            candidate.pattern
            for tail in (
                "[海岳](https://h.example/1)",
                "[海岳](https://g.example/1)",
                "[港湾](https://h.example/1)",
                "来源：海岳",
                "来源：港湾",
            )
            if (candidate := candidate_of(tail))
        }
        self.assertEqual(len(patterns), 5)

    def test_lines_lifted_by_their_shape_have_one_too(self) -> None:
        text = "1. 欢迎转载。\n\n[海岳](https://www.h.example/1)"
        self.assertEqual(pattern_of(text), "1. 欢迎转载。\n[海岳](https://h.example/)")
