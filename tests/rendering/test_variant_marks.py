"""Marks for Chinese variants pass through Markdown, and no excerpt cuts them."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.rendering import render, render_inline
from articles.variants.engine import Conversion, convert_html, find_marks

RULE = "-{zh-hans:a_b_c--d.*e*; zh-hant-tw:<b>&amp;...}-"


def read(body: str, target: str = "zh-Hant-TW") -> str:
    return convert_html(render(body).html, Conversion("zh-Hans", target)).strip()


class MarkdownTests(SimpleTestCase):
    def test_a_rule_is_not_read_as_markdown(self) -> None:
        self.assertEqual(read(f"甲{RULE}乙", "zh-Hans"), "<p>甲a_b_c--d.*e*乙</p>")

    def test_what_is_left_alone_may_hold_markdown(self) -> None:
        self.assertEqual(
            read("-{**对冲** [对](/x)}-对"),
            '<p><strong>对冲</strong> <a href="/x">对</a>對</p>',
        )

    def test_marks_work_wherever_text_stands(self) -> None:
        cases = {
            "## -{对}-对": '<h2 id="-对-对">对對</h2>',
            "> -{对}-": "<blockquote>\n<p>对</p>\n</blockquote>",
            "- -{对}-": "<ul>\n<li>对</li>\n</ul>",
            "**-{对}-**": "<p><strong>对</strong></p>",
            "[-{对}-](/x)": '<p><a href="/x">对</a></p>',
            "<div>-{对}-</div>": "<div>对</div>",
        }
        for body, expected in cases.items():
            with self.subTest(body):
                self.assertEqual(read(body), expected)
        self.assertIn('alt="对對"', read("![-{对}-对](/x.png)"))

    def test_a_definition_in_a_heading_leaves_nothing_in_its_id(self) -> None:
        rendered = render(
            "## 里根-{H|zh-cn:里根;zh-tw:雷根}-年代\n\n## -{H|zh-cn:甲;zh-tw:乙}-"
        )
        self.assertEqual([h.id for h in rendered.headings], ["里根年代", "heading"])

    def test_code_keeps_its_characters(self) -> None:
        for body in ("`-{对}-`", "    -{对}-", "```\n-{对}-\n```"):
            with self.subTest(body):
                self.assertIn("-{对}-", read(body))

    def test_an_escaped_mark_is_printed(self) -> None:
        self.assertEqual(read(r"\-{对}-"), "<p>-&#123;對}-</p>")

    def test_dashes_around_marks_are_still_set(self) -> None:
        self.assertEqual(read("a -- -{b}- -- c"), "<p>a – b – c</p>")

    def test_a_definition_over_several_lines(self) -> None:
        body = "-{H|zh-hans:里根;\nzh-hant-tw:雷根}-\n\n里根"
        self.assertEqual(read(body), "<p>雷根</p>")

    def test_a_caption_is_markdown_too(self) -> None:
        self.assertEqual(render_inline("-{a_b_c}-"), "-{a_b_c}-")

    @given(st.text(alphabet="-{}\\zh:H|甲*_`[]()\n ", max_size=40))
    def test_any_mixture_renders_and_converts(self, body: str) -> None:
        read(body)


class ExcerptTests(SimpleTestCase):
    def test_no_mark_is_cut_at_a_full_stop_inside(self) -> None:
        body = f"-{{zh-hans:{'甲。' * 80}; zh-hant-tw:乙。}}-后。" + "丙。" * 100
        excerpt = render(body).excerpt_html
        self.assertEqual(excerpt.count("-{"), excerpt.count("}-"))
        (mark,) = find_marks(excerpt)
        self.assertTrue(mark.forms)

    def test_no_mark_is_cut_in_an_endless_sentence(self) -> None:
        excerpt = render("甲" * 130 + f"-{{{'乙' * 60}}}-" + "丙" * 100).excerpt_html
        self.assertEqual(excerpt, "甲" * 130 + "…")

    def test_definitions_are_no_text(self) -> None:
        rendered = render("-{H|zh-cn:里根;zh-tw:雷根}-\n\n里根。")
        self.assertEqual(rendered.excerpt_html, "里根。")
        self.assertFalse(rendered.is_truncated)

    def test_code_that_looks_like_a_mark_stays_in_sight(self) -> None:
        excerpt = render("用`-{对}-`。").excerpt_html
        converted = convert_html(excerpt, Conversion("zh-Hans", "zh-Hans"))
        self.assertEqual(converted, "用-&#123;对}-。")
