from __future__ import annotations

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.search.query import Part, parse


class QueryTests(SimpleTestCase):
    def test_words_phrases_and_what_must_not_be_there(self) -> None:
        self.assertEqual(
            parse('高盛 "对冲 基金" “美 股” -关税'),
            [
                Part("高盛"),
                Part("对冲 基金"),
                Part("美 股"),
                Part("关税", is_excluded=True),
            ],
        )

    def test_names_of_labels_in_both_scripts_and_widths(self) -> None:
        for query in ("tag:美联储", "TAG:美联储", "标签：美联储", '標籤:"美联储"'):
            with self.subTest(query):
                self.assertEqual(parse(query), [Part("美联储", "tag")])
        self.assertEqual(parse("-source:x"), [Part("x", "source", True)])
        self.assertEqual(parse("作者:林岚"), [Part("林岚", "author")])

    def test_a_hyphen_inside_a_word_excludes_nothing(self) -> None:
        self.assertEqual(parse("melt-up"), [Part("melt-up")])
        self.assertEqual(parse("a - b"), [Part("a"), Part("b")])

    def test_what_divides_clauses_divides_words(self) -> None:
        both = [Part("高盛"), Part("关税")]
        for query in ("高盛，关税", "高盛、关税", "高盛；关税。", "，高盛：关税！？"):
            self.assertEqual(parse(query), both, query)
        self.assertEqual(parse("高盛,-关税"), [Part("高盛"), Part("-关税")])
        self.assertEqual(parse("“高盛，关税”"), [Part("高盛，关税")])
        self.assertEqual(parse("金·兹/A-B"), [Part("金·兹/A-B")])
        self.assertEqual(parse("分类:宏观、政策"), [Part("宏观、政策", "category")])

    def test_a_list_of_single_characters_is_one_word(self) -> None:
        for words in ("中、美、欧", "中、美两国"):
            self.assertEqual(parse(f"{words}，关税"), [Part(words), Part("关税")])

    def test_a_number_is_one_word(self) -> None:
        for number in ("1,234.56", "1，234,567", "10:30"):
            self.assertEqual(parse(f"{number}，涨"), [Part(number), Part("涨")])
        self.assertEqual(parse("5,10"), [Part("5"), Part("10")])

    def test_operators_gone_wrong_are_left_out(self) -> None:
        for query in (
            '"',
            "AND",
            "*",
            "(",
            "NEAR(",
            "tag:",
            "-",
            '-"',
            "“",
            "：",
            "%_'",
        ):
            with self.subTest(query):
                self.assertIn(parse(query), ([], [Part("NEAR(")]))

    def test_a_quote_that_never_closes_holds_the_rest(self) -> None:
        self.assertEqual(parse('"对冲 基金'), [Part("对冲 基金")])

    def test_a_long_query_is_cut(self) -> None:
        self.assertLessEqual(len(parse("字 " * 5000)), 12)
        self.assertEqual(len(parse("字" * 10_000)[0].words), 40)

    def test_a_long_phrase_ends_with_a_whole_word(self) -> None:
        sentence = "the central bank raised interest rates by a quarter of a point"
        self.assertEqual(parse(f'"{sentence}"'), [Part(sentence)])
        self.assertEqual(len(parse(f'"{"up " * 50}"')[0].words.split()), 40)

    @given(st.text(alphabet=st.characters(codec=None), max_size=300))
    def test_nothing_is_an_error(self, query: str) -> None:
        parse(query)
