from __future__ import annotations

from django.test import SimpleTestCase

from articles.rendering import render


class WideThingTests(SimpleTestCase):
    def test_tables_and_code_scroll_and_are_reached_by_the_keyboard(self) -> None:
        html = render("| a |\n| - |\n| b |\n\n```\nc\n```\n").html
        self.assertIn('<div class="table-box" tabindex="0"><table>', html)
        self.assertIn("</table></div>", html)
        self.assertIn('<pre tabindex="0"><code>c', html)

    def test_the_word_table_in_an_attribute_makes_no_box(self) -> None:
        html = render('<span title="<table>">x</span>').html
        self.assertNotIn("table-box", html)
