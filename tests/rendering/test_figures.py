"""A page and every text taken from it say the same numbers."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.rendering import plain_text, render, shorten
from tests.examples import examples

# Pieces of a body that hold a number, and what may stand between them.
PIECES = [
    *("27~28℃", "4.25~4.5%", "~~3.1%~~", "<del>12</del>", "<s>13</s>", "1,200", "-3.2"),
    *("10<sup>9</sup>", "10<sup>-6</sup>", "m<sup>2</sup>", "2<sup>n</sup>"),
    *("CO<sub>2</sub>", "10<sub>2</sub>", "1<sup>st</sup>", "<sup>14</sup>C"),
    *("**5.5%**", "*7*", "`8`", "[9](/10)", "![](11.png)", "15[^1]", "<b>1</b>6"),
    *("\n\n## 17\n\n", "\n\n- 18\n", "\n\n> 19\n\n", "\n\n|20|21|\n|-|-|\n\n"),
    *("\n\n> [!TIP]\n> 22\n\n", "\n\n# 2<sup>3</sup>~~4~~\n\n", "https://a.example/24"),
    *("甲", "，", "。", "“", "”", " ", " rose ", "*ST乙", "\n", "\n\n", "<br>"),
]
BODIES = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


class Page(HTMLParser):
    """What a reader sees as said, with a space where two numbers stand apart."""

    APART = frozenset(
        ["sup", "sub", "br", "img", "p", "h1", "h2", "h3", "li", "aside", "td", "th"]
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.silent = ""
        self.feed(html.partition('<div class="footnotes"')[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said.append(" " * (tag in self.APART))
        is_note = tag == "sup" and (dict(attrs).get("id") or "").startswith("fnref")
        if not self.silent and (tag in {"del", "s"} or is_note):
            self.silent = tag

    def handle_endtag(self, tag: str) -> None:
        self.said.append(" " * (tag in self.APART))
        if tag == self.silent:
            self.silent = ""

    def handle_data(self, data: str) -> None:
        self.said.append("" if self.silent else data)


def numbers(text: str) -> list[str]:
    """List the numbers of a text. A raised one is a number of its own."""
    text = re.sub("[⁰-⁹¹²³]+", lambda raised: f" {raised[0]} ", text)
    return _NUMBER.findall(text.translate(_SUPERSCRIPTS))


class FiguresTests(SimpleTestCase):
    @examples(300)
    @given(BODIES)
    def test_the_plain_text_says_the_numbers_of_the_page(self, body: str) -> None:
        rendered = render(f"{body}\n\n[^1]: 99")
        page = numbers("".join(Page(rendered.html).said))
        self.assertEqual(numbers(rendered.text), page)

    @examples(300)
    @given(BODIES, BODIES)
    def test_no_other_text_adds_a_number(self, body: str, more: str) -> None:
        marked = f"{body}\n\n<!--more-->\n\n{more}\n\n[^1]: 99"
        for source in [f"{body}\n\n[^1]: 99", marked]:
            rendered = render(source)
            page = Counter(numbers("".join(Page(rendered.html).said)))
            excerpt = plain_text(rendered.excerpt_html)
            for text in [
                excerpt,
                " ".join(heading.text for heading in rendered.headings),
                *(shorten(rendered.text, length) for length in (20, 40, 160)),
            ]:
                self.assertLessEqual(Counter(numbers(text)), page, text)

    @given(BODIES)
    def test_an_excerpt_of_html_holds_no_struck_text(self, body: str) -> None:
        for rendered in [
            render(f"{body}\n\n<!--more-->\n\n甲"),
            render("", summary=body),
        ]:
            self.assertNotRegex(rendered.excerpt_html, "<del>|<s>")

    def test_the_contents_name_a_heading_as_the_page_shows_it(self) -> None:
        rendered = render("## 10<sup>9</sup>元与~~旧~~新*名*")
        self.assertEqual(rendered.headings[0].text, "10^9元与新名")
        self.assertEqual(rendered.headings[0].id, "109元与旧新名")

    def test_a_block_that_is_struck_out_is_in_no_excerpt(self) -> None:
        rendered = render("<del>\n\n旧的。\n\n</del>\n\n新的。")
        self.assertEqual((rendered.text, rendered.excerpt_html), ("新的。", "新的。"))


# HTML of the page beside its plain text.
RAISED = {
    "10<sup>9</sup>元": "10^9元",
    "10<sup>−6</sup>": "10^−6",
    "2<sup>n+1</sup>": "2^(n+1)",
    "1<sup>st</sup>、5<sup>[1]</sup>": "1st、5[1]",
    "100 m<sup>2</sup>": "100 m²",
    "x<sup>2</sup>3": "x² 3",
    "CO<sub>2</sub>": "CO2",
    "10<sub>2</sub>": "10_2",
    "<b>10</b><sup><i>9</i></sup>5": "10^9 5",
    "5<sup>1</sup>/<sub>2</sub>%": "5 1/2%",
    "2<sup>3<sup>4</sup></sup>": "2^(3^4)",
    "3.<del>1</del>2%": "3.2%",
    "3<img>5": "3 5",
    "<ruby>三<rp>(</rp><rt>3</rt><rp>)</rp></ruby>": "三3",
}


class PlainFiguresTests(SimpleTestCase):
    def test_a_raised_figure_joins_no_other(self) -> None:
        for html, text in RAISED.items():
            with self.subTest(html):
                self.assertEqual(plain_text(html), text)

    def test_half_a_raised_figure_is_read(self) -> None:
        body = '3<sup id="fnref:1"><sup>4</sup></sup>5<sup>6<div class="footnotes"'
        self.assertEqual(render(f'{body} role="doc-endnotes">').text, "3 5^6")

    def test_a_formula_is_its_source(self) -> None:
        rendered = render(r"市值\(10^9\)元。", math=True)
        self.assertEqual(rendered.text, "市值 10^9 元。")
        self.assertEqual(rendered.excerpt_html, "市值 10^9 元。")


class ShortenTests(SimpleTestCase):
    TEXT = "净利润12,345.6万元，去年为$3.2 billion，即二〇二四年3.5~4.2%的增长。"

    def test_a_short_text_stays(self) -> None:
        self.assertEqual(shorten(self.TEXT, len(self.TEXT)), self.TEXT)

    def test_no_figure_is_cut(self) -> None:
        whole = {"12,345.6万元", "$3.2 billion", "二〇二四年", "3.5~4.2%"}
        pattern = re.compile("[$\\d〇二四][^，即的…]*")
        for length in range(5, len(self.TEXT)):
            short = shorten(self.TEXT, length)
            with self.subTest(short):
                self.assertLessEqual(len(short), length)
                found = {f for f in pattern.findall(short) if f != "3.5~4.2%的"}
                self.assertLessEqual(found, whole | {"二〇二四年3.5~4.2%"})

    def test_no_word_is_cut(self) -> None:
        self.assertEqual(shorten("Rates rose sharply", 13), "Rates rose…")

    def test_an_excerpt_cuts_no_figure(self) -> None:
        body = "字" * 138 + "12,345.6万元"
        self.assertEqual(render(body).excerpt_html, "字" * 138 + "…")

    def test_what_is_one_endless_figure_is_cut(self) -> None:
        self.assertEqual(shorten("1" * 500, 160), "1" * 159 + "…")
