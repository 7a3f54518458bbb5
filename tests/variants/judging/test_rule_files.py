from __future__ import annotations

from django.test import SimpleTestCase

from articles.choices import Language
from articles.variants.judging import BadRule, read_judged_rules

TAIWAN, HONG_KONG = Language.TAIWAN, Language.HONG_KONG
AFTER = "后/後\t然【后】\t後\t後\n"


class ReadJudgedRulesTests(SimpleTestCase):
    def places(
        self, rules: str, clause: str, target: str = TAIWAN
    ) -> list[tuple[int, str]]:
        found = read_judged_rules(rules).verdicts_in(clause, target)
        return sorted((at, rule.name) for at, rule in found)

    def test_a_rule_judges_its_character_in_its_context_alone(self) -> None:
        self.assertEqual(self.places(AFTER, "皇后然后后"), [(3, "后/後")])

    def test_what_is_right_is_told_by_variant(self) -> None:
        rules = read_judged_rules("里\t夜【里】\t裡\t裏裡\n")
        right = [rule.right for _at, rule in rules.verdicts_in("夜里", TAIWAN)]
        self.assertEqual(right, [{TAIWAN: {"裡"}, HONG_KONG: {"裏", "裡"}}])

    def test_each_alternative_has_its_own_mark(self) -> None:
        rules = "表\t手【表】|(?:电|石英)【表】厂|[|]【表】\t錶\t錶\n"
        self.assertEqual(
            [at for at, _name in self.places(rules, "手表石英表厂|表电表")], [1, 4, 7]
        )

    def test_an_escaped_bar_separates_nothing(self) -> None:
        self.assertEqual(
            self.places(r"表	\|【表】	錶	錶", "表|表"), [(2, "表")]
        )

    def test_a_mark_in_an_optional_part_judges_where_it_stands(self) -> None:
        rules = "后/後\t然(?:【后】)?再\t後\t後\n"
        self.assertEqual(self.places(rules, "然再然后再后"), [(3, "后/後")])

    def test_contexts_that_overlap_are_all_found(self) -> None:
        rules = "后/後\t天【后】天\t後\t後\n"
        self.assertEqual(len(self.places(rules, "天后天后天")), 2)

    def test_the_first_rule_that_matches_judges_a_place(self) -> None:
        rules = "皇后\t皇【后】\t后\t后\n后/後\t【后】\t後\t後\n"
        self.assertEqual(self.places(rules, "皇后前后"), [(1, "皇后"), (3, "后/後")])

    def test_nothing_is_judged_where_a_column_is_empty(self) -> None:
        rules = "周\t每【周】\t週\t\n周\t【周】\t\t周\n"
        self.assertEqual(self.places(rules, "每周"), [(1, "周")])
        self.assertEqual(self.places(rules, "每周", HONG_KONG), [])

    def test_comments_and_empty_lines_are_no_rules(self) -> None:
        self.assertEqual(
            len(read_judged_rules(f"\ufeff# class\tpattern\n\n{AFTER}")), 1
        )

    def test_columns_follow_the_source(self) -> None:
        for source, targets in (
            (Language.SIMPLIFIED, (TAIWAN, HONG_KONG)),
            (HONG_KONG, (Language.SIMPLIFIED, TAIWAN)),
            (TAIWAN, (Language.SIMPLIFIED, HONG_KONG)),
        ):
            with self.subTest(source):
                rules = read_judged_rules(f"# source: {source}\n著\t【著】\t着\t著\n")
                self.assertEqual((rules.source, rules.targets), (source, targets))

    def test_a_file_that_names_no_source_is_for_the_one_asked_for(self) -> None:
        self.assertEqual(read_judged_rules(AFTER).source, Language.SIMPLIFIED)
        self.assertEqual(read_judged_rules(AFTER, HONG_KONG).source, HONG_KONG)


class BadRuleTests(SimpleTestCase):
    def test_a_line_that_is_no_rule_is_told_with_its_number_and_remedy(self) -> None:
        for line, told in (
            ("后/後\t然【后】\t後", "with tabs between them"),
            ("后/後\t然【后】\t後\t後\t后", "with tabs between them"),
            ("\t然【后】\t後\t後", "The class is empty"),
            ("后/後\t然【后】\t\t", "No column says what is right"),
            ("后/後\t然后\t後\t後", "needs one judged character"),
            ("后/後\t【然后】\t後\t後", "needs one judged character"),
            ("后/後\t【然】【后】\t後\t後", "needs one judged character"),
            ("后/後\t然【后\t後\t後", "needs one judged character"),
            ("后/後\t【后】|然后\t後\t後", "“然后” needs one judged character"),
            ("后/後\t(然【后】\t後\t後", "is no regular expression"),
            ("后/後\t然[【后】]\t後\t後", "write it outside"),
            ("# source: fr", "The source is one of zh-Hans, "),
        ):
            with self.subTest(line), self.assertRaisesMessage(BadRule, told) as caught:
                read_judged_rules(f"{AFTER}{line}\n")
            self.assertEqual(caught.exception.line, 2)

    def test_rules_for_another_source_are_refused(self) -> None:
        with self.assertRaisesMessage(BadRule, "choose other rules or another source"):
            read_judged_rules(f"# source: zh-Hant-HK\n{AFTER}", Language.SIMPLIFIED)

    def test_a_file_without_a_rule_is_refused(self) -> None:
        with self.assertRaisesMessage(BadRule, "There is no rule"):
            read_judged_rules("# class\tpattern\n")
