"""Files are cut in the right place, whatever stands where front matter should."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.archive.front_matter.split import split_file
from articles.archive.problems import Refused


class FenceTests(SimpleTestCase):
    def test_the_body_begins_behind_the_closing_fence(self) -> None:
        split = split_file("---\ntitle: a\n---\n\n正文\n---\n尾\n")
        self.assertEqual((split.format, split.front), ("yaml", "title: a"))
        self.assertEqual((split.body, split.body_line), ("\n正文\n---\n尾\n", 4))

    def test_dashes_inside_a_value_close_nothing(self) -> None:
        split = split_file('---\ntitle: "a --- b"\nx: ---y\n---\nBody')
        self.assertEqual(split.body, "Body")

    def test_line_ends_blank_lines_and_spaces_behind_a_fence_do_no_harm(self) -> None:
        split = split_file("\r\n---  \r\ntitle: a\r\n--- \r\nBody\r\n")
        self.assertEqual((split.front, split.front_line), ("title: a", 3))
        self.assertEqual(split.body, "Body\n")

    def test_each_format_is_recognised(self) -> None:
        cases = {
            "+++\ntitle = 'a'\n+++\nB": "toml",
            '{"title": "a"}\nB': "json",
            "title: a\ndate: 2025-01-01\n---\nB": "yaml",
            "Title: a\nDate: 2025-01-01\n\nB": "lines",
            "[#]: subject: (a)\n\nB": "lines",
            "#+TITLE: a\n\nB": "lines",
            "Just text\n---\nB": "",
            "Note: no keys of ours\nmore text\n---\nB": "",
            "Title: a\nand running text\n\nB": "",
            '{{< figure src="a.png" >}}\n\nB': "",
            "{% include a.html %}\nB": "",
            "----\nB": "",
        }
        for text, expected in cases.items():
            with self.subTest(text):
                split = split_file(text)
                self.assertEqual(split.format, expected)
                self.assertTrue(split.body.endswith("B"))

    def test_a_key_may_stand_on_the_opening_line(self) -> None:
        split = split_file('+++ title = "a"\ndate = 2025-01-01\n+++\nB')
        self.assertEqual(split.front, 'title = "a"\ndate = 2025-01-01')
        self.assertEqual((split.front_line, split.body_line), (1, 4))

    def test_what_closes_for_hugo_or_jekyll_closes(self) -> None:
        cases = {
            "---\nt: a\n----\nB": ("B", 4),
            "---\nt: a\n...\nB": ("B", 4),
            "---\nt: a\n---B": ("B\n", 3),
        }
        for text, expected in cases.items():
            with self.subTest(text):
                split = split_file(text)
                self.assertEqual((split.body, split.body_line), expected)

    def test_front_matter_in_a_comment_is_read_as_hugo_does(self) -> None:
        split = split_file("<!--\n---\nt: a\n---\n-->\nB")
        self.assertEqual((split.front, split.front_line), ("t: a", 3))
        self.assertEqual((split.body, split.body_line), ("B", 6))

    def test_braces_within_strings_do_not_end_json(self) -> None:
        split = split_file('{"t": "a } \\" b",\n "x": {}}\n\nB')
        self.assertEqual((split.body, split.body_line), ("B", 4))

    def test_a_fence_never_closed_is_refused_with_its_line(self) -> None:
        cases = {"\n---\ntitle: a\n": "add a line ---", '\n{"t": 1\n': "add a }"}
        for text, remedy in cases.items():
            with self.subTest(text), self.assertRaises(Refused) as caught:
                split_file(text)
            self.assertEqual(caught.exception.problem.line, 2)
            self.assertIn(remedy, caught.exception.problem.message)
