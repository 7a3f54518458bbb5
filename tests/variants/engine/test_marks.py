"""The mark-up in a text: resolved everywhere, never seen by a reader."""

from __future__ import annotations

from django.test import SimpleTestCase

from articles.variants.engine import (
    Conversion,
    Fault,
    convert_html,
    convert_text,
    mark_problems,
    without_definitions,
)
from articles.variants.engine.marks import definitions_in
from tests.variants.engine.conversions import (
    HANS,
    HONG_KONG,
    TAIWAN,
    to_hong_kong,
    to_taiwan,
)

RULE = "-{zh-hans:甲; zh-hant-tw:乙; zh-hant-hk:丙}-"


class ResolvingTests(SimpleTestCase):
    def test_what_is_left_alone(self) -> None:
        self.assertEqual(convert_text("-{干}-对", to_taiwan()), "干對")

    def test_a_rule_prints_the_form_of_the_variant(self) -> None:
        for target, printed in ((HANS, "甲"), (TAIWAN, "乙"), (HONG_KONG, "丙")):
            with self.subTest(target):
                self.assertEqual(convert_text(RULE, Conversion(HANS, target)), printed)

    def test_short_codes_and_full_width_signs(self) -> None:
        for rule in ("-{zh-cn:甲;zh-tw:乙;zh-hk:丙}-", "-{ZH-Hans：甲；zh-tw：乙；}-"):
            with self.subTest(rule):
                self.assertEqual(convert_text(rule, to_taiwan()), "乙")

    def test_fallbacks(self) -> None:
        cases = {
            "-{zh-hans:甲; zh-hant:乙}-": "乙",
            "-{zh-hans:甲; zh-tw:乙}-": "乙",
            "-{zh-hans:对}-": "對",  # Nothing in Traditional: converted, not lost.
        }
        for rule, printed in cases.items():
            with self.subTest(rule):
                self.assertEqual(convert_text(rule, to_hong_kong()), printed)

    def test_a_definition_prints_nothing_and_counts_from_there_on(self) -> None:
        text = "里根-{H|zh-hans:里根; zh-hant-tw:雷根}-，里根"
        self.assertEqual(convert_text(text, to_taiwan()), "里根，雷根")

    def test_a_later_definition_replaces_an_earlier_one(self) -> None:
        text = "-{H|zh-cn:甲;zh-tw:乙}-甲-{H|zh-cn:甲;zh-tw:丙}-甲"
        self.assertEqual(convert_text(text, to_taiwan()), "乙丙")

    def test_an_escaped_mark_is_text(self) -> None:
        self.assertEqual(convert_text(r"\-{对}-", to_taiwan()), "-{對}-")

    def test_marks_go_in_texts_that_are_not_converted(self) -> None:
        english = Conversion("en", "en")
        self.assertEqual(convert_text(f"The -{{Fed}}- {RULE}", english), "The Fed 甲")
        self.assertEqual(convert_html("<p>-{Fed}-</p>", english), "<p>Fed</p>")

    def test_in_an_address_it_is_characters(self) -> None:
        for text, expected in (
            (
                "对https://a.example/-{后}-/-{里}- 对",
                "對https://a.example/-{后}-/-{里}- 對",
            ),
            ("https://a.example/后-{zh-tw:里}-对", "https://a.example/后里對"),
            ("-{https://a.example/后}-对-{里}-", "https://a.example/后對里"),
            ("https://a.example/后，-{后}-", "https://a.example/后，后"),
        ):
            with self.subTest(text):
                self.assertEqual(convert_text(text, to_taiwan()), expected)
        address = '<p><a href="/">https://a.example/-{x}-</a></p>'
        self.assertEqual(convert_html(address, Conversion("en", "en")), address)

    def test_many_addresses_and_marks(self) -> None:
        text = "https://a.example/-{后}- -{后}- " * 5_000
        expected = "https://a.example/-{后}- 后 " * 5_000
        self.assertEqual(convert_text(text, to_taiwan()), expected)

    def test_what_is_no_mark_stays_as_written(self) -> None:
        for text in (
            "-{没",
            "没}-",
            "-{zh-xx:没}-",
            "-{X|没}-",
            "-{H|没}-",
            "-{zh-cn:没;en:x}-",
            "-{xx:没}-",
            "-{tw:没; cn:x}-",
        ):
            with self.subTest(text):
                printed = convert_text(text, to_taiwan())
                self.assertIn(printed, {text, text.replace("没", "沒")})

    def test_a_definition_can_be_read_for_the_fields(self) -> None:
        terms = definitions_in("x -{H|zh-hans:里根; zh-hant:雷根}-")
        self.assertEqual([term.taiwan for term in terms], ["雷根"])
        self.assertEqual(
            without_definitions("a-{H|zh-cn:甲;zh-tw:乙}-b-{c}-"), "ab-{c}-"
        )

    def test_entities_are_read_and_written(self) -> None:
        rule = "<p>-{zh-hans:A&amp;B; zh-hant-tw:&lt;i&gt;}-</p>"
        self.assertEqual(convert_html(rule, to_taiwan()), "<p>&lt;i&gt;</p>")


class ProblemTests(SimpleTestCase):
    def test_each_fault_is_told_with_its_place(self) -> None:
        cases = {
            "a -{b": (Fault.NOT_CLOSED, 2),
            "a}- b": (Fault.NOT_OPENED, 1),
            "-{zh-xx:a}-": (Fault.UNKNOWN_VARIANT, 0),
            "-{X|a}-": (Fault.UNKNOWN_FLAG, 0),
            "-{H|a}-": (Fault.NOTHING_DEFINED, 0),
            "-{H|zh-cn:;zh-tw:a}-": (Fault.EMPTY_FORM, 0),
        }
        for text, expected in cases.items():
            with self.subTest(text):
                (problem,) = mark_problems(text)
                self.assertEqual((problem.fault, problem.start), expected)

    def test_a_code_that_is_no_variant_s_is_told_and_a_name_with_a_colon_is_not(
        self,
    ) -> None:
        for text in (
            "-{xx:甲}-",
            "-{en:a; zh-tw:甲}-",
            "-{hant：甲}-",
            "-{tw:a;cn:b}-",
        ):
            with self.subTest(text):
                (problem,) = mark_problems(text)
                self.assertEqual(problem.fault, Fault.UNKNOWN_VARIANT)
        for text in ("-{re:Invent}-", "-{AI：人工智能}-", "-{10:30}-", "-{甲:乙}-"):
            with self.subTest(text):
                self.assertEqual(mark_problems(text), [])

    def test_braces_in_the_name_of_a_file_are_no_marks(self) -> None:
        for text in (
            "见 {a}-{b}。",
            r"存于 C:\-{x} 处",
            "/srv/-{id}.csv",
            "report-{2025}.md",
            "{year}-q1",
        ):
            with self.subTest(text):
                self.assertEqual(mark_problems(text), [])
        for text in ("-{TSMC} 涨", "涨-{台积电}", "台积电}-涨", "a -{b} c"):
            with self.subTest(text):
                self.assertEqual(len(mark_problems(text)), 1)

    def test_good_marks_and_escapes_are_no_problem(self) -> None:
        self.assertEqual(mark_problems(rf"-{{a}}- {RULE} \-{{b}}-"), [])

    def test_code_is_left_out_of_markdown(self) -> None:
        text = "`-{` and\n\n```\n-{\n```\n\n``-{ ` ``"
        self.assertEqual(mark_problems(text, is_markdown=True), [])
        self.assertEqual(len(mark_problems(text)), 3)

    def test_what_is_no_code_is_told_at_its_place(self) -> None:
        for text in (
            "`a` -{",
            "``a -{ `",
            "~~~\n``\n~~~~\n-{ ``",
            "````\n```\n````\n-{",
            "```\r\n```\r\n-{",
        ):
            with self.subTest(text):
                found = mark_problems(text, is_markdown=True)
                places = [problem.start for problem in found]
                self.assertEqual(places, [text.index("-{")])

    def test_code_ends_at_a_run_of_the_same_length_or_with_the_text(self) -> None:
        for text in (
            "```a\n\n-{",
            "``a ` -{ ``",
            "`` ``` -{ ``",
            "~~~ x`y\n-{\n~~~",
            "``\n-{\n``",
        ):
            with self.subTest(text):
                self.assertEqual(mark_problems(text, is_markdown=True), [])

    def test_two_hundred_kilobytes_of_code_fences_and_backticks(self) -> None:
        runs = "".join("`" * n + "a" for n in range(1, 600))
        for hostile in ("`" * 200_000, "`a``" * 50_000, "~~~a\n" * 40_000, runs):
            found = mark_problems(f"-{{ {hostile}", is_markdown=True)
            self.assertEqual([problem.start for problem in found], [0])

    def test_a_long_line_of_openings(self) -> None:
        self.assertEqual(len(mark_problems("-{" * 50_000)), 50_000)
