"""A word that a region writes in two ways has one form in a text."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.variants.engine import Conversion, Weights, convert_text, pack
from articles.variants.engine.learned import SCALE, CharacterWeights
from tests.variants.engine.conversions import HANS, HONG_KONG

# 布 of 布局 is 布, but 佈 behind 再; OpenCC has 佈局.
OWN = {"": -2 * SCALE, "<再": 4 * SCALE}
HABIT = Weights(pack([CharacterWeights("布", "布佈", HONG_KONG, (OWN,))]))


class OneFormTests(SimpleTestCase):
    def converted(self, text: str) -> str:
        return convert_text(text, Conversion(HANS, HONG_KONG, weights=HABIT))

    def test_the_form_that_most_places_have(self) -> None:
        self.assertEqual(self.converted("布局，布局，再布局"), "布局，布局，再布局")
        self.assertEqual(self.converted("布局，再布局，再布局"), "佈局，再佈局，再佈局")

    def test_each_word_by_itself(self) -> None:
        self.assertEqual(self.converted("布局，再布置"), "布局，再佈置")
