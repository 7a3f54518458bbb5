from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.rendering import ImageData, render, render_inline, to_html
from tests.examples import examples

# Markdown beside what Hugo 0.168 prints for it, white space aside.
AS_HUGO = {
    "a bare address": (
        "See https://example.org/a_b_c. Or www.example.org!",
        '<p>See <a href="https://example.org/a_b_c">https://example.org/a_b_c</a>.'
        ' Or <a href="http://www.example.org">www.example.org</a>!</p>',
    ),
    "an address right after a colon stays text": (
        "Source:www.example.org",
        "<p>Source:www.example.org</p>",
    ),
    "an address ends where Chinese begins": (
        "见 https://example.org/a。然后",
        '<p>见 <a href="https://example.org/a">https://example.org/a</a>。然后</p>',
    ),
    "an address in brackets gives the bracket back": (
        "(https://example.org/a_(b))",
        '<p>(<a href="https://example.org/a_(b)">https://example.org/a_(b)</a>)</p>',
    ),
    "a mail address": (
        "Write desk@example.org.",
        '<p>Write <a href="mailto:desk@example.org">desk@example.org</a>.</p>',
    ),
    "an address with Chinese and spaces is encoded once": (
        "[a](</新闻/a b%20c?q=中>)",
        '<p><a href="/%E6%96%B0%E9%97%BB/a%20b%20c?q=%E4%B8%AD">a</a></p>',
    ),
    "dashes and dots": ("a -- b --- c...", "<p>a – b — c…</p>"),
    "code keeps its dashes": ("`a -- b...`", "<p><code>a -- b...</code></p>"),
    "a link keeps its dashes": (
        "https://example.org/a--b",
        '<p><a href="https://example.org/a--b">https://example.org/a--b</a></p>',
    ),
    "struck text": ("~~a~~ b", "<p><del>a</del> b</p>"),
    "a definition list": ("词\n: 义", "<dl><dt>词</dt><dd>义</dd></dl>"),
    "a footnote used twice": (
        "a[^n] b[^n]\n\n[^n]: note",
        '<p>a<sup id="fnref:1"><a href="#fn:1" class="footnote-ref"'
        ' role="doc-noteref">1</a></sup> b<sup id="fnref1:1"><a href="#fn:1"'
        ' class="footnote-ref" role="doc-noteref">1</a></sup></p>'
        '<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>note&#160;'
        '<a href="#fnref:1" class="footnote-backref" role="doc-backlink">'
        '&#x21a9;&#xfe0e;</a>&#160;<a href="#fnref1:1" class="footnote-backref"'
        ' role="doc-backlink">&#x21a9;&#xfe0e;</a></p></li></ol></div>',
    ),
    "a marker inside a line ends the paragraph": (
        "a <!--more-->b",
        "<p>a</p><p>b</p>",
    ),
    "a box in a list": (
        "- [x] a",
        '<ul class="contains-task-list"><li class="task-list-item"><input'
        ' class="task-list-item-checkbox" disabled="" type="checkbox" checked="">a'
        "</li></ul>",
    ),
}


def squeezed(html: str) -> str:
    return "".join(html.split())


class AsHugoTests(SimpleTestCase):
    maxDiff = None

    def test_bodies_read_as_they_did_under_hugo(self) -> None:
        for name, (markdown, expected) in AS_HUGO.items():
            with self.subTest(name):
                self.assertEqual(squeezed(to_html(markdown)), squeezed(expected))

    def test_raw_html_passes_to_the_sanitiser(self) -> None:
        self.assertIn("<u>a</u>", to_html("x <u>a</u>"))

    def test_windows_line_ends_and_a_byte_order_mark_change_nothing(self) -> None:
        body = "# 标题\n\n- a\n- b\n"
        windows = "\ufeff" + body.replace("\n", "\r\n")
        self.assertEqual(render(windows), render(body))


class TableTests(SimpleTestCase):
    def test_alignment_survives_without_a_style_attribute(self) -> None:
        html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |").html
        self.assertIn('<th align="center">a</th>', html)
        self.assertIn('<td align="right">2</td>', html)
        self.assertNotIn("style", html)


class HanLinesTests(SimpleTestCase):
    def test_a_line_break_between_han_characters_leaves_no_space(self) -> None:
        for body in ["第一行\n第二行", "第一行，\n第二行", "カナ\nかな", "**粗**\n体"]:
            with self.subTest(body):
                self.assertNotIn("\n", render(body).html.strip())

    def test_a_line_break_beside_latin_or_hangul_stays(self) -> None:
        for body in ["中文\nEnglish", "English\n中文", "a\nb", "한국\n한국"]:
            with self.subTest(body):
                self.assertIn("\n", render(body).html.strip())

    def test_ideographic_spaces_beside_a_break_leave_no_gap(self) -> None:
        for body in [
            "第一行\n　　第二行",
            "第一行　\n 　第二行",
            "**第一行**\n　　第二行",
            "第一行\n　**第二行**",
            "**第一行**　\n第二行",
        ]:
            with self.subTest(body):
                self.assertEqual(render(body).text, "第一行第二行")
        self.assertEqual(render("English\n　　中文").text, "English 中文")

    def test_ideographic_spaces_elsewhere_stay(self) -> None:
        for body in ["甲　　乙", "甲<br>　　乙", "甲\\\n　　乙", "甲\n`　`乙"]:
            with self.subTest(body):
                self.assertIn("　", render(body).html)

    def test_a_wanted_break_stays(self) -> None:
        self.assertEqual(render("第一行  \n第二行").html.count("<br>"), 1)

    @given(st.lists(st.text("中文字，。「」々", min_size=1), min_size=2))
    def test_no_paragraph_of_han_lines_has_a_space(self, lines: list[str]) -> None:
        html = render("\n".join(lines)).html.strip()
        self.assertEqual(html, f"<p>{''.join(lines)}</p>")


class MathsTests(SimpleTestCase):
    def test_every_delimiter_is_typeset(self) -> None:
        for body in [r"\(x^2\)", r"\\(x^2\\)", r"\[x^2\]", r"\\[x^2\\]", "$$x^2$$"]:
            with self.subTest(body):
                html = render(f"a {body} b", math=True).html
                self.assertIn("<msup><mi>x</mi><mn>2</mn></msup>", html)

    def test_a_displayed_formula_may_take_several_lines(self) -> None:
        html = render("$$\na\n= b\n$$\n\nText", math=True).html
        self.assertIn('<math display="block"', html)
        self.assertNotIn("<h1", html)

    def test_a_dollar_is_money(self) -> None:
        body = "From $48 billion to $50 billion"
        self.assertEqual(render(body, math=True).html, f"<p>{body}</p>\n")

    def test_without_the_switch_nothing_is_typeset(self) -> None:
        html = render(r"\(x\) $$y$$ \\(z\\)").html
        self.assertEqual(html, "<p>(x) $$y$$ \\(z\\)</p>\n")

    def test_code_is_left_alone(self) -> None:
        html = render("`$$x$$`\n\n```\n\\(x\\)\n```", math=True).html
        self.assertNotIn("<math", html)
        self.assertIn("\\(x\\)", html)

    def test_a_formula_that_cannot_be_read_stays_as_its_source(self) -> None:
        for formula in [r"\frac{a", r"\left(", "{" * 500 + "}" * 500]:
            with self.subTest(formula[:10]):
                html = render(rf"\({formula}\)", math=True).html
                self.assertIn(f"<code>\\({formula}\\)</code>", html)

    def test_the_old_spelling_loses_what_was_escaped_for_markdown(self) -> None:
        new = render(r"\[x_1 \\ y * z\]", math=True).html
        old = render(r"\\[x\_1 \\\\ y \* z\\]", math=True).html
        self.assertEqual(old, new)

    def test_aligned_equations_stand_in_columns(self) -> None:
        html = render(r"$$\begin{aligned}a&=b\\c&=d\end{aligned}$$", math=True).html
        self.assertEqual(html.count("<mtr>"), 2)
        self.assertNotRegex(html, ">[^<]*&amp;")

    def test_a_formula_cannot_smuggle_markup(self) -> None:
        html = render(r"\(\text{<script>alert(1)</script>}\)", math=True).html
        self.assertNotIn("<script", html)
        self.assertIn("<mtext>&lt;script&gt;", html)


class ImageTests(SimpleTestCase):
    def resolve(self, source: str) -> ImageData | None:
        if source != "a.jpg":
            return None
        return ImageData("/m/a.webp", 640, 360, 'The "port"', "/m/b.webp 2x")

    def test_the_resolver_fills_in_what_the_page_needs(self) -> None:
        for body in ["![](a.jpg)", 'x <img src="a.jpg" width="9" alt=" ">']:
            with self.subTest(body):
                html = render(body, resolve_image=self.resolve).html
                self.assertIn('src="/m/a.webp"', html)
                self.assertIn('width="640"', html)
                self.assertIn('height="360"', html)
                self.assertIn('alt="The &quot;port&quot;"', html)
                self.assertIn('srcset="/m/b.webp 2x"', html)

    def test_the_writer_s_own_alternative_text_wins(self) -> None:
        html = render("![Harbour](a.jpg)", resolve_image=self.resolve).html
        self.assertIn('alt="Harbour"', html)

    def test_every_image_loads_late(self) -> None:
        html = render("![b](b.jpg)", resolve_image=self.resolve).html
        self.assertEqual(
            html,
            '<p><img src="b.jpg" alt="b" loading="lazy" decoding="async"></p>\n',
        )

    def test_an_image_inside_an_attribute_is_not_an_image(self) -> None:
        html = render('<p title="<img src=a.jpg>">x</p>', resolve_image=self.resolve)
        self.assertNotIn("/m/a.webp", html.html)


class LinkTests(SimpleTestCase):
    def test_links_that_leave_the_site_say_noopener(self) -> None:
        html = render("[a](https://example.org) [b](//example.org) [c](/c)").html
        self.assertEqual(html.count('rel="noopener"'), 2)
        self.assertIn('<a href="/c">c</a>', html)

    def test_the_resolver_may_move_a_link(self) -> None:
        moves = {"old.md": "/zh-hans/news/new/"}
        html = render("[a](old.md) [b](x.md)", resolve_link=moves.get).html
        self.assertIn('href="/zh-hans/news/new/"', html)
        self.assertIn('href="x.md"', html)


class InlineTests(SimpleTestCase):
    def test_one_paragraph_loses_its_tag(self) -> None:
        self.assertEqual(
            render_inline("*Hi* <b onclick=x>you</b>"), "<em>Hi</em> <b>you</b>"
        )

    def test_two_paragraphs_keep_theirs(self) -> None:
        self.assertEqual(render_inline("a\n\nb"), "<p>a</p>\n<p>b</p>")


SIZE = 200_000
HOSTILE = {
    "one line of Chinese": "中文，",
    "one word": "a",
    "open brackets": "[",
    "open images": "![",
    "open notes": "[^",
    "half links": "[a](",
    "half nested links": "[[a]",
    "stars": "*a **b ",
    "stars beside Chinese": "甲**“乙*，",
    "stars alone": "*",
    "tildes": "~",
    "pairs of tildes": "~~甲~",
    "back-ticks": "`a ``b ",
    "angle brackets": "<a ",
    "nested elements": "<div>",
    "nested formatting": "x <b>",
    "open comments": "<!-- \n\n",
    "open formulas": r"\( \\( $$ \[ ",
    "formula lines": "\\[ a\n",
    "table bars": "|",
    "lone surrogates": "\ud800a",
    "NUL": "\x00",
    "controls": "\x01\x1b",
    "byte-order marks": "\ufeff",
    "half addresses": "http://www.a@",
    "addresses in Chinese": "见http://a.example/甲",
    "half mail in Chinese": "甲a",
    "raised levels": "1<sup>",
    "struck levels": "<del>1",
    "alerts": "> [!TIP]\n> a\n\n",
    "attribute lists": "a\n{: .a}\n",
    "attribute lists in a line": "*a*{: .a} ",
    "half attribute lists": "{: .a ",
    "top headings": "# a\n",
}


class HostileTests(SimpleTestCase):
    def test_any_pattern_may_be_repeated(self) -> None:
        # ``tests/benchmarks/hostile_bodies.py`` times what 200 kB of each costs.
        for name, pattern in HOSTILE.items():
            with self.subTest(name):
                render(pattern * (4_000 // len(pattern)), math=True)

    def test_the_words_below_deep_nesting_are_kept(self) -> None:
        for opener in ["> ", "- ", "1. ", "[", "*", "<div>"]:
            with self.subTest(opener):
                rendered = render(opener * 10_000 + "treasure")
                self.assertIn("treasure", rendered.html)
                self.assertIn("treasure", rendered.text)

    def test_what_breaks_a_feed_is_dropped_even_as_an_entity(self) -> None:
        rendered = render('<b title="&#1;">a&#2;</b>&#3;')
        self.assertNotRegex(rendered.html + rendered.text, "[\x00-\x08]")

    def test_what_no_database_takes_is_replaced(self) -> None:
        rendered = render("a\x00b\ud800c\x1bd")
        self.assertEqual(rendered.text, "a\ufffdb\ufffdcd")

    @examples(150)
    @given(st.text(st.characters()), st.booleans())
    def test_any_text_renders(self, body: str, math: bool) -> None:
        rendered = render(body, math=math, summary=body[:20])
        rendered.html.encode()
        rendered.excerpt_html.encode()

    @examples(150)
    @given(st.lists(st.sampled_from([*HOSTILE.values(), "\n", "x", "]", "}", "\\)"])))
    def test_any_mixture_of_hostile_pieces_renders(self, pieces: list[str]) -> None:
        render("".join(pieces), math=True).html.encode()
