from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.search.analysis import (
    as_written,
    characters_in,
    fold,
    fold_with_offsets,
    spelled,
    tokenise,
)

HAN = "对冲基金美联储5aA500"


texts = st.text(alphabet=st.characters(codec=None), max_size=60) | st.text(
    alphabet="后後裏裡里ＡａÉé㈱½ﬁ\u0301\u00ad\ud800 着著"
)


class FoldingTests(SimpleTestCase):
    def test_every_script_and_width_comes_to_one_spelling(self) -> None:
        for written, folded in (
            ("對沖基金", "对冲基金"),
            ("槓桿 槓杆 杠杆", "杠杆 杠杆 杠杆"),
            ("裏裡里", "里里里"),
            ("着著", "着着"),
            ("台臺", "台台"),
            ("溫温 稅税 戶户 羣群", "温温 税税 户户 群群"),
            ("ＳＰ５００", "sp500"),
            ("Nestlé İß", "nestle iss"),
            ("ﬁn e\u0301", "fin e"),
            ("美\u00ad联\u200b储", "美联储"),
            ("한국 은행", "한국 은행"),
        ):
            with self.subTest(written):
                self.assertEqual(fold(written), folded)

    def test_a_sign_ends_a_clause_or_does_not_and_nothing_is_an_error(self) -> None:
        self.assertEqual(fold("涨5%，“好”\x00\ud800📈"), "涨5- -好-   ")
        for sign in "，。；：！？…,;:!?｡⁉\n \u3000\xa0¥✓":
            self.assertEqual(fold(sign), " ", sign)
        for sign in "·・‧•-–—“”「」『』《》（）()、/|~～.．_*+":
            self.assertEqual(fold(sign), "-", sign)

    @given(texts, texts)
    def test_a_piece_of_a_text_folds_to_a_piece_of_it(self, one: str, two: str) -> None:
        self.assertEqual(fold(one + two), fold(one) + fold(two))

    @given(texts)
    def test_places_say_which_character_each_is_from(self, text: str) -> None:
        folded, places = fold_with_offsets(text)
        self.assertEqual(folded, fold(text))
        self.assertEqual(folded, "".join(fold(text[p]) for p in dict.fromkeys(places)))


class TokenTests(SimpleTestCase):
    def test_han_in_pairs_and_words_whole(self) -> None:
        self.assertEqual(
            tokenise("对冲基金 CTA"), ["对冲", "冲基", "基金", "金", "cta"]
        )

    def test_letters_and_digits_are_words_of_their_own(self) -> None:
        self.assertEqual(tokenise("S&P500"), ["s", "p", "500"])
        self.assertEqual(tokenise("FX168"), tokenise("fx 168"))

    def test_a_space_between_han_and_a_number_makes_no_difference(self) -> None:
        self.assertEqual(tokenise("标普500指数"), tokenise("標普 500 指數"))

    def test_one_character_is_its_own_token(self) -> None:
        self.assertEqual(tokenise("股"), ["股"])
        self.assertEqual(characters_in("关税，5a"), {"关", "税"})

    def test_a_sign_within_a_clause_makes_no_difference_to_han(self) -> None:
        for text in ("史蒂芬霍金", "史蒂芬·霍金", "史蒂芬‧霍金", "“史蒂芬”霍金"):
            self.assertEqual(tokenise(text), ["史蒂", "蒂芬", "芬霍", "霍金"], text)
        for text in ("史蒂芬，霍金", "史蒂芬 霍金", "史蒂芬”。“霍金"):
            self.assertEqual(tokenise(text), ["史蒂", "蒂芬", "霍金"], text)
        self.assertEqual(tokenise("A·股-B"), tokenise("A股B"))

    def test_nothing_but_signs_has_no_token(self) -> None:
        self.assertEqual(tokenise("“%”_ \ud800📈"), [])

    def test_a_word_without_end_is_cut(self) -> None:
        self.assertEqual(tokenise("x" * 10_000), ["x" * 60])

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
        piece = tokenise(text[start:end])
        if len(piece) > 1 or (piece and len(piece[0]) > 1):
            self.assertIn(f" {' '.join(piece)} ", f" {' '.join(tokenise(text))} ")


class WrittenTests(SimpleTestCase):
    def test_a_spelling_as_written_keeps_its_characters(self) -> None:
        self.assertEqual(as_written("畫家·沉默，ＡＩ覆蓋㈱"), "畫家沉默 ai 覆蓋株")

    @given(texts)
    def test_it_is_as_long_as_the_spelling_and_folds_to_it(self, text: str) -> None:
        written = as_written(text)
        self.assertEqual(len(written), len(spelled(text)))
        self.assertEqual(spelled(written), spelled(text))
