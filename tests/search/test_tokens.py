from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.search.tokens import characters_in, tokens_of

HAN = "对冲基金美联储5aA500"


class TokenTests(SimpleTestCase):
    def test_han_in_pairs_and_words_whole(self) -> None:
        self.assertEqual(
            tokens_of("对冲基金 CTA"), ["对冲", "冲基", "基金", "金", "cta"]
        )

    def test_letters_and_digits_are_words_of_their_own(self) -> None:
        self.assertEqual(tokens_of("S&P500"), ["s", "p", "500"])
        self.assertEqual(tokens_of("FX168"), tokens_of("fx 168"))

    def test_a_space_between_han_and_a_number_makes_no_difference(self) -> None:
        self.assertEqual(tokens_of("标普500指数"), tokens_of("標普 500 指數"))

    def test_one_character_is_its_own_token(self) -> None:
        self.assertEqual(tokens_of("股"), ["股"])
        self.assertEqual(characters_in("关税，5a"), {"关", "税"})

    def test_nothing_but_signs_has_no_token(self) -> None:
        self.assertEqual(tokens_of("“%”_ \ud800📈"), [])

    def test_a_word_without_end_is_cut(self) -> None:
        self.assertEqual(tokens_of("x" * 10_000), ["x" * 60])

    @given(st.text(HAN, max_size=30), st.data())
    def test_what_stands_in_a_text_has_its_tokens_side_by_side(
        self, text: str, data: st.DataObject
    ) -> None:
        # Cut where no word is broken; the pairs of a piece are pairs of the whole.
        edges = [
            at
            for at in range(len(text) + 1)
            if not text[max(at - 1, 0) : at + 1].isascii()
            or not text[max(at - 1, 0) : at + 1].isalnum()
            or at in {0, len(text)}
        ]
        start = data.draw(st.sampled_from(edges))
        end = data.draw(st.sampled_from(edges))
        piece = tokens_of(text[start:end])
        if len(piece) > 1 or (piece and len(piece[0]) > 1):
            self.assertIn(f" {' '.join(piece)} ", f" {' '.join(tokens_of(text))} ")
