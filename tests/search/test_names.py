"""A term is found by each of its names."""

from __future__ import annotations

from django.test import TestCase
from hypothesis import given, strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from articles.models import SiteSettings
from articles.search.analysis import spelled, tokenise
from articles.search.query import forget_names, is_name, names_of
from articles.variants.term_base import save_term
from tests.factories import make_article, make_category, make_term
from tests.search.test_results import found


def version() -> int:
    return SiteSettings.objects.get_or_create(pk=1)[0].conversion_version


def names(words: str) -> list[str]:
    return names_of(words, version())


class NamesTests(TestCase):
    def test_forms_and_other_names_stand_for_each_other(self) -> None:
        make_term("特朗普", "川普", "特朗普", synonyms="Trump，Donald Trump")
        every = {"特朗普", "川普", "trump", "donald trump"}
        for name in every:
            self.assertEqual(set(names(name)), every)
            self.assertEqual(names(name)[0], name)
        self.assertIn("川普关税", names("特朗普關稅"))

    def test_how_a_name_is_spaced_does_not_matter(self) -> None:
        make_term("标普500", synonyms="S&P 500, SPX")
        for words in ("S&P500", "s&p 500", "Ｓ＆Ｐ 500", "標普 500", "spx"):
            self.assertEqual(set(names(words)), {"s p 500", "标普 500", "spx"}, words)

    def test_a_latin_name_is_a_whole_word(self) -> None:
        make_term("人工智能", "人工智慧", synonyms="AI")
        for words in ("AIRLINE", "OpenAI", "said", "Air", "hai", "x tai"):
            self.assertEqual(len(names(words)), 1, words)
        for words in ("AI", "AI股", "用AI", "ai-driven"):
            self.assertGreater(len(names(words)), 1, words)

    def test_two_terms_may_share_a_name_which_finds_both(self) -> None:
        make_term("标普", synonyms="S&P")
        make_term("标准普尔", synonyms="S&P")
        self.assertEqual(set(names("S&P")), {"s p", "标普", "标准普尔"})
        self.assertEqual(set(names("标普")), {"标普", "s p"})

    def test_forms_that_fold_alike_are_one_name(self) -> None:
        make_term("高盛", synonyms="高 盛, 高盛")
        make_term("杠杆", "槓桿", "槓桿")
        self.assertEqual(names("槓桿"), ["杠杆"])
        self.assertFalse(is_name("杠杆", version()))

    def test_a_term_of_a_category_is_no_name_everywhere(self) -> None:
        make_term("土豆", "洋芋", category=make_category(), synonyms="potato")
        self.assertEqual(names("土豆"), ["土豆"])

    def test_a_changed_name_counts_at_once(self) -> None:
        term = make_term("高盛", synonyms="Goldman")
        self.assertEqual(names("GS"), ["gs"])
        term.synonyms = "Goldman, GS"
        save_term(term)
        self.assertIn("高盛", names("GS"))

    def test_it_costs_one_query_for_each_version(self) -> None:
        make_term("高盛", synonyms="Goldman")
        number = version()
        with self.assertNumQueries(1):  # The terms.
            for words in ("高盛", "Goldman", "美股"):
                names_of(words, number)


class FindingTests(TestCase):
    def test_each_form_of_a_term_finds_the_others(self) -> None:
        make_term("特朗普", "川普", "特朗普")
        make_article(title="特朗普访华")
        make_article(title="川普關稅", language="zh-Hant-TW")
        for words in ("特朗普", "川普", "特朗普 ", "“川普”"):
            self.assertEqual(len(found(words)), 2, words)

    def test_a_name_of_several_words_needs_no_quotes(self) -> None:
        make_term("标普500", synonyms="S&P 500")
        make_term("高盛", synonyms="Goldman Sachs")
        make_article(title="高盛看标普500")
        make_article(title="标普涨 500 点")
        for words in ("S&P 500", "goldman sachs", "S&P 500 Goldman Sachs 看"):
            self.assertEqual(found(words), ["高盛看标普500"], words)
        self.assertEqual(found("标普 -Goldman"), ["标普涨 500 点", "高盛看标普500"])
        self.assertEqual(found("看 -“Goldman Sachs”"), [])


NAMES = st.text(
    st.sampled_from("高盛标普杠槓杆aAiI5 &-é，"), min_size=1, max_size=6
).map(str.strip)


class PropertyTests(PropertyTestCase):
    @given(st.lists(st.lists(NAMES, min_size=2, max_size=4), max_size=4), NAMES)
    def test_whatever_the_terms_the_words_come_first_and_nothing_twice(
        self, terms: list[list[str]], words: str
    ) -> None:
        forget_names()
        for simplified, *others in terms:
            make_term(simplified, synonyms=",".join(others))
        everything = names(words)
        self.assertEqual(everything[0], spelled(words))
        self.assertEqual(len(everything), len(set(everything)))
        self.assertLessEqual(len(everything), 8)
        for simplified, *_others in terms:
            self.assertIn(spelled(simplified), names(simplified))

    @given(NAMES, NAMES)
    def test_a_name_of_one_term_finds_its_other(self, one: str, other: str) -> None:
        forget_names()
        make_term(one, synonyms=other)
        # A comma divides names.
        for name in other.split("，"):
            if min(len(spelled(one)), len(spelled(name))) > 1:
                self.assertIn(spelled(one), names(name))
                self.assertIn(spelled(name), names(one))

    @given(NAMES)
    def test_a_spelling_has_the_tokenise_its_text(self, text: str) -> None:
        self.assertEqual(tokenise(spelled(text)), tokenise(text))
        self.assertEqual(spelled(spelled(text)), spelled(text))
