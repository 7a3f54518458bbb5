from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.rendering import to_html
from tests.examples import examples

# What stars stand for as people mean it: Markdown beside the HTML of its paragraph.
EMPHASIS = {
    "quotation marks inside": ("她说**“不加息”**之后", "她说<b>“不加息”</b>之后"),
    "a full stop inside": ("**到此为止。**下一段", "<b>到此为止。</b>下一段"),
    "a colon of ASCII before a figure": (
        "**日期:**2025年",
        "<b>日期:</b>2025年",
    ),
    "a percentage": (
        "升**0.5%**见顶，降**-0.5%**",
        "升<b>0.5%</b>见顶，降<b>-0.5%</b>",
    ),
    "a sign after Latin letters": ("GDP**+5%**左右", "GDP<b>+5%</b>左右"),
    "money": ("值**$5**或**￥36**上下", "值<b>$5</b>或<b>￥36</b>上下"),
    "a link": ("见**[甲](/a)**的文", '见<b><a href="/a">甲</a></b>的文'),
    "code": ("用**`a`**时", "用<b><code>a</code></b>时"),
    "a title": ("读**《纪要》**后", "读<b>《纪要》</b>后"),
    "brackets inside": ("乙**（丙）**丁", "乙<b>（丙）</b>丁"),
    "brackets outside": ("（**甲**）与“**乙**”", "（<b>甲</b>）与“<b>乙</b>”"),
    "a comma at the start": ("看来**，这就够了。**他", "看来<b>，这就够了。</b>他"),
    "two in a line": ("**甲：**乙 **丙：**丁", "<b>甲：</b>乙 <b>丙：</b>丁"),
    "bold that ends and begins again": ("**甲****乙**丙", "<b>甲</b><b>乙</b>丙"),
    "the same before a bracket": (
        "**（A****）****乙**",
        "<b>（A</b><b>）</b><b>乙</b>",
    ),
    "one star": ("他说*“慢慢来”*就走", "他说<i>“慢慢来”</i>就走"),
    "one star after a full stop": ("*慢。*走", "<i>慢。</i>走"),
    "one in the other": ("**粗*“斜”*粗**字", "<b>粗<i>“斜”</i>粗</b>字"),
    "both": ("***“都要”***了", "<i><b>“都要”</b></i>了"),
}
# Stars that are none of Markdown's.
AS_TYPED = {
    "shares under special treatment": "*ST甲、*ST乙与S*ST丙、S*ST丁",
    "numbers with hidden digits": "138****1234，139****5678；11***22和33***44",
    "hidden names": "王**、李**，赵**",
    "a note's": "毛利率*，净利率*；净利润*（万元），毛利*（万元）",
    "arguments": "调用 f(**a) 和 g(**b)",
    "beside spaces": "甲 ** 乙 ** 丙",
    "identifiers": "用__init__方法与甲_乙_丙",
}
STRUCK = {
    "words": ("~~甲~~乙", "<del>甲</del>乙"),
    "a figure": ("从~~3.1%~~升到3.2%", "从<del>3.1%</del>升到3.2%"),
    "a figure beside another": ("~~3.1%~~3.2%", "<del>3.1%</del>3.2%"),
    "quotation marks": ("称~~“甲”~~乙", "称<del>“甲”</del>乙"),
}
RANGES = ["27~28℃，利率4.25~4.5%", "约~5与~6", "a ~b~ c", "甲~~~乙~~~丙"]


def paragraph(markdown: str) -> str:
    html = to_html(markdown).strip()
    for tag, short in [("strong", "b"), ("em", "i")]:
        html = html.replace(f"<{tag}>", f"<{short}>").replace(
            f"</{tag}>", f"</{short}>"
        )
    return html.removeprefix("<p>").removesuffix("</p>")


class EmphasisTests(SimpleTestCase):
    def test_it_works_beside_chinese_punctuation(self) -> None:
        for name, (markdown, expected) in EMPHASIS.items():
            with self.subTest(name):
                self.assertEqual(paragraph(markdown), expected)

    def test_it_works_in_headings_tables_and_lists(self) -> None:
        for body in ["## 甲**“乙”**丙", "|甲**“乙”**丙|\n|-|", "- 甲**“乙”**丙"]:
            with self.subTest(body):
                self.assertIn("<strong>“乙”</strong>", to_html(body))

    def test_stars_that_mean_something_else_stay(self) -> None:
        for name, markdown in AS_TYPED.items():
            with self.subTest(name):
                self.assertEqual(paragraph(markdown), markdown)

    def test_a_share_s_star_stands_in_bold_text_too(self) -> None:
        self.assertEqual(paragraph("***ST甲**（1）"), "<b>*ST甲</b>（1）")
        self.assertEqual(paragraph("**ST甲**"), "<b>ST甲</b>")

    def test_english_reads_as_commonmark_says(self) -> None:
        for markdown in ["**a:**b", "a**“b”**c", "a*(b)*c"]:
            with self.subTest(markdown):
                self.assertEqual(paragraph(markdown), markdown)

    @examples(100)
    @given(st.lists(st.text("甲乙，。“”（）%A1 ", min_size=1), min_size=1, max_size=4))
    def test_bold_text_shows_no_star(self, words: list[str]) -> None:
        # No phrase begins with a closing bracket, or ends with an opening one.
        bold = [word.lstrip("）” ").rstrip("（“ ") or "甲" for word in words]
        body = "".join(f"某某**{word}**某" for word in bold)
        self.assertEqual(paragraph(body), "".join(f"某某<b>{w}</b>某" for w in bold))


class StrikethroughTests(SimpleTestCase):
    def test_two_tildes_strike_out(self) -> None:
        for name, (markdown, expected) in STRUCK.items():
            with self.subTest(name):
                self.assertEqual(paragraph(markdown), expected)

    def test_other_tildes_stay(self) -> None:
        for markdown in RANGES:
            with self.subTest(markdown):
                self.assertEqual(paragraph(markdown), markdown)
