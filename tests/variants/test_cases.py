"""Conversions that went wrong elsewhere, and OpenCC's own facts.

Editors may add lines to ``cases.tsv``; an empty cell is not judged. The lines of
``opencc_facts.tsv`` are chosen from OpenCC's test cases (Apache-2.0).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from django.test import SimpleTestCase

from articles.variants import (
    DEFAULT_STYLE,
    PLAIN,
    Conversion,
    TermBase,
    convert_text,
    starter_rows,
)
from tests.variants.conversions import HANS, HONG_KONG, TAIWAN


def lines(name: str) -> Iterator[dict[str, str]]:
    path = Path(__file__).parent / name
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t")


class CaseTests(SimpleTestCase):
    def test_the_starter_list_mends_known_errors(self) -> None:
        base = TermBase(row.term for row in starter_rows())
        for line in lines("cases.tsv"):
            for target in (TAIWAN, HONG_KONG):
                for style in (PLAIN, DEFAULT_STYLE):
                    conversion = Conversion(HANS, target, (base,), style)
                    with self.subTest(line[HANS], target=target):
                        if line[target]:
                            converted = convert_text(line[HANS], conversion)
                            self.assertEqual(converted, line[target])

    def test_without_terms_it_is_opencc(self) -> None:
        for line in lines("opencc_facts.tsv"):
            with self.subTest(line["source"], target=line["to"]):
                conversion = Conversion(line["from"], line["to"])
                self.assertEqual(
                    convert_text(line["source"], conversion), line["printed"]
                )
