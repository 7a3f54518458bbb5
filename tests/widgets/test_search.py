from __future__ import annotations

from django.test import SimpleTestCase

from articles.choices import Variant
from tests.widgets.frames import draw, frame


class SearchTests(SimpleTestCase):
    def test_a_form_to_our_own_search(self) -> None:
        form = draw("search", frame(Variant.TAIWAN)).select("form")[0]
        self.assertEqual(form["action"], "/zh-tw/search/")
        self.assertEqual(form["method"], "get")
        self.assertEqual(form.select("input")[0]["name"], "q")
        self.assertTrue(form.select("input")[0]["aria-label"])
