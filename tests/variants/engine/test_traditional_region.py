"""The region of a Traditional text is told by its words and characters."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.variants.engine import detect_script
from articles.variants.engine.traditional_region import region_of
from tests.variants.engine.conversions import HONG_KONG, TAIWAN


class RegionTests(SimpleTestCase):
    def test_words_and_characters_tell(self) -> None:
        for text, region in (
            ("呢啲嘢嘅價錢", HONG_KONG),
            ("滙率與衞生", HONG_KONG),
            ("聯儲局減息，恒指收報二萬點", HONG_KONG),
            ("當局現時要求僱主跟進", HONG_KONG),
            ("資訊業者的軟體", TAIWAN),
            ("聯準會降息，台股收盤大漲", TAIWAN),
            ("透過網路觀看影片", TAIWAN),
        ):
            with self.subTest(text):
                self.assertEqual(region_of(text), region)
                self.assertEqual(detect_script(text + "關係").language, region)

    def test_taiwan_stands_for_a_text_that_shows_no_region(self) -> None:
        script = detect_script("關係緊張")
        self.assertEqual((script.language, script.is_region_certain), (TAIWAN, False))

    def test_what_one_region_alone_writes_outweighs_what_it_writes_more_often(
        self,
    ) -> None:
        self.assertEqual(region_of("透過資訊，的士"), HONG_KONG)
        self.assertEqual(region_of("香港市民坐捷運"), TAIWAN)

    def test_a_word_counts_once_however_often_it_is_quoted(self) -> None:
        text = "公司稱「品質」，又稱「品質」及「品質」；按年升，錄得升幅"
        self.assertEqual(region_of(text), HONG_KONG)
