"""One value becomes clean text, and nothing readable is lost."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.archive.front_matter.cleaning import (
    clean_body,
    clean_text,
    distinct,
    one_line,
)


class OneLineTests(SimpleTestCase):
    def test_titles_lose_tags_entities_and_line_breaks(self) -> None:
        self.assertEqual(one_line("A&amp;B <em>C</em>\n\tD"), "A&B C D")
        self.assertEqual(one_line("a < b > c"), "a < b > c")

    def test_what_nobody_sees_is_dropped_and_joiners_stay(self) -> None:
        self.assertEqual(one_line("A\u200b\ufeffB\u2028C"), "AB C")
        self.assertEqual(one_line("👩\u200d💻"), "👩\u200d💻")

    def test_what_is_no_element_of_html_stays(self) -> None:
        for text in ("A<B公司>C", "<A 股>", "<I love you>", "x <y> z", "a</甲>", "<3"):
            self.assertEqual(one_line(text), text)
        for text in ("<B>A</B>", '<span class="x">A</span >', "A<br/>", "<a href=x>A"):
            self.assertEqual(one_line(text), "A")
        self.assertEqual(one_line("A<!-- <b> > -->B"), "AB")

    def test_hostile_titles_take_no_longer_than_others(self) -> None:
        for text in ("<!--" * 100_000, "<a b=c " * 50_000, "&a" * 100_000):
            self.assertTrue(one_line(text))

    def test_an_ampersand_before_a_word_is_no_entity(self) -> None:
        for text in (
            "Marks&regions",
            "AT&T",
            "A&notit;B",
            "R&amp",
            "&copy2024",
            "&#12",
        ):
            self.assertEqual(one_line(text), text)
        self.assertEqual(one_line("&lt;b&gt; &#65;&#x42;&hellip;"), "<b> AB…")

    def test_spaces_that_a_writer_chose_stay(self) -> None:
        self.assertEqual(one_line("甲　乙  丙 丁"), "甲　乙  丙 丁")

    def test_an_entity_brings_in_no_control_character(self) -> None:
        self.assertEqual(one_line("a&#8;b&#xFEFF;c"), "abc")


class CleanTests(SimpleTestCase):
    def test_scalars_become_text_and_containers_nothing(self) -> None:
        cases = [(None, ""), (True, "true"), (7, "7"), ([1], ""), ({"a": 1}, "")]
        for value, expected in cases:
            self.assertEqual(clean_text(value), expected)

    def test_a_body_keeps_everything_that_a_page_can_hold(self) -> None:
        body = "a\tb\u2028\u200b\U0002070e👍\n"
        self.assertEqual(clean_body(body), body)
        self.assertEqual(clean_body("a\x00\x08b\ud800"), "ab\ufffd")

    def test_names_are_distinct_whatever_their_case_and_width(self) -> None:
        self.assertEqual(distinct(["A", "", "a", "Ａ", "b"]), ["A", "b"])
