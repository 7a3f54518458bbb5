from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.variants.engine import unbroken_parts
from tests.examples import examples


class UnbrokenPartTests(SimpleTestCase):
    def test_a_line_ends_between_words(self) -> None:
        for text, expected in (
            ("美联储意外降息", "美联储|意外|降息"),
            ("聯儲局意外減息", "聯儲局|意外|減息"),
            ("人民币汇率收复失地", "人民币|汇率|收复失地"),
        ):
            self.assertEqual("|".join(unbroken_parts(text)), expected)

    def test_a_number_stays_with_what_it_counts(self) -> None:
        for title, together in (("降息50个基点", "50个"), ("成交额破百亿", "百亿")):
            self.assertIn(together, "|".join(unbroken_parts(title)))

    def test_marks_and_particles_stay_with_the_word_before(self) -> None:
        parts = unbroken_parts("市场的反应：观望，等待")
        self.assertFalse([part for part in parts if part[0] in "的：，"])

    def test_a_text_without_chinese_is_left_alone(self) -> None:
        self.assertEqual(unbroken_parts("Fed cuts rates"), ("Fed cuts rates",))
        self.assertEqual(unbroken_parts(""), ("",))

    @examples(50)
    @given(st.text(max_size=80))
    def test_the_parts_give_the_text_again(self, text: str) -> None:
        self.assertEqual("".join(unbroken_parts(text)), text)
