"""What readers get of a rendered text."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.reader_texts import (
    RemotePicture,
    reading_minutes,
    with_changes_marked,
    with_latin_words_named,
    with_tables_for_readers,
    without_remote_pictures,
    without_runs_of_space,
)
from articles.rendering import render

OWN = ["https://desk.example/"]


def shown(markdown: str) -> str:
    return without_remote_pictures(render(markdown).html, OWN, _words)


def _words(picture: RemotePicture) -> str:
    return f"{picture.alt or picture.host} {picture.width}×{picture.height}"


class RemotePictureTests(SimpleTestCase):
    def test_a_picture_of_another_site_is_a_link_to_it(self) -> None:
        self.assertEqual(
            shown(
                '<img src="https://p.example/a.png?b&c" alt="图" width="9" height="4">'
            ),
            '<a class="remote-picture" href="https://p.example/a.png?b&amp;c"'
            ' rel="noopener noreferrer">图 9×4</a>',
        )

    def test_whatever_a_browser_would_ask_another_site_for(self) -> None:
        for address in (
            *("//p.example/a.png", "HTTP://p.example/a.png", "https:p.example/a.png"),
            *("\\\\p.example/a.png", "/\\p.example/a.png"),
        ):
            with self.subTest(address):
                self.assertNotIn("<img", shown(f'<img src="{address}" alt="图">'))

    def test_pictures_of_this_site_stay(self) -> None:
        for address in ("/media/a.png", "a.png", "https://desk.example/media/a.png"):
            html = render(f"![图]({address})").html
            self.assertEqual(without_remote_pictures(html, OWN, _words), html)

    def test_in_a_link_there_is_no_other(self) -> None:
        html = shown("[![图](//p.example/a.png)](/b) ![二](//p.example/b.png)")
        self.assertEqual(html.count("<a "), 2)
        self.assertIn('<a href="/b"><span class="remote-picture">图 ×</span></a>', html)

    def test_what_is_said_of_a_picture_is_text(self) -> None:
        html = shown('![<b>&"](//p.example/a.png)')
        self.assertIn("&lt;b&gt;&amp;&quot;", html)

    def test_an_address_that_nobody_can_read_has_no_host(self) -> None:
        self.assertEqual(RemotePicture("http://[").host, "")


class ChangeTests(SimpleTestCase):
    def test_cells_of_signed_figures_show_which_way_they_go(self) -> None:
        rows = "| 甲 | 乙 |\n| --- | ---: |\n| +1.2% | -3 |\n| −0.5％ | +1,024.5 |\n"
        html = with_changes_marked(render(rows).html)
        for cell in (
            '<td class="change change--up">+1.2%</td>',
            '<td align="right" class="change change--down">-3</td>',
            '<td class="change change--down">−0.5％</td>',
            '<td align="right" class="change change--up">+1,024.5</td>',
        ):
            self.assertIn(cell, html)

    def test_other_cells_are_left_alone(self) -> None:
        rows = (
            "| 甲 |\n| --- |\n| 1.2% |\n| -- |\n| +1% 至 +2% |\n| +86 021-1234 转 |\n"
        )
        html = render(rows).html
        self.assertEqual(with_changes_marked(html), html)


class TableTests(SimpleTestCase):
    def test_the_box_of_a_table_has_a_name(self) -> None:
        html = with_tables_for_readers(render("| 甲 |\n| --- |\n| 乙 |\n").html, "表<")
        self.assertIn('tabindex="0" role="group" aria-label="表&lt;"><table>', html)

    def test_a_cell_of_a_figure_is_marked(self) -> None:
        for text, is_figure in (
            ("1,203.4亿元", True),
            ("≈ 3.5%", True),
            ("11月30日 09:30", True),
            ("第3季度", False),
            ("3家公司表示将于年底以前退出这一市场", False),
        ):
            html = render(f"| 甲 |\n| --- |\n| {text} |\n").html
            shown = with_tables_for_readers(html, "表")
            self.assertEqual('<td class="figure">' in shown, is_figure, text)


class LatinWordTests(SimpleTestCase):
    def test_a_word_with_an_apostrophe_is_no_chinese(self) -> None:
        for written, shown in (
            ("麦当劳McDonald’s说", '麦当劳<span lang="en">McDonald’s</span>说'),
            ("‘底线’与‘floor’", "‘底线’与‘floor’"),
            ('<img alt="Moody’s">', '<img alt="Moody’s">'),
        ):
            self.assertEqual(with_latin_words_named(written), shown)


class ReadingTimeTests(SimpleTestCase):
    def test_han_are_counted_one_by_one_and_words_by_spaces(self) -> None:
        self.assertEqual(reading_minutes(f"<p>{'字' * 1200}</p>"), 3)
        self.assertEqual(reading_minutes(f"<p>{'word ' * 690}</p>"), 3)
        self.assertEqual(reading_minutes(f'<p title="{"字" * 2000}">短。</p>'), 1)
        self.assertEqual(reading_minutes(""), 1)


class SpaceTests(SimpleTestCase):
    def test_one_of_several_stays(self) -> None:
        self.assertEqual(without_runs_of_space("a  b\n\n  c\t d e"), "a b\nc d e")

    def test_ideographic_spaces_are_text(self) -> None:
        self.assertEqual(
            without_runs_of_space("<p>\u3000\u3000甲"), "<p>\u3000\u3000甲"
        )

    def test_where_they_show_all_stay(self) -> None:
        kept = "<pre>a\n\n  b</pre>", "<textarea>\n\n</textarea>", "<script>  </script>"
        for part in kept:
            page = without_runs_of_space(f"<p>\n\n</p>{part}\n\n<p>")
            self.assertEqual(page, f"<p>\n</p>{part}\n<p>")
