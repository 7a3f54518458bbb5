"""Keys keep what was written; a broken header is mended safely or refused."""

from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import assume, given, strategies as st

from articles.archive.front_matter.parse import FrontMatter, parse_front_matter
from articles.archive.front_matter.split import split_file
from articles.archive.problems import Problems, Refused
from tests.examples import examples


def read(text: str) -> FrontMatter:
    return parse_front_matter(split_file(text), Problems())


def read_with(text: str) -> tuple[FrontMatter, list[tuple[str, int]]]:
    problems = Problems()
    matter = parse_front_matter(split_file(text), problems)
    return matter, [(problem.code, problem.line) for problem in problems.found]


class ReadTests(SimpleTestCase):
    def test_values_that_yaml_would_bend_stay_text(self) -> None:
        values = read(
            "---\na: 12:30\nb: 0123\nc: no\nd: 2021-02-2\ne: 1e3\nf: 2.10\n---\n"
        ).values
        self.assertEqual(
            list(values.values()), ["12:30", "0123", "no", "2021-02-2", "1e3", "2.10"]
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
        values = read("---\nParams:\n  tags: [p]\n---\n").values
        self.assertEqual(values, {"tags": ["p"]})

    def test_a_key_given_twice_is_a_warning_and_the_last_counts(self) -> None:
        problems = Problems()
        split = split_file("---\na: 1\na: 2\n---\n")
        self.assertEqual(parse_front_matter(split, problems).values, {"a": 2})
        self.assertEqual(
            [(p.code, p.line) for p in problems.found], [("duplicate-key", 3)]
        )

    def test_of_a_key_in_several_spellings_the_last_counts_too(self) -> None:
        for text in (
            "---\ntitle: x\nTitle: y\ntitle: z\n---\n",
            '{"title": "x",\n"Title": "y",\n"title": "z"}\n',
            "title: x\nTitle: y\ntitle: z\n\nText\n",
        ):
            with self.subTest(text):
                matter, found = read_with(text)
                self.assertEqual(matter.values["title"], "z")
                self.assertEqual({code for code, _line in found}, {"duplicate-key"})

    def test_a_duplicate_in_json_is_reported_with_its_line(self) -> None:
        matter, found = read_with('{"a": {"b": 1,\n"b": 2},\n"t": 1,\n"t": 2,}\n')
        self.assertEqual(matter.values, {"a": {"b": 2}, "t": 2})
        self.assertIn(("duplicate-key", 2), found)
        self.assertIn(("duplicate-key", 4), found)

    def test_broken_front_matter_is_refused_with_its_line(self) -> None:
        cases = {
            "---\ntitle: a\nb: [1\n---\nB": 4,
            '---\ntitle: "a" b\n---\n': 2,
            "---\na: 1\n  b: 2\n---\n": 3,
            "+++\na = 1\nb = what\n+++\n": 3,
            '{"a": 1,\n "b": }\n': 2,
            '---\ntitle: "never closed\nb: 1\n---\n': 3,
            "---\na:\n\t- 1\n  - 2\n---\n": 3,
            "---\n- a\n- b\n---\n": 2,
        }
        for text, line in cases.items():
            with self.subTest(text), self.assertRaises(Refused) as caught:
                read(text)
            self.assertIn(caught.exception.problem.line, {line, line - 1})
            self.assertEqual(caught.exception.problem.code, "front-matter")

    def test_a_control_character_costs_only_itself(self) -> None:
        problems = Problems()
        split = split_file("---\nt: a\x08b\n---\n")
        self.assertEqual(parse_front_matter(split, problems).values, {"t": "ab"})
        self.assertEqual(problems.found[0].line, 2)

    def test_a_line_that_only_yaml_ends_goes_on(self) -> None:
        matter, codes = read_with("---\ntitle: A\u2028B: C\nlead: a\x85b\n---\n")
        self.assertEqual(matter.values, {"title": "A B: C", "lead": "a b"})
        self.assertEqual(matter.lines["lead"], 3)
        self.assertEqual(codes[0], ("control-character", 2))

    def test_toml_dates_become_text(self) -> None:
        values = read(
            "+++\ndate = 2025-02-10T15:35:00+08:00\nd = 2025-02-10\n+++\n"
        ).values
        self.assertEqual(
            values, {"date": "2025-02-10 15:35:00+08:00", "d": "2025-02-10"}
        )

    def test_a_number_of_thousands_of_digits_becomes_text(self) -> None:
        number = f"0x{'f' * 6000}"
        self.assertEqual(read(f"+++\na = {number}\n+++\n").values, {"a": number})

    def test_yamls_own_tags_bring_in_nothing_but_text_and_numbers(self) -> None:
        text = (
            "---\na: !!timestamp soon\nb: !!bool 3\nc: !!int x\nd: !!binary =\n"
            "e: !!python/object:os.system {f: 1}\ng: !own [1]\nh: !!set {i}\n---\n"
        )
        self.assertEqual(
            list(read(text).values.values()),
            ["soon", 3, "x", "=", {"f": 1}, [1], {"i": None}],
        )

    def test_a_merged_key_that_is_overridden_stands_once(self) -> None:
        matter, codes = read_with("---\nd: &d {a: 1}\n<<: *d\na: 2\n---\n")
        self.assertEqual((matter.values["a"], codes), (2, []))

    def test_escaped_controls_and_halves_of_characters_are_dropped(self) -> None:
        for text in ('---\nt: "a\\0b"\n---\n', '{"t": "a\\u0000\\ud800b"}\n'):
            with self.subTest(text):
                self.assertEqual(read(text).values, {"t": "ab"})

    @examples(60)
    @given(st.text(max_size=200))
    def test_any_text_is_read_or_refused(self, text: str) -> None:
        for fence in ("", "---\n", "+++\n", "{"):
            try:
                read(f"{fence}{text}\n{fence}body")
            except Refused as refused:
                self.assertGreater(refused.problem.line, 0)


class PseudoHeaderTests(SimpleTestCase):
    def test_a_translators_header_is_read(self) -> None:
        matter, _codes = read_with(
            "[#]: collector: (lujun9972)\n"
            '[#]: subject: "Emacs #1: Moving"\n'
            "[#]: author (Lin Lan https://a.example/lin)\n"
            "[#]: url: ( )\n\n正文\n"
        )
        self.assertEqual(
            matter.values,
            {
                "collector": "lujun9972",
                "subject": "Emacs #1: Moving",
                "author": "Lin Lan",
                "url": None,
            },
        )
        self.assertEqual(matter.lines["subject"], 2)

    def test_key_lines_without_a_fence_are_text_and_lists_have_commas(self) -> None:
        values = read("Title: A: B\nDate: 2025-02-10\nTags: x, y，z\n\nB").values
        self.assertEqual(
            values, {"title": "A: B", "date": "2025-02-10", "tags": ["x", "y", "z"]}
        )


class RepairTests(SimpleTestCase):
    def test_a_value_that_needs_quotes_gets_them_with_a_warning(self) -> None:
        cases = {
            "title: A: B": "A: B",
            "title: it's 5: 30": "it's 5: 30",
            "title: [视频] 美股: 大涨": "[视频] 美股: 大涨",
            "title: @desk says": "@desk says",
            "title: *bold* words": "*bold* words",
            "title: 100%: really": "100%: really",
        }
        for line, expected in cases.items():
            with self.subTest(line):
                matter, codes = read_with(f"---\nx: 1\n{line}\n---\n")
                self.assertEqual(matter.values["title"], expected)
                self.assertEqual(codes, [("repaired", 3)])

    def test_a_quote_within_quotes_of_its_kind_is_a_part_of_the_text(self) -> None:
        cases = {
            "'The World's Banks'": "The World's Banks",
            "'It''s the World's'": "It's the World's",
            "'Investors' view'": "Investors' view",
            "'Say 'no' to it' # why": "Say 'no' to it",
            '"He said "no" today"': 'He said "no" today',
            '"A \\"b\\" and 5" c"': 'A "b" and 5" c',
        }
        for spelled, expected in cases.items():
            with self.subTest(spelled):
                matter, codes = read_with(f"---\nx: 1\ntitle: {spelled}\ny: 2\n---\n")
                self.assertEqual(matter.values["title"], expected)
                self.assertEqual(codes, [("repaired", 3)])
                matter, codes = read_with(f"---\ntags:\n  - {spelled}\n  - b\n---\n")
                self.assertEqual(matter.values["tags"], [expected, "b"])
        matter, codes = read_with("---\ntags: ['World's', 'b']\n---\n")
        self.assertEqual(matter.values["tags"], ["World's", "b"])

    def test_quotes_that_may_be_two_texts_are_refused(self) -> None:
        for spelled in ("'A' and 'B'", "'a', 'b'", '"甲"和"乙"', "'A' and 'B's'"):
            with self.subTest(spelled), self.assertRaises(Refused) as caught:
                read(f"---\ntitle: {spelled}\n---\n")
            self.assertEqual(caught.exception.problem.line, 2)

    @examples(60)
    @given(st.text("ab 's\",", max_size=12), st.sampled_from("'\""))
    def test_what_quotes_hold_is_read_whole_or_refused(
        self, text: str, quote: str
    ) -> None:
        assume(text.strip() == text and text)
        try:
            value = read(f"---\ntitle: {quote}{text}{quote}\n---\n").values["title"]
        except Refused:
            return
        self.assertEqual(value, text.replace("''", "'") if quote == "'" else text)

    def test_two_such_lines_are_two_warnings(self) -> None:
        _matter, codes = read_with("---\ntitle: A: B\nsummary: C: D\n---\n")
        self.assertEqual(codes, [("repaired", 2), ("repaired", 3)])

    def test_tabs_are_spaces_where_nothing_else_indents(self) -> None:
        matter, codes = read_with("---\ntags:\n\t- a\n\t- b\n---\n")
        self.assertEqual(matter.values, {"tags": ["a", "b"]})
        self.assertEqual(codes, [("repaired", 3)])

    def test_json_loses_its_trailing_commas_and_no_text(self) -> None:
        matter, codes = read_with('{"t": "a,]",\n "l": [1, 2,],\n}\nB')
        self.assertEqual(matter.values, {"t": "a,]", "l": [1, 2]})
        self.assertEqual([code for code, _line in codes], ["repaired"])

    def test_toml_numbers_with_a_leading_zero_are_text(self) -> None:
        matter, codes = read_with('+++\ntitle = "a 07"\nday = 07 # old\n+++\n')
        self.assertEqual(matter.values, {"title": "a 07", "day": "07"})
        self.assertEqual(codes, [("repaired", 3)])


class LimitTests(SimpleTestCase):
    def refusal(self, text: str) -> str:
        with self.assertRaises(Refused) as caught:
            read(text)
        self.assertEqual(caught.exception.problem.code, "front-matter")
        return caught.exception.problem.message

    def test_an_anchor_bomb_is_refused_before_it_unfolds(self) -> None:
        for opening, closing in (("[", "]"), ("{<<: [", "]}")):
            levels = ["a0: &a0 {x: 1}"] + [
                f"a{n}: &a{n} {opening}{','.join([f'*a{n - 1}'] * 9)}{closing}"
                for n in range(1, 12)
            ]
            with self.subTest(opening):
                message = self.refusal("---\n" + "\n".join(levels) + "\n---\n")
                self.assertIn("without anchors", message)

    def test_an_anchor_that_contains_itself_is_refused(self) -> None:
        self.assertIn("itself", self.refusal("---\na: &a [*a]\n---\n"))

    def test_nesting_without_end_is_refused(self) -> None:
        for text in (
            f"---\na: {'[' * 100_000}\n---\n",
            f"---\na:\n{'- ' * 5000}x\n---\n",
            f"+++\na = {'[' * 5000}\n+++\n",
            f"+++\n{'a.' * 300}b = 1\n+++\n",
            '{"a": ' + "[" * 300 + "]" * 300 + "}\n",
            '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}\n",
        ):
            with self.subTest(text[:12]):
                self.refusal(text)

    def test_an_endless_header_is_refused(self) -> None:
        self.assertIn("longer", self.refusal(f"---\na: {'x' * 2_000_001}\n---\n"))

    def test_an_ordinary_anchor_is_read(self) -> None:
        self.assertEqual(
            read("---\na: &x [1, 2]\nb: *x\n---\n").values,
            {"a": [1, 2], "b": [1, 2]},
        )

    def test_ten_thousand_tags_are_read(self) -> None:
        tags = ", ".join(f"t{n}" for n in range(10_000))
        self.assertEqual(
            len(read(f"---\ntags: [{tags}]\n---\n").values["tags"]), 10_000
        )
