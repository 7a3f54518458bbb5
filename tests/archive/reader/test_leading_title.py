"""A title that the body repeats is taken off, and nothing else."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.archive.reader.leading_title import first_heading, lift_title


class LiftTitleTests(SimpleTestCase):
    def test_a_heading_or_a_line_alone_that_says_the_same_is_taken(self) -> None:
        for opening in (
            "# 甲乙丙\n\n", "\n## 甲乙丙 ##\n", "甲乙丙\n=====\n\n", "甲乙丙\n\n",
            "**甲乙丙**\n\n", "<h1>甲乙丙</h1>\n\n", "# 甲乙丙 {#id}\n", "# 甲乙丙。\n",
            "# 甲*乙*[丙](x)\n", '<h1 align="center">\n  甲乙丙\n</h1>\n',
            "    <h1>甲乙丙</h1>\n", "<!-- a\nb -->\n\n<!-- c -->\n# 甲乙丙\n",
        ):  # fmt: skip
            with self.subTest(opening):
                self.assertEqual(
                    lift_title(f"{opening}正文。\n", "甲乙丙"), (opening, "正文。\n")
                )

    def test_script_case_and_width_make_no_difference(self) -> None:
        self.assertEqual(lift_title("# 歐洲ＡＩ\nx", "欧洲ai")[1], "x")

    def test_anything_else_stays(self) -> None:
        for body in (
            "甲乙丙\n丁\n", "# 甲乙丙丁\n", "正文。\n\n# 甲乙丙\n", "", "\n\n",
            "- 甲乙丙\n", "> 甲乙丙\n", "<!--more-->\n# 甲乙丙\n", "<!-- a -->\n丁\n",
            "<h1>甲乙丙</h1>丁\n", "<!-- a --> 丁\nb -->\n# 甲乙丙\n",
        ):  # fmt: skip
            with self.subTest(body):
                self.assertEqual(lift_title(body, "甲乙丙"), ("", body))
        self.assertEqual(lift_title("# \n", ""), ("", "# \n"))

    def test_a_title_taken_from_a_heading_is_not_left_in_the_text(self) -> None:
        for heading in ("# A -- *b* [c](d)...", "<h1>A &amp; <b>b</b></h1>"):
            body = f"{heading}\n\nText\n"
            with self.subTest(heading):
                self.assertEqual(lift_title(body, first_heading(body))[1], "Text\n")

    def test_a_body_of_nothing_else_becomes_empty(self) -> None:
        self.assertEqual(lift_title("# 甲", "甲"), ("# 甲", ""))

    @given(st.text("# \n*甲=-", max_size=30), st.text("甲# *", max_size=3))
    def test_the_two_parts_are_the_body(self, body: str, title: str) -> None:
        self.assertEqual("".join(lift_title(body, title)), body)


class FirstHeadingTests(SimpleTestCase):
    def test_both_kinds_count_and_code_does_not(self) -> None:
        self.assertEqual(
            first_heading("```\n# no\n```\n## A **b** &amp; c\n"), "A b & c"
        )
        self.assertEqual(first_heading("Text\n\nTitle\n-----\n"), "Title")
        self.assertEqual(first_heading("#hashtag\n\ntext\n"), "")
        self.assertEqual(first_heading("x\n\n    <h1>code</h1>\n"), "")
        self.assertEqual(first_heading('<h1 align="center"><b>T</b></h1>\n'), "T")
