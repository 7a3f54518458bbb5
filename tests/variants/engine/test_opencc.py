"""OpenCC in one call prints what its stages print one after the other."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import converter
from articles.variants.engine.opencc import convert_script, route
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN

WAYS = [(HANS, TAIWAN), (HANS, HONG_KONG)]
# Compatibility ideographs, which a stage makes plain first, among them.
HAN = [(0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F)]
texts = st.text(st.sampled_from("后面裏裡著着乾干發髮合群街台臺灣為爲説說豈車更﨑"))


def stage_by_stage(text: str, source: str, target: str) -> str:
    for config in route(source, target):
        text = converter(config).convert(text)
    return text


class StageTests(SimpleTestCase):
    def test_every_character_comes_out_the_same(self) -> None:
        every = "\n".join(chr(n) for first, last in HAN for n in range(first, last + 1))
        for source, target in WAYS:
            with self.subTest(source, target=target):
                converted = convert_script(every, source, target)
                # Not assertEqual: a difference of 80,000 lines takes minutes to print.
                self.assertTrue(converted == stage_by_stage(every, source, target))

    @given(texts, st.sampled_from(WAYS))
    def test_every_text_comes_out_the_same(
        self, text: str, way: tuple[str, str]
    ) -> None:
        self.assertEqual(convert_script(text, *way), stage_by_stage(text, *way))


class OwnScriptTests(SimpleTestCase):
    def test_nothing_is_converted_within_one_language(self) -> None:
        for language, text in (
            (HANS, "之後融漲"),
            (TAIWAN, "融涨，臺灣"),
            (HONG_KONG, "关税，羣裏着麪"),
            ("en", "a 关稅 b"),
        ):
            with self.subTest(language):
                self.assertEqual(convert_script(text, language, language), text)

    def test_simplified_that_slipped_into_traditional_is_converted_by_its_context(
        self,
    ) -> None:
        for text, expected in (
            ("融涨，皇后、里長", "融漲，皇后、里長"),
            ("洗头发、发行、对发財", "洗頭髮、發行、對發財"),
        ):
            with self.subTest(text):
                self.assertEqual(convert_script(text, HONG_KONG, TAIWAN), expected)
                self.assertEqual(convert_script(text, TAIWAN, HONG_KONG), expected)
