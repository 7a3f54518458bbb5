from __future__ import annotations

from django.test import SimpleTestCase

from articles.search.corrections import (
    fuzzy_matches,
    is_one_off,
    repaired,
    sound_alike,
)


class SoundTests(SimpleTestCase):
    def test_words_of_one_sound_and_length_are_alike_whatever_their_tones(self) -> None:
        for one, other in (
            *(("高圣", "高盛"), ("鲍为尔", "鲍威尔"), ("银航", "银行")),
            *(("标谱500", "标普500"), ("高盛", "高盛")),
        ):
            self.assertTrue(sound_alike(one, other), one)
        for one, other in (
            ("高盛", "高"),
            ("高盛", "瑞银"),
            ("ab", "ac"),
            ("、", "。"),
        ):
            self.assertFalse(sound_alike(one, other), one)

    def test_a_piece_of_a_run_is_mended(self) -> None:
        names = {name: name for name in ("高盛", "看好", "高盛看好美股")}
        self.assertEqual(list(repaired("高圣看好", names, "高圣看好")), ["高盛看好"])

    def test_what_is_mended_reads_as_it_was_written(self) -> None:
        found = repaired("高圣划家", {"高盛": "高盛"}, "高聖畫家")
        self.assertEqual(list(found), ["高盛畫家"])


class LetterTests(SimpleTestCase):
    def test_one_character_more_less_or_another(self) -> None:
        for one, other in (
            *(("对冲金", "对冲基金"), ("对冲基金金", "对冲基金"), ("美储", "美联储")),
            *(("对冲资金", "对冲基金"), ("基金对", "基金")),
        ):
            self.assertTrue(is_one_off(one, other), one)
            self.assertTrue(is_one_off(other, one), one)
        for one, other in (
            ("高盛", "高"),
            ("美股", "美债"),
            ("冲对", "对冲基"),
            ("", ""),
        ):
            self.assertFalse(is_one_off(one, other), one)

    def test_latin_words_are_alike_by_their_letters(self) -> None:
        names = ["goldman sachs", "nvidia", "高盛", "ai"]
        self.assertEqual(fuzzy_matches("golman sachs", names, 3), ["goldman sachs"])
        self.assertEqual(fuzzy_matches("nvdia", names, 3), ["nvidia"])
        self.assertEqual(fuzzy_matches("a", names, 3), [])
        self.assertEqual(fuzzy_matches("zzzz", names, 3), [])

    def test_a_latin_word_of_three_letters_is_like_no_other(self) -> None:
        self.assertEqual(fuzzy_matches("nvda", ["nvdia"], 3), ["nvdia"])
        self.assertEqual(fuzzy_matches("nvd", ["nvda"], 3), [])

    def test_the_likeliest_come_first_and_never_the_word_itself(self) -> None:
        names = ["对冲资金", "对冲基金", "对冲鸡精"]
        self.assertEqual(fuzzy_matches("对冲机金", names, 9), ["对冲基金", "对冲资金"])
        self.assertEqual(fuzzy_matches("对冲基金", names, 9)[0], "对冲资金")
