"""What stays as it is in running text."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.variants.engine.protected import protected_spans


class AddressTests(SimpleTestCase):
    def test_an_address_without_a_scheme_is_one(self) -> None:
        for address in (
            "www.例子.com/发展",
            "www.例子.中国/发展",
            "www.例子.com:8080/发展",
            "localhost:8000/后台",
            "127.0.0.1:8000/后台",
            "desk.example:8000/后台",
        ):
            for text in (f"见{address}。发展", f"见 {address} 发展"):
                with self.subTest(text):
                    start = text.index(address)
                    end = start + len(address)
                    self.assertEqual(protected_spans(text), [(start, end)])

    def test_a_host_in_other_letters_ends_with_its_ascii(self) -> None:
        for address in ("www.例子.com", "https://例子.com"):
            spans = protected_spans(f"{address}发展很快。")
            self.assertEqual(spans, [(0, len(address))])

    def test_times_ratios_and_decimals_are_none(self) -> None:
        for text in ("10:30/后天", "Brent:85/桶", "3.5/后", "3.5:1/后", "A/B股/发展"):
            with self.subTest(text):
                self.assertEqual(protected_spans(text), [])


class JapaneseTests(SimpleTestCase):
    def test_every_kana_tells_japanese(self) -> None:
        kana = [*range(0x3041, 0x30A0), *range(0x30A1, 0x30FB)]
        for char in map(chr, kana):
            with self.subTest(char):
                self.assertEqual(protected_spans(f"对{char}{char}"), [(0, 3)])

    def test_chinese_punctuation_does_not(self) -> None:
        self.assertEqual(protected_spans("对、冲。《基》「金」〇\ud800"), [])
