"""An editor decides an ambiguity, for as long as the sentence stands."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import TestCase

from articles.choices import Variant
from articles.models import Article, ConversionChoice, SiteSettings, Term, VariantText
from articles.publishing import save
from articles.variants.conversions import (
    NotAnAnswer,
    ambiguities_of,
    apply_variant,
    choose,
    conversion_of,
    rules_at,
    withdraw_choice,
)
from articles.variants.conversions.conversion_choices import ArticleAmbiguities
from articles.variants.engine import Ambiguity
from articles.variants.term_base import save_term
from tests.factories import make_article
from tests.people import make_reporter


def ambiguities_in(
    article: Article, variant: Variant = Variant.TAIWAN
) -> ArticleAmbiguities:
    rules = rules_at(SiteSettings.current().conversion_version)
    return ambiguities_of(article, variant, conversion_of(article, variant, rules))


def open_one(article: Article, char: str = "岳") -> Ambiguity:
    return next(a for a in ambiguities_in(article).open if a.source == char)


def answer(
    article: Article,
    printed: str,
    *,
    ambiguity: Ambiguity | None = None,
    by: User | None = None,
) -> ConversionChoice:
    rules = rules_at(SiteSettings.current().conversion_version)
    conversion = conversion_of(article, Variant.TAIWAN, rules)
    key = (ambiguity or open_one(article)).key
    return choose(article, Variant.TAIWAN, conversion, key, printed, by=by)


def body_read(article: Article, variant: Variant = Variant.TAIWAN) -> str:
    fresh = Article.objects.get(pk=article.pk)
    apply_variant(
        [fresh], variant, SiteSettings.current().conversion_version, whole=True
    )
    return fresh.body_html


class AmbiguitiesTests(TestCase):
    def test_what_is_certain_is_not_asked(self) -> None:
        found = ambiguities_in(make_article(body="海岳说，发展很快。\n"))
        self.assertEqual([d.source for d in found.open], ["岳"])

    def test_fields_and_body_are_asked_and_one_sentence_counts_once(self) -> None:
        article = make_article(title="海岳甲", lead="海岳乙", body="海岳甲\n\n海岳丙\n")
        sentences = [a.sentence for a in ambiguities_in(article).open]
        self.assertEqual(sentences, ["海岳甲", "海岳乙", "海岳丙"])

    def test_a_text_in_the_other_script_is_asked_from_that(self) -> None:
        article = make_article(title="李東昇與辯方覆問", body="关税\n")
        found = ambiguities_in(article, Variant.CHINA)
        asked = [d.source for d in found.open]
        self.assertCountEqual(asked, ["昇", "覆"])

    def test_a_definition_settles_what_stands_behind_it(self) -> None:
        for again in ("", "\n\n-{H|zh-cn:海岳;zh-tw:海嶽}-"):
            body = f"海岳一\n\n-{{H|zh-cn:海岳;zh-tw:海岳}}-海岳二{again}\n\n海岳三\n"
            found = ambiguities_in(make_article(title="海岳四", body=body))
            self.assertEqual([d.sentence for d in found.open], ["海岳一"])

    def test_a_term_leaves_no_ambiguity(self) -> None:
        article = make_article(body="海岳说。\n")
        save_term(Term(simplified="海岳", taiwan="海岳", hong_kong="海岳"))
        self.assertEqual(ambiguities_in(article), ArticleAmbiguities())

    def test_a_key_finds_its_ambiguity_while_the_sentence_stands(self) -> None:
        article = make_article(body="海岳说。\n")
        ambiguity = open_one(article)
        article.body = "前文。海岳说。后文。\n"
        save(article)
        answer(article, "嶽", ambiguity=ambiguity)
        article.body = "海岳又说。\n"
        save(article)
        with self.assertRaises(NotAnAnswer):
            answer(article, "嶽", ambiguity=ambiguity)


class ChooseTests(TestCase):
    def test_readers_of_the_variant_see_the_choice_and_others_do_not(self) -> None:
        article = make_article(body="海岳说。\n")
        self.assertIn("海岳說", body_read(article))
        with self.captureOnCommitCallbacks(execute=True):
            answer(article, "嶽")
        self.assertIn("海嶽說", body_read(article))
        self.assertIn("海岳", body_read(article, Variant.HONG_KONG))

    def test_an_answered_ambiguity_is_open_no_more_and_says_who_answered(self) -> None:
        article = make_article(body="海岳说。\n")
        reporter = make_reporter()
        choice = answer(article, "嶽", by=reporter)
        found = ambiguities_in(article)
        self.assertEqual(found.open, [])
        self.assertEqual([c for c, _ambiguity in found.answered], [choice])
        self.assertEqual(choice.created_by, reporter)

    def test_what_stands_there_can_be_confirmed(self) -> None:
        article = make_article(body="海岳说。\n")
        answer(article, "岳")
        self.assertEqual(ambiguities_in(article).open, [])
        self.assertIn("海岳說", body_read(article))

    def test_a_second_answer_replaces_the_first(self) -> None:
        article = make_article(body="海岳说。\n")
        ambiguity = open_one(article)
        for printed in ("嶽", "岳"):
            answer(article, printed, ambiguity=ambiguity)
        self.assertEqual(ConversionChoice.objects.get().printed, "岳")

    def test_what_is_no_answer_is_refused(self) -> None:
        article = make_article(body="海岳说。\n")
        with self.assertRaises(NotAnAnswer):
            answer(article, "山")
        self.assertFalse(ConversionChoice.objects.exists())

    def test_a_choice_survives_edits_elsewhere(self) -> None:
        article = make_article(body="海岳说。\n")
        answer(article, "嶽")
        article.body = "新的一段。\n\n前文。海岳说。\n"
        save(article)
        self.assertEqual(len(ambiguities_in(article).answered), 1)
        self.assertIn("海嶽說", body_read(article))

    def test_a_changed_sentence_is_open_again_and_its_choice_does_nothing(self) -> None:
        article = make_article(body="海岳说。\n")
        choice = answer(article, "嶽")
        article.body = "海岳又说。\n"
        save(article)
        found = ambiguities_in(article)
        self.assertEqual(found.reopened, [choice])
        self.assertEqual([d.sentence for d in found.open], ["海岳又说。"])
        self.assertIn("海岳", body_read(article))

    def test_a_choice_that_a_term_overtook_is_not_open_again(self) -> None:
        article = make_article(body="海岳说。\n")
        answer(article, "嶽")
        save_term(Term(simplified="海岳说", taiwan="海岳說話", hong_kong="海岳說"))
        found = ambiguities_in(article)
        self.assertEqual((found.reopened, found.open), ([], []))

    def test_what_is_taken_back_reads_as_before(self) -> None:
        article = make_article(body="海岳说。\n")
        choice = answer(article, "嶽")
        self.assertIn("海嶽說", body_read(article))
        with self.captureOnCommitCallbacks(execute=True):
            withdraw_choice(choice)
        self.assertFalse(VariantText.objects.exists())
        self.assertIn("海岳說", body_read(article))
        self.assertEqual(len(ambiguities_in(article).open), 1)
