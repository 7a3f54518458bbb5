"""Our own rules on texts written for them: what is wrong may only become less.

The lines are invented, dense in what converters mistake, and no news. When a change makes
fewer errors, lower ``MOST``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.test import SimpleTestCase

from articles.choices import Language
from articles.variants.engine import DEFAULT_ROWS, Conversion, HouseStyle, TermBase
from articles.variants.judging import (
    JudgedRules,
    Verdict,
    align,
    judge,
    read_judged_rules,
)
from articles.variants.term_base import starter_rows

HANS, TAIWAN, HONG_KONG = Language.SIMPLIFIED, Language.TAIWAN, Language.HONG_KONG
RULES = {HANS: "from_simplified.tsv", HONG_KONG: "from_hong_kong.tsv"}
TEXTS = {HANS: "texts_zh_hans.txt", HONG_KONG: "texts_zh_hant_hk.txt"}
MOST = {
    (HANS, TAIWAN): 2,
    (HANS, HONG_KONG): 2,
    (HONG_KONG, HANS): 0,
    (HONG_KONG, TAIWAN): 0,
}


@cache
def rules_for(source: Language) -> JudgedRules:
    file = files("articles.variants.judging") / RULES[source]
    return read_judged_rules(file.read_text(encoding="utf-8"), source)


def texts_in(source: Language) -> list[str]:
    file = Path(__file__).parent / TEXTS[source]
    return file.read_text(encoding="utf-8").splitlines()


def errors_in(verdict: Verdict) -> Iterator[str]:
    for name, errors in verdict.by_class():
        for error in errors:
            yield f"{name}: {error.source} → {error.printed}"


class RegressionTests(SimpleTestCase):
    def test_no_more_is_wrong_than_before(self) -> None:
        # Characters are judged: 避險基金 for 對沖基金 is another word, and no error.
        rows = [row for row in starter_rows() if not row.term.is_regional]
        terms = TermBase(row.term for row in rows)
        for (source, target), most in MOST.items():
            verdict = Verdict()
            how = Conversion(source, target, (terms,), HouseStyle(DEFAULT_ROWS))
            for text in texts_in(source):
                judge(text, align(text, how), rules_for(source), target, verdict)
            with self.subTest(source=source, target=target):
                self.assertLessEqual(verdict.wrong, most, "\n".join(errors_in(verdict)))

    def test_every_line_is_judged(self) -> None:
        for source in RULES:
            rules = rules_for(source)
            self.assertEqual(
                [
                    text
                    for text in texts_in(source)
                    if not list(rules.verdicts_in(text, TAIWAN))
                ],
                [],
            )

    def test_both_variants_are_judged_by_every_rule(self) -> None:
        for source in RULES:
            rules = rules_for(source)
            halves = {
                rule.name
                for of_character in rules.by_character.values()
                for rule in of_character
                if set(rule.right) != set(rules.targets)
            }
            self.assertEqual(halves, set())

    def test_a_class_names_one_mistake(self) -> None:
        for source in RULES:
            names = [
                rule.name
                for of_character in rules_for(source).by_character.values()
                for rule in of_character
            ]
            self.assertEqual(len(names), len(set(names)))
