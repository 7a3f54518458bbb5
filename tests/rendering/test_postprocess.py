from __future__ import annotations

import re

from django.test import SimpleTestCase

from articles.rendering import plain_text, render, with_base


class WideThingTests(SimpleTestCase):
    def test_tables_and_code_scroll_and_are_reached_by_the_keyboard(self) -> None:
        html = render("| a |\n| - |\n| b |\n\n```\nc\n```\n").html
        self.assertIn('<div class="table-box" tabindex="0"><table>', html)
        self.assertIn("</table></div>", html)
        self.assertIn('<pre tabindex="0"><code>c', html)

    def test_the_word_table_in_an_attribute_makes_no_box(self) -> None:
        html = render('<span title="<table>">x</span>').html
        self.assertNotIn("table-box", html)


class PictureTests(SimpleTestCase):
    def test_a_picture_without_an_address_is_its_words(self) -> None:
        self.assertEqual(render("a ![]() b").html, "<p>a  b</p>\n")
        self.assertEqual(
            render('![<x> "y"]()').html, "<p>&lt;x&gt; &quot;y&quot;</p>\n"
        )
        self.assertEqual(render("![c](data:text/html,x)").html, "<p>c</p>\n")


# Levels of the headings as written, and as the page draws them.
LEVELS = {
    "# a\n\n## b\n\n### c": "234",
    "# a\n\n# b": "22",
    "## a\n\n### b": "23",
    "## a\n\n# b\n\n## c": "223",
    "# a\n\n##### b\n\n###### c": "266",
    "a\n=\n\nb\n-": "23",
    "## a\n\n<h1>b</h1>\n\n<h2>c</h2>": "223",
}


class HeadingTests(SimpleTestCase):
    def test_a_top_heading_and_what_is_below_it_move_down_one(self) -> None:
        for body, levels in LEVELS.items():
            with self.subTest(body):
                html = render(body).html
                self.assertEqual("".join(re.findall(r"<h(\d)", html)), levels)
                self.assertEqual("".join(re.findall(r"</h(\d)>", html)), levels)

    def test_ids_and_the_author_s_levels_stay(self) -> None:
        rendered = render("# 甲\n\n## 乙")
        self.assertIn('<h2 id="甲">', rendered.html)
        self.assertIn('<h3 id="乙">', rendered.html)
        self.assertEqual([heading.level for heading in rendered.headings], [1, 2])

    def test_code_is_no_heading(self) -> None:
        html = render("# a\n\n`<h2>`").html
        self.assertIn("&lt;h2&gt;", html)


class BaseTests(SimpleTestCase):
    BASE = "https://a.example/zh-cn/articles/k/"

    def test_every_address_is_resolved_and_no_word_is_touched(self) -> None:
        html = render(
            'href="/a" [a](/b?c=1&d=2) [#](#x) ![i](c.png) [m](mailto:a@b.example)'
            '\n\n<blockquote cite="/q">`src="/e"`</blockquote>'
        ).html
        resolved = with_base(html, self.BASE)
        for address in (
            *('href="https://a.example/b?c=1&amp;d=2"', f'href="{self.BASE}#x"'),
            *(f'src="{self.BASE}c.png"', 'href="mailto:a@b.example"'),
            'cite="https://a.example/q"',
        ):
            self.assertIn(address, resolved)
        self.assertEqual(plain_text(resolved), plain_text(html))

    def test_an_address_that_is_none_stays(self) -> None:
        html = render('<a href="//[x">a</a> [b](//c.example/)').html
        resolved = with_base(html, self.BASE)
        self.assertIn('href="//[x"', resolved)
        self.assertIn('href="https://c.example/"', resolved)
