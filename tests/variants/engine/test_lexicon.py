"""The rows of ``names.tsv``, and what they print."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.choices import Language
from articles.variants.engine import Conversion, convert_text
from articles.variants.engine.lexicon import lexicon
from articles.variants.engine.opencc import converter
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN

KINDS = {"place", "company", "foreign", "person", "word"}
SPELLED = {TAIWAN: "t2tw", HONG_KONG: "t2hk"}


class LexiconTests(SimpleTestCase):
    def test_a_row_has_a_form_for_each_character_and_a_kind(self) -> None:
        for entry in lexicon().values():
            with self.subTest(entry.simplified):
                self.assertEqual(len(entry.simplified), len(entry.traditional))
                self.assertGreater(len(entry.simplified), 1)
                self.assertIn(entry.kind, KINDS)

    def test_no_word_has_signs_that_the_segmenter_takes_for_an_edge(self) -> None:
        for word in lexicon():
            with self.subTest(word):
                self.assertTrue(all("\u4e00" <= char <= "\u9fff" for char in word))

    def test_each_is_printed_as_its_row_has_it_in_the_spelling_of_the_region(
        self,
    ) -> None:
        for target, config in SPELLED.items():
            how = Conversion(HANS, Language(target))
            for word, traditional, _kind in lexicon().values():
                spelled = converter(config).convert(traditional)
                with self.subTest(word, target=target):
                    self.assertEqual(
                        convert_text(f"我们看到{word}。", how)[4:-1], spelled
                    )

    def test_ordinary_words_are_cut_as_before(self) -> None:
        for text, printed in [
            ("这些终于都来了", "這些終於都來了"),
            ("业余干部", "業餘幹部"),
            ("位于都市中心", "位於都市中心"),
            ("对于成龙的电影", "對於成龍的電影"),
            ("主要系统升级", "主要系統升級"),
            ("表面制品", "表面製品"),
            ("这里面积大", "這裡面積大"),
            ("同意面谈", "同意面談"),
            ("投资者并表示", "投資者並表示"),
            ("清华发布", "清華發佈"),
            ("在地图里", "在地圖裡"),
            ("早生华发", "早生華髮"),
        ]:
            with self.subTest(text):
                how = Conversion(HANS, TAIWAN)
                self.assertEqual(convert_text(text, how), printed)
