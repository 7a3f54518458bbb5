from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.search.folding import fold, fold_with_places

texts = st.text(alphabet=st.characters(codec=None), max_size=60) | st.text(
    alphabet="后後裏裡里ＡａÉé㈱½ﬁ\u0301\u00ad\ud800 着著"
)


class FoldingTests(SimpleTestCase):
    def test_every_script_and_width_comes_to_one_spelling(self) -> None:
        for spelled, folded in (
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
        ):
            with self.subTest(spelled):
                self.assertEqual(fold(spelled), folded)

    def test_a_sign_is_a_space_and_nothing_is_an_error(self) -> None:
        self.assertEqual(fold("涨5%，“好”\x00\ud800📈"), "涨5   好    ")

    @given(texts, texts)
    def test_a_piece_of_a_text_folds_to_a_piece_of_it(self, one: str, two: str) -> None:
        self.assertEqual(fold(one + two), fold(one) + fold(two))

    @given(texts)
    def test_places_say_which_character_each_is_from(self, text: str) -> None:
        folded, places = fold_with_places(text)
        self.assertEqual(folded, fold(text))
        self.assertEqual(folded, "".join(fold(text[p]) for p in dict.fromkeys(places)))
