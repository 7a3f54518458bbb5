"""OpenCC in one call prints what its stages print one after the other."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import converter
from articles.variants.engine.opencc import convert_script, foreign_to, route
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN

SCRIPTS = (HANS, TAIWAN, HONG_KONG)
WAYS = [(one, other) for one in SCRIPTS for other in SCRIPTS if one != other]
# Compatibility ideographs, which a stage makes plain first, among them.
HAN = [(0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2FA1F)]
texts = st.text(
    st.sampled_from("后面裏裡著着乾干發发髮合群街台臺灣为為爲说説說豈車更﨑")
)


def stage_by_stage(text: str, source: str, target: str) -> str:
    if HANS not in (source, target):
        _slipped, table = foreign_to(target)
        text = "".join(table.get(char, char) for char in text)
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
    def test_only_what_the_other_script_alone_has_is_converted(self) -> None:
        for language, text, expected in (
            (HANS, "之後融漲，乾坤、毕昇、着", "之后融涨，乾坤、毕昇、着"),
            (TAIWAN, "融涨，皇后、台灣、里長", "融漲，皇后、台灣、里長"),
            (HONG_KONG, "关税，羣裏着麪", "關税，羣裏着麪"),
            ("en", "a 关稅 b", "a 关稅 b"),
        ):
            with self.subTest(language):
                self.assertEqual(convert_script(text, language, language), expected)
