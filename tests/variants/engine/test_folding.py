"""Whatever the converter may print folds to the key of its source."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import opencc
from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import (
    DEFAULT_ROWS,
    Conversion,
    convert_text,
    find_ambiguities,
    fold,
    fold_han,
)
from articles.variants.engine.house_style import DEFAULT_STYLE
from articles.variants.engine.opencc import settings_of
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN

OPENCC = Path(opencc.__file__).parent / "clib"
CONFIGURATIONS = ("s2tw", "s2hk", "tw2s", "hk2s", "tw2t", "hk2t", "t2tw", "t2hk")

# What OpenCC allows for these and never prints: China's standard of 2013 has them as
# characters of their own, for names of people and places. 王喆 is not 王哲.
APART = (
    "同仝 俯頫 炉鑪 扬颺 和龢 村邨 欣訢 资貲 绿菉 专耑 乃迺 洁絜 奔犇 管筦 渺淼 碗椀 丫椏 "
    "绩勣 坤堃 哲喆 假叚 坂阪"
)


def tables(settings: Any) -> Iterator[Path]:
    """Yield every table that a configuration reads, at any depth."""
    if isinstance(settings, dict):
        if "file" in settings:
            yield Path(settings["file"])
        settings = list(settings.values())
    if isinstance(settings, list):
        for part in settings:
            yield from tables(part)


def rows_of(table: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield what a table of OpenCC's has for each character or phrase."""
    with tempfile.NamedTemporaryFile("r", encoding="utf-8") as text:
        program = OPENCC / "bin" / "opencc_dict"
        options: list[str | Path] = [
            *("-i", table, "-f", "ocd2"),
            *("-o", text.name, "-t", "text"),
        ]
        subprocess.run([program, *options], check=True)  # noqa: S603
        for line in text.read().splitlines():
            written, _tab, printed = line.partition("\t")
            yield written, printed.split(" ")


class TableTests(SimpleTestCase):
    def test_all_that_a_table_prints_folds_to_its_source(self) -> None:
        used = {table for name in CONFIGURATIONS for table in tables(settings_of(name))}
        rows = [row for table in sorted(used) for row in rows_of(table)]
        self.assertGreater(len(rows), 60_000)
        wrong = {
            f"{written} {printed}"
            for written, forms in rows
            for printed in forms
            if fold(written) != fold(printed)
        }
        self.assertEqual(wrong, {f"{pair[1]} {pair[0]}" for pair in APART.split()})

    def test_phrases_have_as_many_characters_as_their_source(self) -> None:
        # Else a phrase could fold alike only as a whole, and a piece of it could not.
        for name in ("STPhrases", "TSPhrases", "TWVariantsRevPhrases"):
            for written, forms in rows_of(OPENCC / "share" / "opencc" / f"{name}.ocd2"):
                for printed in forms:
                    self.assertEqual(len(written), len(printed), written)

    def test_all_that_the_house_style_prints_folds_to_its_source(self) -> None:
        for row in DEFAULT_ROWS:
            if not row.is_quotes:
                self.assertEqual(fold(row.printed), fold(row.converted))

    def test_all_that_an_editor_may_choose_folds_to_its_source(self) -> None:
        every = "\n".join(map(chr, range(0x4E00, 0xA000)))
        for source, target in ((HANS, TAIWAN), (HANS, HONG_KONG), (TAIWAN, HANS)):
            how = Conversion(source, target, style=DEFAULT_STYLE)
            for found in find_ambiguities(every, how):
                for char in (found.chosen, *found.alternatives):
                    self.assertEqual(fold_han(char), fold_han(found.source), found)

    def test_every_character_folds_as_what_each_variant_prints_for_it(self) -> None:
        every = "\n".join(map(chr, [*range(0x3400, 0xA000), *range(0x20000, 0x2A6E0)]))
        for source in (HANS, TAIWAN, HONG_KONG):
            for target in (HANS, TAIWAN, HONG_KONG):
                how = Conversion(source, target, style=DEFAULT_STYLE)
                # Not assertEqual: a difference of so many lines takes minutes to print.
                self.assertTrue(fold(convert_text(every, how)) == fold(every), how)


class FoldTests(SimpleTestCase):
    def test_spellings_of_one_word_fold_alike(self) -> None:
        for spellings in (
            *("關稅 关税", "ＡＩ ai", "薴 苧 苎", "么 麼 麽 幺", "着 著", "乾 幹 干"),
            *("复苏 復甦 複蘇", "了解 瞭解", "借助 藉助", "凭借 憑藉", "反复 反覆"),
            *("回复 回覆 迴覆", "什么 甚麼 甚么 什麼", "账户 帳戶 賬戶 帐户"),
            *("计划 計畫 計劃", "沈阳 瀋陽 沉陽", "公布 公佈", "汇率 匯率 滙率"),
        ):
            with self.subTest(spellings):
                self.assertEqual(len(set(map(fold, spellings.split()))), 1)
        self.assertEqual(fold("标普  500"), fold("標普 ５００"))

    def test_characters_of_their_own_stay_apart(self) -> None:
        for pair in APART.split():
            self.assertNotEqual(fold_han(pair[0]), fold_han(pair[1]))
        for one, other in ("像向", "做作", "他她", "那哪"):
            self.assertNotEqual(fold_han(one), fold_han(other))

    @given(st.text(max_size=50))
    def test_folding_twice_changes_nothing(self, text: str) -> None:
        self.assertEqual(fold(fold(text)), fold(text))

    def test_every_key_is_the_key_of_itself(self) -> None:
        every = "".join(map(chr, [*range(0x3400, 0xA000), *range(0xF900, 0xFB00)]))
        self.assertEqual(fold(fold(every)), fold(every))

    @given(st.text("复覆后後么麼沈沉，A"), st.text("复覆后後么麼沈沉，A"))
    def test_a_piece_of_a_name_folds_to_a_piece_of_its_key(
        self, one: str, two: str
    ) -> None:
        self.assertEqual(fold(one + two), fold(one) + fold(two))
