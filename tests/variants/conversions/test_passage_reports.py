"""Reports know their sentence, are counted, and lead back to the article's own words."""

from __future__ import annotations

from django.db import connection
from django.test import TestCase, skipUnlessDBFeature
from django.test.utils import CaptureQueriesContext

from articles.choices import Variant
from articles.models import (
    Article,
    ReaderReport,
    SiteSettings,
    Term,
    VariantOverride,
)
from articles.variants.conversions import forms_reported, report_passage
from articles.variants.conversions.passage_reports import LONGEST_SENTENCE
from articles.variants.term_base import save_term
from tests.factories import make_article

BODY = "先说运价。干散物运价上涨。\n\n再说干散物。完。"


def version() -> int:
    return SiteSettings.current().conversion_version


def report(
    article: Article,
    passage: str,
    variant: Variant = Variant.TAIWAN,
    near: str = "",
    note: str = "",
) -> ReaderReport:
    fresh = Article.objects.get(pk=article.pk)
    return report_passage(fresh, variant, version(), passage, near=near, note=note)


def forms(stored: ReaderReport) -> dict[str, str]:
    return forms_reported(ReaderReport.objects.get(pk=stored.pk), version())


class ReportPassageTests(TestCase):
    def test_the_sentence_is_found_in_the_text_that_readers_see(self) -> None:
        found = report(make_article(body=BODY), "運價上")
        self.assertEqual(found.sentence, "幹散物運價上漲。")

    def test_the_sentence_that_the_reader_saw_goes_before_the_first(self) -> None:
        article = make_article(body=BODY)
        self.assertEqual(report(article, "散物").sentence, "幹散物運價上漲。")
        near = report(article, "散物", near="再說幹散物。")
        self.assertEqual(near.sentence, "再說幹散物。")

    def test_titles_and_leads_are_searched_too(self) -> None:
        article = make_article(title="关税上调", lead="导语。关税？")
        self.assertEqual(report(article, "上調").sentence, "關稅上調")
        self.assertEqual(report(article, "導語").sentence, "導語。")

    def test_a_passage_over_two_sentences_has_both(self) -> None:
        found = report(make_article(body=BODY), "運價。幹散")
        self.assertEqual(found.sentence, "先說運價。幹散物運價上漲。")

    def test_a_passage_that_is_not_there_keeps_the_sentence_the_reader_saw(
        self,
    ) -> None:
        article = make_article(body=BODY)
        self.assertEqual(report(article, "別的").sentence, "")
        found = report(article, "別的", near="曾有別的。")
        self.assertEqual(found.sentence, "曾有別的。")
        self.assertEqual(forms(found), {"taiwan": "別的"})

    def test_a_passage_is_words_and_no_pattern(self) -> None:
        article = make_article(body="涨(约3%)。\n\n再涨(约3%)。")
        self.assertEqual(report(article, "漲(約").sentence, "漲(約3%)。")

    def test_of_a_text_without_end_only_the_surroundings_are_kept(self) -> None:
        article = make_article(body="前" * 5000 + "运价" + "后" * 5000)
        found = report(article, "運價")
        self.assertEqual(len(found.sentence), LONGEST_SENTENCE)
        self.assertIn("前運價", found.sentence)

    def test_the_same_is_counted_and_another_sentence_is_another_report(self) -> None:
        article = make_article(body=BODY)
        for _ in range(3):
            report(article, "散物")
        report(article, "散物", near="再說幹散物。")
        report(article, "散物", variant=Variant.HONG_KONG)
        counts = ReaderReport.objects.order_by("id").values_list("report_count")
        self.assertEqual(list(counts), [(3,), (1,), (1,)])

    @skipUnlessDBFeature("has_select_for_update")
    def test_the_article_is_held_while_its_reports_are_counted(self) -> None:
        article = make_article(body=BODY)
        with CaptureQueriesContext(connection) as queries:
            report(article, "散物")
        held = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
        self.assertIn("articles_article", held[0])

    def test_what_readers_say_is_kept_line_by_line_while_there_is_room(self) -> None:
        article = make_article(body=BODY)
        for note in ("應作乾", "", "乾濕的乾", "應作乾", "長" * 1_995):
            found = report(article, "散物", note=note)
        self.assertEqual(found.note, "應作乾\n乾濕的乾")

    def test_fixed_is_open_again_and_dismissed_stays_so(self) -> None:
        article = make_article(body=BODY)
        for before, after in (("fixed", ""), ("dismissed", "dismissed")):
            found = report(article, "散物")
            ReaderReport.objects.filter(pk=found.pk).update(outcome=before)
            report(article, "散物")
            found.refresh_from_db()
            self.assertEqual(found.outcome, after)


class FormsTests(TestCase):
    def test_every_form_of_the_passage_with_the_article_s_own_words(self) -> None:
        expected = {"simplified": "干散物", "taiwan": "幹散物", "hong_kong": "幹散物"}
        self.assertEqual(forms(report(make_article(body=BODY), "幹散物")), expected)

    def test_an_article_written_in_traditional(self) -> None:
        article = make_article(language="zh-Hant-HK", body="裏面的乾燥。")
        found = report(article, "里面", Variant.CHINA)
        self.assertEqual(forms(found)["hong_kong"], "裏面")
        self.assertEqual(forms(found)["simplified"], "里面")

    def test_a_title_in_another_script_than_its_article(self) -> None:
        found = report(make_article(title="關稅上調", body="正文。"), "關稅")
        self.assertEqual(forms(found)["simplified"], "关税")

    def test_a_variant_of_other_sentences_or_paragraphs_has_no_form(self) -> None:
        article = make_article(
            title="关税上调",
            body="## -{zh-hans:甲乙。; zh-hant-tw:}-\n\n运价。",
        )
        VariantOverride(
            article=article, variant="zh-tw", fields={"title": "關稅。調"}
        ).save()
        for passage in ("調", "運價"):
            self.assertNotIn("simplified", forms(report(article, passage)))

    def test_a_variant_of_another_length_has_no_form(self) -> None:
        save_term(Term(simplified="运价", taiwan="運費價格", hong_kong="運價"))
        found = report(make_article(body=BODY), "幹散物", Variant.HONG_KONG)
        self.assertEqual(forms(found).keys(), {"simplified", "hong_kong"})

    def test_the_sentence_of_the_report_decides_which_words_are_meant(self) -> None:
        article = make_article(body="发展。\n\n头-{發}-长。")
        found = report(article, "發", near="頭發長。")
        self.assertEqual(forms(found)["simplified"], "头發")

    def test_only_what_was_reported_where_lengths_do_not_agree(self) -> None:
        save_term(Term(simplified="运价", taiwan="運費價格", hong_kong="運價"))
        found = report(make_article(body=BODY), "幹散物運費")
        self.assertEqual(forms(found), {"taiwan": "幹散物運費"})

    def test_only_what_was_reported_where_the_text_has_changed(self) -> None:
        found = report(make_article(body=BODY), "幹散物")
        Article.objects.update(body_html="<p>别的。</p>", text_digest="x")
        self.assertEqual(forms(found), {"taiwan": "幹散物"})


class WordTests(TestCase):
    """The term of a report is the word that differs, not all that was selected."""

    def taiwan(self, passage: str, note: str, body: str = BODY) -> dict[str, str]:
        return forms(report(make_article(body=body), passage, note=note))

    def test_the_note_tells_which_word_and_how_it_should_read(self) -> None:
        for note in ("乾", "應作乾散物", "「幹」應該是「乾」", "乾濕的乾"):
            with self.subTest(note):
                self.assertEqual(
                    self.taiwan("幹散物運價上漲", note),
                    {
                        "simplified": "干散物",
                        "taiwan": "乾散物",
                        "hong_kong": "幹散物",
                    },
                )

    def test_a_word_that_a_region_calls_otherwise(self) -> None:
        found = self.taiwan("新軟件上市", "應為軟體", "新软件上市了。\n")
        self.assertEqual((found["simplified"], found["taiwan"]), ("软件", "軟體"))

    def test_a_note_in_the_other_script_corrects_nothing(self) -> None:
        found = self.taiwan("運價", "运价读着不对")
        self.assertEqual(found["taiwan"], "運價")

    def test_a_note_without_a_word_of_the_passage_says_nothing(self) -> None:
        for note in ("讀不懂", "", "乾隆", "https://a.example/x"):
            with self.subTest(note):
                self.assertEqual(self.taiwan("運價", note)["taiwan"], "運價")

    def test_without_a_note_it_is_the_word_that_is_ambiguous(self) -> None:
        found = self.taiwan("昨天海岳上漲三成", "", "昨天海岳上涨三成。\n")
        self.assertEqual(found["simplified"], "海岳")

    def test_half_a_word_is_made_whole(self) -> None:
        self.assertEqual(self.taiwan("散", "")["simplified"], "干散物")

    def test_the_reader_s_word_is_all_that_is_left_of_a_text_that_changed(self) -> None:
        found = report(make_article(body=BODY), "幹散物運價", note="乾散物")
        Article.objects.update(body_html="<p>别的。</p>", text_digest="x")
        self.assertEqual(forms(found), {"taiwan": "乾散物"})
