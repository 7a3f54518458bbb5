"""What stays as it is in running text."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.variants.protected import protected_spans


class JapaneseTests(SimpleTestCase):
    def test_every_kana_tells_japanese(self) -> None:
        kana = [*range(0x3041, 0x30A0), *range(0x30A1, 0x30FB)]
        for char in map(chr, kana):
            with self.subTest(char):
                self.assertEqual(protected_spans(f"对{char}{char}"), [(0, 3)])

    def test_chinese_punctuation_does_not(self) -> None:
        self.assertEqual(protected_spans("对、冲。《基》「金」〇\ud800"), [])
