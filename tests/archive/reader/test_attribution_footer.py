"""The footer block is lifted whole, and nothing else ever is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath

from django.test import SimpleTestCase
from hypothesis import HealthCheck, given, settings, strategies as st

from articles.archive.hugo.configuration import Configuration
from articles.archive.problems import Problems
from articles.archive.reader.attribution_footer import lift_footer
from articles.archive.reader.footer_patterns import footer_candidates
from articles.archive.reader.parse_context import (
    ArchiveSettings,
    ParseContext,
    ParsedFile,
)
from articles.archive.reader.parsed_file import parse_file

NOTICES = """1. 欢迎转载，转载时请标明来源为海岳财经。商业性转载请发邮件至：media@haiyue.example。

2. 所有内容仅供参考，不构成投资建议，风险自负。"""
LINK = "[haiyue](https://www.haiyue.example/article/对冲基金-832914)"


class LiftTests(SimpleTestCase):
    def test_notices_and_link_leave_the_body(self) -> None:
        body, footer = lift_footer(f"正文。\n\n尾句。\n\n\n\n{NOTICES}\n\n{LINK}\n", [])
        self.assertEqual(body, "正文。\n\n尾句。\n")
        assert footer is not None
        self.assertEqual(footer.disclaimer, NOTICES)
        self.assertEqual(
            footer.url, "https://www.haiyue.example/article/对冲基金-832914"
        )
        self.assertEqual((footer.label, footer.name), ("haiyue", "海岳财经"))
        self.assertEqual(footer.home, "https://www.haiyue.example/")
        self.assertEqual(footer.line, 7)

    def test_english_notices_name_their_source(self) -> None:
        notices = "1. To republish, credit Meridian Wire as the source.\n2. Not investment advice."
        _body, footer = lift_footer(
            f"Text.\n\n{notices}\n\n[meridian](https://m.example/1)", []
        )
        assert footer is not None
        self.assertEqual(footer.name, "Meridian Wire")

    def test_a_lone_link_is_lifted_only_under_a_name_of_the_file(self) -> None:
        body, footer = lift_footer(f"正文。\n\n{LINK}\n", ["Haiyue"])
        assert footer is not None
        self.assertEqual((body, footer.disclaimer), ("正文。\n", ""))
        self.assertIsNone(lift_footer(f"正文。\n\n{LINK}\n", ["美股"])[1])

    def test_a_body_of_nothing_but_the_link_becomes_empty(self) -> None:
        self.assertEqual(lift_footer(LINK, ["haiyue"])[0], "")

    def test_other_last_lines_stay(self) -> None:
        for body in (
            "正文。\n\n1. 第一\n2. 第二\n\n[haiyue](https://a.example/)\n",
            f"{LINK}\n\n正文。\n",
            f"{NOTICES}\n",
            "见[原文](https://a.example/)。\n",
            "![x](https://a.example/x.png)\n",
            "",
        ):
            with self.subTest(body):
                self.assertEqual(lift_footer(body, []), (body, None))

    def test_an_address_that_is_none_is_lifted_like_any_other(self) -> None:
        _body, footer = lift_footer("正文。\n\n[haiyue](https://[x)\n", ["haiyue"])
        assert footer is not None
        self.assertEqual((footer.url, footer.home), ("https://[x", ""))


LINES = st.sampled_from(
    [
        *(
            "正文。",
            "尾句，市场风险上升。",
            "## 小标题",
            "> 引文",
            "![](a.png)",
            "```",
            "* * *",
        ),
        *(
            "---",
            "**免责声明**",
            "免责声明：仅供参考。",
            "Disclaimer: for reference only.",
        ),
        *(
            "1. 欢迎转载，请标明来源为海岳财经。",
            "2. 内容由作者提供。",
            "3) 风险自负。",
        ),
        *("[haiyue](https://h.example/1)", "[阅读原文](https://h.example/2)"),
        *(
            "https://h.example/3",
            "<https://h.example/4>",
            "原文链接：https://h.example/5",
        ),
        *("来源：海岳财经", "Source: Haiyue Wire", "[Read more](https://h.example/6)"),
        *("标题", "# 标题", "", "", "", "  ", "\u3000"),
    ]
)
SETTINGS = ArchiveSettings(Configuration("Asia/Shanghai"))
PATH = PurePosixPath("content/haiyue/1.md")
often = settings(deadline=None, suppress_health_check=list(HealthCheck))


def read_body(lines: list[str], digests: list[str]) -> ParsedFile:
    content = "\n".join(["---", "title: 标题", "---", *lines]).encode()
    return parse_file(content, PATH, SETTINGS, Problems(), ParseContext(digests))


class NothingIsLostTests(SimpleTestCase):
    def lost(self, lines: list[str], parsed: ParsedFile) -> set[str]:
        """The lines that nothing which was read holds."""
        footer = parsed.footer
        kept = f"{parsed.leading}\n{parsed.body}"
        if footer:
            kept += f"\n{footer.disclaimer}"
        found = set(filter(str.strip, lines)) - set(kept.split("\n"))
        told = [footer.url, footer.label, footer.name] if footer else []
        found -= {line for line in found if any(one and one in line for one in told)}
        return found

    @often
    @given(st.lists(LINES, max_size=12))
    def test_by_their_shape(self, lines: list[str]) -> None:
        self.assertEqual(self.lost(lines, read_body(lines, [])), set())

    @often
    @given(st.lists(LINES, max_size=12), st.data())
    def test_by_pattern_except_rules(
        self, lines: list[str], data: st.DataObject
    ) -> None:
        digests = [candidate.digest for candidate in footer_candidates(lines)]
        known = data.draw(st.lists(st.sampled_from(digests))) if digests else []
        lost = self.lost(lines, read_body(lines, known))
        self.assertLessEqual(lost, {"---", "* * *"})

    @often
    @given(st.lists(LINES, max_size=12))
    def test_what_was_used_reads_the_same_again(self, lines: list[str]) -> None:
        first = read_body(
            lines, [candidate.digest for candidate in footer_candidates(lines)]
        )
        content = "\n".join(["---", "title: 标题", "---", *lines]).encode()
        again = parse_file(content, PATH, SETTINGS, Problems(), first.used)
        recorded = first.footer and replace(first.footer, pattern="")
        self.assertEqual((again.body, again.footer), (first.body, recorded))
