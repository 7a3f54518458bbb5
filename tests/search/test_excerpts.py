"""Where an excerpt begins and ends, to the character."""

from __future__ import annotations

from django.test import TestCase

from articles.search import Highlighter
from articles.search.query import forget_names


class ExcerptEndTests(TestCase):
    """A Han character is two wide, a Latin letter one; an excerpt is 220 wide."""

    def setUp(self) -> None:
        forget_names()
        self.addCleanup(forget_names)

    def excerpt(self, text: str, query: str = "无") -> str:
        return Highlighter(query, 0).excerpt([text])

    def test_it_is_as_long_as_fits_and_no_longer(self) -> None:
        self.assertEqual(self.excerpt("高" * 110), "高" * 110)
        self.assertEqual(self.excerpt("高" * 111), f"{'高' * 110}…")
        self.assertEqual(self.excerpt("x" * 220), "x" * 220)
        self.assertEqual(self.excerpt(f"x{'高' * 300}"), f"x{'高' * 110}…")

    def test_it_ends_with_a_sentence_only_where_enough_is_left_to_read(self) -> None:
        for length, is_end in ((65, False), (66, True)):
            sentence = f"{'高' * (length - 1)}。"
            excerpt = self.excerpt(f"{sentence}{'低' * 200}")
            self.assertEqual(excerpt == sentence, is_end, length)
            text = f"{'远' * 300}。{sentence}{'低' * 200}"
            excerpt = self.excerpt(text.replace("高", "股", 1), "股")
            self.assertEqual(excerpt == sentence.replace("高", "股", 1), is_end, length)

    def test_and_with_a_clause_only_where_more_is_left(self) -> None:
        for length, is_end in ((92, False), (93, True)):
            clause = "高" * (length - 1)
            excerpt = self.excerpt(f"{clause}，{'低' * 200}")
            self.assertEqual(excerpt == f"{clause}…", is_end, length)

    def test_a_long_word_at_its_end_is_left_out_whole(self) -> None:
        words = ("aaaa " * 37).strip()
        self.assertEqual(self.excerpt(f"{words} {'b' * 99}"), f"{words}…")
        for han in (f"{'高' * 94}", f"x{'高' * 94}", f"xx{'高' * 94}"):
            self.assertEqual(self.excerpt(f"{han}{'b' * 99}"), f"{han}…")

    def test_one_longer_than_forty_letters_is_cut(self) -> None:
        for letters, is_whole in ((38, True), (44, False)):
            before = "高" * ((220 - letters) // 2)
            excerpt = self.excerpt(f"{before}{'b' * 99}")
            self.assertEqual(excerpt == f"{before}…", is_whole, letters)

    def test_a_long_word_at_its_beginning_too(self) -> None:
        start = "高" * 90
        for word in ("b" * 20, "b" * 21):
            excerpt = self.excerpt(f"{start}{word}{'低' * 30}股", "股")
            self.assertTrue(excerpt.startswith("…低"), excerpt)

    def test_a_match_longer_than_an_excerpts_third_is_shown(self) -> None:
        far = "低" * 300
        text = f"{far}，高盛{'—' * 90}美股，{far}"
        self.assertIn("美股", self.excerpt(text, '"高盛 美股"'))
