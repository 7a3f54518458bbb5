from __future__ import annotations

from django.test import SimpleTestCase

from tests.views.pages import words
from tests.widgets.frames import draw, frame


class LanguagesTests(SimpleTestCase):
    def test_every_variant_in_its_own_words(self) -> None:
        panel = draw("languages", frame())
        names = ["简体", "台灣正體", "香港繁體", "English"]
        self.assertEqual(words(panel, "a"), names)
        for link in panel.select("a"):
            self.assertEqual(link["lang"], link["hreflang"])
            self.assertEqual(link["rel"], ["nofollow"])
