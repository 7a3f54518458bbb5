"""An editor settles a doubt, for as long as the sentence stands."""

from __future__ import annotations

from django.test import TestCase

from articles.choices import Variant
from articles.models import Article, ConversionChoice, SiteSettings, Term, VariantText
from articles.publishing import save
from articles.variants.conversions import (
    ArticleAmbiguities,
    NotAnAnswer,
    ambiguities_of,
    apply_variant,
    choice_key,
    choose,
    conversion_of,
    find_ambiguity,
    rules_at,
    take_back,
)
from articles.variants.engine import Ambiguity, Conversion
from articles.variants.term_base import save_term
from tests.factories import make_article
from tests.people import make_reporter


def conversion(article: Article, variant: Variant = Variant.TAIWAN) -> Conversion:
    rules = rules_at(SiteSettings.current().conversion_version)
    return conversion_of(article, variant, rules)


def doubts_of(
    article: Article, variant: Variant = Variant.TAIWAN
) -> ArticleAmbiguities:
    return ambiguities_of(article, variant, conversion(article, variant))


def open_doubt(article: Article, char: str = "岳") -> Ambiguity:
    return next(d for d in doubts_of(article).open if d.source == char)


def body_read(article: Article, variant: Variant = Variant.TAIWAN) -> str:
    fresh = Article.objects.get(pk=article.pk)
    apply_variant(
        [fresh], variant, SiteSettings.current().conversion_version, whole=True
    )
    return fresh.body_html


class DoubtsTests(TestCase):
    def test_what_a_phrase_decided_stands_apart(self) -> None:
        doubts = doubts_of(make_article(body="海岳说，发展很快。\n"))
        self.assertEqual([d.source for d in doubts.open], ["岳"])
        self.assertEqual([d.source for d in doubts.by_phrase], ["发"])

    def test_fields_and_body_are_asked_and_one_sentence_counts_once(self) -> None:
        article = make_article(title="海岳甲", lead="海岳乙", body="海岳甲\n\n海岳丙\n")
        sentences = [doubt.sentence for doubt in doubts_of(article).open]
        self.assertEqual(sentences, ["海岳甲", "海岳乙", "海岳丙"])

    def test_a_text_in_the_other_script_is_doubted_from_that(self) -> None:
        article = make_article(title="乾坤與餘地", body="关税\n")
        doubts = doubts_of(article, Variant.CHINA)
        asked = [d.source for d in doubts.open + doubts.by_phrase]
        self.assertCountEqual(asked, ["乾", "餘"])

    def test_a_definition_settles_what_stands_behind_it(self) -> None:
        for again in ("", "\n\n-{H|zh-cn:海岳;zh-tw:海嶽}-"):
            body = f"海岳一\n\n-{{H|zh-cn:海岳;zh-tw:海岳}}-海岳二{again}\n\n海岳三\n"
            doubts = doubts_of(make_article(title="海岳四", body=body))
            self.assertEqual([d.sentence for d in doubts.open], ["海岳一"])

    def test_a_term_leaves_no_doubt(self) -> None:
        article = make_article(body="海岳说。\n")
        save_term(Term(simplified="海岳", taiwan="海岳", hong_kong="海岳"))
        self.assertEqual(doubts_of(article), ArticleAmbiguities())

    def test_a_key_finds_its_doubt_while_the_sentence_stands(self) -> None:
        article = make_article(body="海岳说。\n")
        doubt = open_doubt(article)
        article.body = "前文。海岳说。后文。\n"
        save(article)
        found = find_ambiguity(article, conversion(article), choice_key(doubt))
        self.assertIsNotNone(found)
        article.body = "海岳又说。\n"
        save(article)
        self.assertIsNone(
            find_ambiguity(article, conversion(article), choice_key(doubt))
        )


class ChooseTests(TestCase):
    def test_readers_of_the_variant_see_the_choice_and_others_do_not(self) -> None:
        article = make_article(body="海岳说。\n")
        self.assertIn("海嶽說", body_read(article))
        with self.captureOnCommitCallbacks(execute=True):
            choose(article, Variant.TAIWAN, open_doubt(article), "岳")
        self.assertIn("海岳說", body_read(article))
        self.assertIn("海嶽", body_read(article, Variant.HONG_KONG))

    def test_an_answered_doubt_is_open_no_more_and_says_who_answered(self) -> None:
        article = make_article(body="海岳说。\n")
        reporter = make_reporter()
        choice = choose(article, Variant.TAIWAN, open_doubt(article), "岳", by=reporter)
        doubts = doubts_of(article)
        self.assertEqual(doubts.open, [])
        self.assertEqual([c for c, _doubt in doubts.answered], [choice])
        self.assertEqual(choice.created_by, reporter)

    def test_what_stands_there_can_be_confirmed(self) -> None:
        article = make_article(body="海岳说。\n")
        choose(article, Variant.TAIWAN, open_doubt(article), "嶽")
        self.assertEqual(doubts_of(article).open, [])
        self.assertIn("海嶽說", body_read(article))

    def test_a_second_answer_replaces_the_first(self) -> None:
        article = make_article(body="海岳说。\n")
        doubt = open_doubt(article)
        for printed in ("岳", "嶽"):
            choose(article, Variant.TAIWAN, doubt, printed)
        self.assertEqual(ConversionChoice.objects.get().printed, "嶽")

    def test_what_is_no_answer_is_refused(self) -> None:
        article = make_article(body="海岳说。\n")
        with self.assertRaises(NotAnAnswer):
            choose(article, Variant.TAIWAN, open_doubt(article), "山")
        self.assertFalse(ConversionChoice.objects.exists())

    def test_a_choice_survives_edits_elsewhere(self) -> None:
        article = make_article(body="海岳说。\n")
        choose(article, Variant.TAIWAN, open_doubt(article), "岳")
        article.body = "新的一段。\n\n前文。海岳说。\n"
        save(article)
        self.assertEqual(len(doubts_of(article).answered), 1)
        self.assertIn("海岳說", body_read(article))

    def test_a_changed_sentence_is_open_again_and_its_choice_does_nothing(self) -> None:
        article = make_article(body="海岳说。\n")
        choice = choose(article, Variant.TAIWAN, open_doubt(article), "岳")
        article.body = "海岳又说。\n"
        save(article)
        doubts = doubts_of(article)
        self.assertEqual(doubts.reopened, [choice])
        self.assertEqual([d.sentence for d in doubts.open], ["海岳又说。"])
        self.assertIn("海嶽", body_read(article))

    def test_a_choice_that_a_term_overtook_is_not_open_again(self) -> None:
        article = make_article(body="海岳说。\n")
        choose(article, Variant.TAIWAN, open_doubt(article), "岳")
        save_term(Term(simplified="海岳说", taiwan="海岳說話", hong_kong="海岳說"))
        doubts = doubts_of(article)
        self.assertEqual((doubts.reopened, doubts.open), ([], []))

    def test_what_is_taken_back_reads_as_before(self) -> None:
        article = make_article(body="海岳说。\n")
        choice = choose(article, Variant.TAIWAN, open_doubt(article), "岳")
        self.assertIn("海岳說", body_read(article))
        with self.captureOnCommitCallbacks(execute=True):
            take_back(choice)
        self.assertFalse(VariantText.objects.exists())
        self.assertIn("海嶽說", body_read(article))
        self.assertEqual(len(doubts_of(article).open), 1)
