"""Files are cut in the right place and keys keep what was written."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.importing import front_matter
from articles.importing.documents import split
from articles.importing.front_matter import FrontMatter
from articles.importing.outcomes import Problems, Refused


def read(text: str) -> FrontMatter:
    return front_matter.read(split(text), Problems())


class SplitTests(SimpleTestCase):
    def test_the_body_begins_behind_the_closing_fence(self) -> None:
        document = split("---\ntitle: a\n---\n\n正文\n---\n尾\n")
        self.assertEqual((document.format, document.front), ("yaml", "title: a"))
        self.assertEqual((document.body, document.body_line), ("\n正文\n---\n尾\n", 4))

    def test_dashes_inside_a_value_close_nothing(self) -> None:
        document = split('---\ntitle: "a --- b"\nx: ---y\n---\nBody')
        self.assertEqual(document.body, "Body")

    def test_line_ends_blank_lines_and_spaces_behind_a_fence_do_no_harm(self) -> None:
        document = split("\r\n---  \r\ntitle: a\r\n--- \r\nBody\r\n")
        self.assertEqual((document.front, document.front_line), ("title: a", 3))
        self.assertEqual(document.body, "Body\n")

    def test_each_format_is_recognised(self) -> None:
        cases = {
            "+++\ntitle = 'a'\n+++\nB": "toml",
            '{"title": "a"}\nB': "json",
            "title: a\ndate: 2025-01-01\n---\nB": "yaml",
            "Just text\n---\nB": "",
        }
        for text, expected in cases.items():
            with self.subTest(expected):
                document = split(text)
                self.assertEqual(document.format, expected)
                self.assertTrue(document.body.endswith("B"))

    def test_a_fence_never_closed_is_refused_with_its_line(self) -> None:
        with self.assertRaises(Refused) as caught:
            split("\n---\ntitle: a\n")
        self.assertEqual(caught.exception.problem.line, 2)
        self.assertIn("add a line ---", caught.exception.problem.message)


class ReadTests(SimpleTestCase):
    def test_values_that_yaml_would_bend_stay_text(self) -> None:
        values = read(
            "---\na: 12:30\nb: 0123\nc: no\nd: 2021-02-2\ne: 1e3\n---\n"
        ).values
        self.assertEqual(
            values, {"a": "12:30", "b": "0123", "c": "no", "d": "2021-02-2", "e": "1e3"}
        )

    def test_null_booleans_and_numbers_are_read(self) -> None:
        values = read("---\na:\nb: true\nc: -5\nd: 1.5\ne: False\n---\n").values
        self.assertEqual(values, {"a": None, "b": True, "c": -5, "d": 1.5, "e": False})

    def test_keys_are_known_in_any_case_with_their_line(self) -> None:
        matter = read("---\nTitle: a\n# note\nDATE: b\n---\n")
        self.assertEqual(matter.values, {"title": "a", "date": "b"})
        self.assertEqual(matter.lines, {"title": 2, "date": 4})
        self.assertEqual(matter.spelling["title"], "Title")

    def test_params_are_merged_under_the_pages_own_keys(self) -> None:
        values = read("---\nparams:\n  toc: true\n  title: b\ntitle: a\n---\n").values
        self.assertEqual(values, {"toc": True, "title": "a"})

    def test_a_key_given_twice_is_a_warning_and_the_last_counts(self) -> None:
        problems = Problems()
        document = split("---\na: 1\na: 2\n---\n")
        self.assertEqual(front_matter.read(document, problems).values, {"a": 2})
        self.assertEqual(
            [(p.code, p.line) for p in problems.found], [("duplicate-key", 3)]
        )

    def test_broken_front_matter_is_refused_with_its_line(self) -> None:
        cases = {
            "---\ntitle: a\nb: [1\n---\nB": 4,
            '---\ntitle: "a" b\n---\n': 2,
            "---\na: 1\n  b: 2\n---\n": 3,
            "+++\na = 1\nb = what\n+++\n": 3,
            '{"a": 1,\n "b": }\n': 2,
            "---\n- a\n- b\n---\n": 2,
        }
        for text, line in cases.items():
            with self.subTest(text), self.assertRaises(Refused) as caught:
                read(text)
            self.assertIn(caught.exception.problem.line, {line, line - 1})
            self.assertEqual(caught.exception.problem.code, "front-matter")

    def test_a_control_character_costs_only_itself(self) -> None:
        problems = Problems()
        document = split("---\nt: a\x08b\n---\n")
        self.assertEqual(front_matter.read(document, problems).values, {"t": "ab"})
        self.assertEqual(problems.found[0].line, 2)

    def test_toml_dates_become_text(self) -> None:
        values = read(
            "+++\ndate = 2025-02-10T15:35:00+08:00\nd = 2025-02-10\n+++\n"
        ).values
        self.assertEqual(
            values, {"date": "2025-02-10 15:35:00+08:00", "d": "2025-02-10"}
        )

    @given(st.text(max_size=200))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        for fence in ("", "---\n", "+++\n", "{"):
            try:
                read(f"{fence}{text}\n{fence}body")
            except Refused as refused:
                self.assertGreater(refused.problem.line, 0)
