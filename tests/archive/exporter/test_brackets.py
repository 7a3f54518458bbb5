"""Lists in brackets, in one line and in many."""

from __future__ import annotations

import re

from django.test import SimpleTestCase

from articles.archive.exporter.brackets import relisted


def edited(raw: str, *wanted: int | str) -> str:
    places = [found.span() for found in re.finditer(r"(?<!#)\b[a-z]\b(?!#)", raw)]
    return relisted(raw, places, list(wanted))


class BracketTests(SimpleTestCase):
    def test_a_line_keeps_its_spaces(self) -> None:
        for old, wanted, new in (
            ("[a, b, c]", (1, 2), "[b, c]"),
            ("[a, b, c]", (0, 2), "[a, c]"),
            ("[a, b, c]", (0, 1), "[a, b]"),
            ("[ a , b ]", (0,), "[ a ]"),
            ("[ a , b ]", (1,), "[ b ]"),
            ("[a,b]", (0, 1, "n"), "[a,b,n]"),
            ("[a]", ("n", 0), "[n, a]"),
            ("[ ]", ("n", "m"), "[n, m]"),
            ("[a, b]", (), "[]"),
        ):
            with self.subTest(old=old, wanted=wanted):
                self.assertEqual(edited(old, *wanted), new)

    def test_lines_stay_lines(self) -> None:
        for old, wanted, new in (
            ("[\n  a,\n  b,\n]", (1, "n"), "[\n  b,\n  n,\n]"),
            ("[\n  a,\n  b\n]", ("n", 0), "[\n  n,\n  a\n]"),
            ("[\n  a\n]", (0, "n"), "[\n  a,\n  n\n]"),
            ("[a,\n b]", (1,), "[b]"),
            ("[a,\n b]", (0, 1, "n"), "[a,\n b,\n n]"),
            ("[\n]", ("n",), "[\n  n\n]"),
        ):
            with self.subTest(old=old, wanted=wanted):
                self.assertEqual(edited(old, *wanted), new)

    def test_a_comment_swallows_nothing(self) -> None:
        for old, wanted, new in (
            ("[a, b #b#\n]", (0, 1, "n"), "[a, b, #b#\n n\n]"),
            ("[a, #a#\n b]", (1, 0), "[b,\n a #a#\n]"),
            ("[ #o#\n  a, b]", (1,), "[ #o#\n  b]"),
            ("[a #a#\n , b]", (1, 0), "[b, a #a#\n ]"),
            ("[a,\n #b#\n b]", (1,), "[\n #b#\n b]"),
        ):
            with self.subTest(old=old, wanted=wanted):
                self.assertEqual(edited(old, *wanted), new)
