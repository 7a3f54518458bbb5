from __future__ import annotations

from unittest.mock import patch

from django.test import SimpleTestCase, TestCase
from hypothesis import given, strategies as st

from articles.search import Highlighter
from articles.search.analysis import spelled, tokenise
from articles.search.query import forget_names
from tests.factories import make_term

_SENTENCE = "市场在等待美联储的下一步，资金换了一只手。"
_TEXTS = st.text(
    "对冲基金對沖標普标500Ｆedé\u0301 ，。…½\u200d\ud800\U0001f4c8", max_size=60
)


def marked(text: str, query: str) -> str:
    highlighter = Highlighter(query, 0)
    return "".join(
        f"[{words}]" if is_match else words
        for words, is_match in highlighter.pieces(text)
    )


class WithoutTerms(TestCase):
    def setUp(self) -> None:
        forget_names()
        self.addCleanup(forget_names)


class PiecesTests(WithoutTerms):
    def test_words_are_found_in_whichever_way_they_are_typed(self) -> None:
        for text, query, expected in (
            ("对冲基金买入", "對沖基金", "[对冲基金]买入"),
            ("對沖基金買入", "对冲基金", "[對沖基金]買入"),
            ("the FED said", "ｆｅｄ", "the [FED] said"),
            ("Ｆｅｄ 表示", "fed", "[Ｆｅｄ] 表示"),
            ("Café fund", "cafe", "[Café] fund"),
            ("Cafe\u0301 fund", "CAFÉ", "[Cafe\u0301] fund"),
        ):
            self.assertEqual(marked(text, query), expected)

    def test_a_space_between_han_and_latin_makes_no_difference(self) -> None:
        for text in ("标普500", "标普 500"):
            for query in ("标普500", "標普 500", '"标普 500"'):
                found = [piece.text for piece in Highlighter(query, 0).pieces(text)]
                self.assertEqual("".join(found), text)
        self.assertEqual(marked("标普 500涨", "标普500"), "[标普 500]涨")
        self.assertEqual(
            marked("S&P 500 和 S&P500", '"s&p500"'), "[S&P 500] 和 [S&P500]"
        )

    def test_two_han_words_stay_two(self) -> None:
        self.assertEqual(marked("高 盛", "高盛"), "高 盛")
        self.assertEqual(marked("高盛，美股", '"高盛 美股"'), "[高盛，美股]")
        self.assertEqual(marked("高盛美股", '"高盛 美股"'), "[高盛美股]")

    def test_signs_within_a_name_are_marked_with_it(self) -> None:
        for text in ("金·兹", "金兹", "金‧茲", "金—兹", "金·“兹”", "金（兹）"):
            self.assertTrue(marked(f"他是{text}。", "金兹").startswith("他是[金"), text)
        self.assertEqual(marked("有金，兹有", "金兹"), "有金，兹有")
        self.assertEqual(marked("复甦與復蘇", "复苏"), "[复甦]與[復蘇]")

    def test_a_number_is_marked_however_its_thousands_are_set(self) -> None:
        for text in ("1,234.56", "1234.56", "１，２３４．５６", "1 234.56"):
            for query in ("1234.56", "1,234.56", "1，234.56"):
                self.assertEqual(marked(f"涨至{text}点", query), f"涨至[{text}]点")
        self.assertEqual(marked("21,234 1,2345", "1234"), "21,234 1,2345")

    def test_words_and_numbers_match_whole(self) -> None:
        self.assertEqual(
            marked("AIRLINE, AI, 15月 5月份", "AI"), "AIRLINE, [AI], 15月 5月份"
        )
        self.assertEqual(marked("15月 5月份", "5月"), "15月 [5月]份")
        self.assertEqual(marked("关税", "税"), "关[税]")

    def test_what_is_excluded_or_names_a_label_is_not_marked(self) -> None:
        self.assertEqual(
            marked("高盛 美股 关税", "高盛 -美股 tag:关税"), "[高盛] 美股 关税"
        )
        self.assertEqual(marked("高盛", "！？"), "高盛")

    def test_the_longest_of_what_begins_together_is_marked(self) -> None:
        self.assertEqual(marked("对冲基金经理", "对冲 对冲基金"), "[对冲基金]经理")

    def test_other_names_of_a_term_are_marked(self) -> None:
        make_term("特朗普", "川普", "特朗普")
        self.assertEqual(marked("特朗普：关税", "川普"), "[特朗普]：关税")
        self.assertEqual(marked("川普關稅", "特朗普关税"), "[川普關稅]")

    def test_of_two_names_the_longer_is_marked(self) -> None:
        make_term("标普", "標普500")
        self.assertEqual(marked("标普500涨，标普跌", "标普"), "[标普500]涨，[标普]跌")

    def test_signs_that_fold_to_more_or_less_keep_their_places(self) -> None:
        self.assertEqual(marked("……½高\u00ad盛㎡", "高盛"), "……½[高\u00ad盛]㎡")
        self.assertEqual(marked("占地5㎡", "m2"), "占地5[㎡]")


@patch("articles.search.highlight.forms_of", lambda words, version: [spelled(words)])
@patch("articles.search.highlight.join_names", lambda parts, version: parts)
class PropertyTests(SimpleTestCase):
    """Without a database: no word has another name."""

    @given(_TEXTS, _TEXTS)
    def test_the_pieces_make_the_text(self, text: str, query: str) -> None:
        highlighter = Highlighter(query, 0)
        pieces = highlighter.pieces(text)
        self.assertEqual("".join(piece.text for piece in pieces), text)
        self.assertTrue(all(span.start < span.end for span in highlighter.spans(text)))

    @given(_TEXTS, st.integers(0, 60), st.integers(1, 8))
    def test_what_the_index_finds_is_marked(
        self, text: str, start: int, length: int
    ) -> None:
        words = text[start : start + length]
        tokens, sought = tokenise(text), tokenise(words)
        starts = range(len(tokens) - len(sought) + 1)
        is_found = any(tokens[n : n + len(sought)] == sought for n in starts)
        if sought and is_found:
            self.assertTrue(Highlighter(f'"{words}"', 0).spans(text))

    @given(_TEXTS, st.lists(st.text(max_size=400)))
    def test_an_excerpt_is_of_the_text(self, query: str, texts: list[str]) -> None:
        texts = ["".join(text.split()) for text in texts]
        excerpt = Highlighter(query, 0).excerpt(texts)
        self.assertTrue(any(excerpt.strip("… ") in text for text in ["", *texts]))


class ExcerptTests(WithoutTerms):
    def excerpt(self, text: str, query: str) -> str:
        return Highlighter(query, 0).excerpt([text])

    def test_a_short_text_is_its_own_excerpt(self) -> None:
        self.assertEqual(self.excerpt("短。", "长"), "短。")
        self.assertEqual(self.excerpt("", "长"), "")

    def test_it_holds_the_sentence_of_the_match_whole(self) -> None:
        text = f"{_SENTENCE * 20}高盛看好。{_SENTENCE * 20}"
        excerpt = self.excerpt(text, "高盛")
        self.assertIn("高盛看好。", excerpt)
        self.assertTrue(excerpt.startswith("市场在等待"), excerpt)
        self.assertTrue(excerpt.endswith("。"), excerpt)
        self.assertTrue(60 <= len(excerpt) <= 120, len(excerpt))

    def test_a_long_sentence_is_cut_at_a_clause_with_an_ellipsis(self) -> None:
        clause = "资金换了一只手，"
        excerpt = self.excerpt(f"{clause * 30}高盛看好，{clause * 30}", "高盛")
        self.assertTrue(excerpt.startswith("…资金"), excerpt)
        self.assertTrue(excerpt.endswith("一只手…"), excerpt)

    def test_paragraphs_follow_each_other_without_a_gap_between_han(self) -> None:
        self.assertEqual(self.excerpt("一。 二 三. Four", "二"), "一。二 三. Four")

    def test_no_latin_word_is_cut(self) -> None:
        words = "alpha betamax gamma " * 60
        excerpt = self.excerpt(f"{words}Goldman {words}", "goldman")
        self.assertIn("Goldman", excerpt)
        self.assertLessEqual(
            set(excerpt.strip("…").split()), {*words.split(), "Goldman"}
        )
        self.assertTrue(150 <= len(excerpt) <= 260, len(excerpt))

    def test_where_most_of_the_words_stand_together_comes_first(self) -> None:
        far = _SENTENCE * 20
        text = f"高盛一说。{far}关税又来。{far}高盛谈关税。{far}"
        self.assertIn("高盛谈关税。", self.excerpt(text, "高盛 关税"))

    def test_the_text_that_says_more_is_chosen_else_the_first(self) -> None:
        highlighter = Highlighter("高盛 关税", 0)
        texts = ["高盛的导语。", "高盛谈关税。"]
        self.assertEqual(highlighter.excerpt(texts), texts[1])
        self.assertEqual(highlighter.excerpt(texts[:1]), texts[0])
        self.assertEqual(highlighter.excerpt(["", "一。", "二。"]), "一。")

    def test_text_without_end_or_spaces_is_cut_all_the_same(self) -> None:
        for text in (
            "x" * 200_000,
            "高盛" * 100_000,
            "\U0001f4c8" * 90_000,
            "高盛，" * 90_000,
        ):
            excerpt = self.excerpt(text, "高盛")
            self.assertLess(len(excerpt), 300)
