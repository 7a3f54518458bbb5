from __future__ import annotations

from django.test import SimpleTestCase

from articles.choices import Language, TermKind
from articles.variants.engine import TermEntry
from articles.variants.judging import Verdict, align, judge, read_judged_rules
from tests.variants.engine.conversions import to_taiwan

RULES = read_judged_rules("后\t【后】\t後\t后後\n皇后\t王【后】|【后】妃\t后\t后\n")
TAIWAN, HONG_KONG = Language.TAIWAN, Language.HONG_KONG


def verdict_of(text: str, printed: str, target: str = TAIWAN) -> Verdict:
    verdict = Verdict()
    judge(text, printed, RULES, target, verdict)
    return verdict


class JudgeTests(SimpleTestCase):
    def test_a_character_is_wrong_unless_its_column_has_it(self) -> None:
        self.assertEqual(verdict_of("午后", "午后").wrong, 1)
        self.assertEqual(verdict_of("午后", "午後").wrong, 0)
        self.assertEqual(verdict_of("午后", "午后", HONG_KONG).wrong, 0)

    def test_errors_are_counted_per_10_000_characters_of_text_alone(self) -> None:
        verdict = verdict_of("午后，（他们）来。", "午后，（他們）來。")
        self.assertEqual((verdict.characters, verdict.judged), (5, 1))
        self.assertEqual(verdict.per_10_000, 2000)

    def test_a_verdict_of_no_text_is_none(self) -> None:
        self.assertEqual(Verdict().per_10_000, 0)

    def test_no_context_reaches_across_a_clause(self) -> None:
        rules = read_judged_rules("后\t饭【后】\t後\t後\n")
        verdict = Verdict()
        for text in ("饭，后", "饭 后", "饭“后”"):
            judge(text, text, rules, TAIWAN, verdict)
        self.assertEqual(verdict.judged, 0)

    def test_an_error_shows_its_neighbours_in_the_clause(self) -> None:
        for text, shown in (
            ("他说，一二三四五六七后一二三四五六七。", "二三四五六七后一二三四五六"),
            ("他说，二后八，他说", "二后八"),
        ):
            errors = verdict_of(text, text).errors["后"]
            self.assertEqual([error.source for error in errors], [shown])

    def test_verdicts_add_up_and_the_most_frequent_class_comes_first(self) -> None:
        rules = read_judged_rules("周\t【周】\t週\t週\n后\t【后】\t後\t後\n")
        verdict = Verdict()
        for text in ("后天后", "周一"):
            judge(text, text, rules, TAIWAN, verdict)
        self.assertEqual(
            [(name, len(errors)) for name, errors in verdict.by_class()],
            [("后", 2), ("周", 1)],
        )

    def test_a_place_in_a_word_of_another_length_is_counted_and_not_judged(
        self,
    ) -> None:
        verdict = Verdict()
        judge("午后", ["午", None], RULES, TAIWAN, verdict)
        self.assertEqual((verdict.judged, verdict.unaligned), (0, 1))


class AlignTests(SimpleTestCase):
    def test_each_character_has_what_is_printed_for_it(self) -> None:
        self.assertEqual(list(align("他们说", to_taiwan())), list("他們說"))

    def test_a_word_of_another_length_hides_nothing_around_it(self) -> None:
        term = TermEntry("特朗普", "川普", "特朗普", TermKind.PERSON)
        self.assertEqual(
            list(align("见特朗普后", to_taiwan(term))),
            ["見", None, None, None, "後"],
        )

    def test_a_term_of_the_same_length_is_judged(self) -> None:
        term = TermEntry("皇后镇", "皇后鎮", "皇后鎮")
        self.assertEqual(list(align("皇后镇", to_taiwan(term))), list("皇后鎮"))

    def test_characters_that_no_converter_takes_keep_their_places(self) -> None:
        self.assertEqual(
            list(align("说\x00说\ud800", to_taiwan())), ["說", "\x00", "說", "\ud800"]
        )
