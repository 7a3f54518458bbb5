"""Terms come and go as CSV, and a list comes with the project."""

from __future__ import annotations

from collections import Counter

from django.test import SimpleTestCase

from articles.choices import TermKind
from articles.variants.engine import TermEntry
from articles.variants.term_base.term_rows import (
    BadRow,
    TermRow,
    read_term_rows,
    starter_rows,
    write_term_rows,
)


class CsvTests(SimpleTestCase):
    def test_what_is_written_can_be_read(self) -> None:
        rows = [
            TermRow(
                TermEntry('“甲”,"', "乙\n丙", "丁"), "category:markets", "why", "戊, Wu"
            ),
            TermRow(TermEntry("株式会社", kind=TermKind.LEAVE_ALONE), synonyms=""),
        ]
        self.assertEqual(read_term_rows(write_term_rows(rows)), rows)

    def test_a_file_or_a_line_may_say_nothing_of_other_names(self) -> None:
        head = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK"
        for text in (
            f"{head}\nphrase,甲,乙,丙\n",
            f"{head},synonyms\nphrase,甲,乙,丙\n",
        ):
            self.assertEqual([row.synonyms for row in read_term_rows(text)], [None])
        (row,) = read_term_rows(f"{head},synonyms\nphrase,甲,乙,丙, \n")
        self.assertEqual(row.synonyms, "")

    def test_bad_rows_are_told_with_their_line(self) -> None:
        head = "kind,zh-Hans,zh-Hant-TW,zh-Hant-HK\n"
        cases = {
            "": 1,
            "kind,zh-Hans\n": 1,
            f"{head}nobody,a,b,c\n": 2,
            f"{head}person,a,b,c\nperson,,,\n": 3,
        }
        for text, line in cases.items():
            with self.subTest(text), self.assertRaises(BadRow) as caught:
                read_term_rows(text)
            self.assertEqual(caught.exception.line, line)


class StarterListTests(SimpleTestCase):
    def test_it_is_long_complete_and_of_every_kind(self) -> None:
        rows = starter_rows()
        self.assertGreaterEqual(len(rows), 150)
        self.assertEqual({row.term.kind for row in rows}, set(TermKind))
        wrong = [r for r in rows if r.term.has_no_form or r.term.is_incomplete]
        self.assertEqual(wrong, [])

    def test_well_known_names_have_their_others(self) -> None:
        named = {row.term.simplified: row.synonyms for row in starter_rows()}
        self.assertGreaterEqual(len([name for name in named.values() if name]), 25)
        self.assertIn("SPX", named["标普500"] or "")

    def test_no_form_stands_twice(self) -> None:
        counted = Counter(row.term.simplified for row in starter_rows())
        self.assertEqual([form for form, count in counted.items() if count > 1], [])
