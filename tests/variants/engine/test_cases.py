"""Conversions that went wrong elsewhere, and OpenCC's own facts.

Editors may add lines to ``cases.tsv``, and to ``cases_from_traditional.tsv`` what was
written in Taiwan or Hong Kong; an empty cell is not judged. The lines of
``opencc_facts.tsv`` are chosen from OpenCC's test cases (Apache-2.0).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.test import SimpleTestCase

from articles.variants.engine import Conversion, TermBase, convert_text
from articles.variants.engine.house_style import DEFAULT_STYLE, PLAIN
from articles.variants.term_base.term_rows import starter_rows
from tests.variants.engine.conversions import HANS, HONG_KONG, TAIWAN

CHINESE = (HANS, TAIWAN, HONG_KONG)


def lines(name: str) -> Iterator[dict[str, str]]:
    path = Path(__file__).parent / name
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


class CaseTests(SimpleTestCase):
    starter_list: TermBase

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.starter_list = TermBase(row.term for row in starter_rows())

    def assert_converted(
        self, text: str, source: str, expected: dict[str, str], targets: tuple[str, ...]
    ) -> None:
        for target in targets:
            for style in (PLAIN, DEFAULT_STYLE):
                conversion = Conversion(source, target, (self.starter_list,), style)
                with self.subTest(text, source=source, target=target):
                    if expected[target]:
                        converted = convert_text(text, conversion)
                        self.assertEqual(converted, expected[target])

    def test_the_starter_list_mends_known_errors(self) -> None:
        for line in lines("cases.tsv"):
            self.assert_converted(line[HANS], HANS, line, (TAIWAN, HONG_KONG))

    def test_the_starter_list_harms_no_traditional_original(self) -> None:
        for line in lines("cases_from_traditional.tsv"):
            self.assert_converted(line["source"], line["from"], line, CHINESE)

    def test_without_terms_it_is_opencc(self) -> None:
        for line in lines("opencc_facts.tsv"):
            with self.subTest(line["source"], target=line["to"]):
                conversion = Conversion(line["from"], line["to"])
                self.assertEqual(
                    convert_text(line["source"], conversion), line["printed"]
                )
