"""One article keeps one form of a name, in all its texts."""

from __future__ import annotations

from django.test import TestCase

from articles.choices import TermKind, Variant
from articles.models import Article, SiteSettings, Term
from articles.publishing import save
from articles.variants.conversions import (
    ambiguities_of,
    apply_variant,
    apply_variant_unsaved,
    conversion_of,
    field_conversions,
    rules_at,
)
from articles.variants.engine import convert_text
from articles.variants.term_base import save_term
from tests.factories import make_article

# Only the body tells that 于 is a surname.
BODY = "## 于瑾璇看人\n\n创始人于瑾璇说：按照于瑾璇的考核。"


def version() -> int:
    return SiteSettings.current().conversion_version


def story(**fields: str) -> Article:
    texts = {"title": "于瑾璇的新店", "lead": "谈于瑾璇", "summary": "写于瑾璇"}
    return make_article(**{**texts, "body": BODY, **fields})


def seen(article: Article) -> Article:
    fresh = Article.objects.get(pk=article.pk)
    apply_variant([fresh], Variant.TAIWAN, version(), whole=True)
    return fresh


class FoundNamesTests(TestCase):
    def test_a_name_that_one_text_tells_holds_in_all(self) -> None:
        shown = seen(story())
        self.assertEqual(shown.title, "于瑾璇的新店")
        self.assertEqual(shown.lead, "談于瑾璇")
        self.assertEqual(shown.summary, "寫于瑾璇")
        self.assertIn("寫于瑾璇", shown.excerpt_html)
        self.assertEqual(shown.headings[0]["text"], "于瑾璇看人")
        self.assertIn("按照于瑾璇的考核", shown.body_html)

    def test_another_article_does_not_know_it(self) -> None:
        story()
        other = make_article(title="于瑾璇的新店", body="正文。")
        self.assertEqual(seen(other).title, "於瑾璇的新店")

    def test_an_editor_sees_it_before_saving(self) -> None:
        article = story(body="正文。")
        article.body = BODY
        article.body_html = f"<p>{BODY}</p>"
        apply_variant_unsaved(article, Variant.TAIWAN, version(), [])
        self.assertEqual(article.title, "于瑾璇的新店")

    def test_it_is_no_doubt_and_a_sentence_alone_reads_alike(self) -> None:
        article = story()
        conversion = conversion_of(article, Variant.TAIWAN, rules_at(version()))
        doubts = ambiguities_of(article, Variant.TAIWAN, conversion).open
        self.assertNotIn("于", [doubt.source for doubt in doubts])
        how = field_conversions(article, conversion)["body"]
        self.assertEqual(convert_text("按照于瑾璇的考核", how), "按照于瑾璇的考核")

    def test_it_goes_with_the_text_that_tells_it(self) -> None:
        article = story()
        seen(article)
        article.body = "正文。"
        save(article)
        self.assertEqual(seen(article).title, "於瑾璇的新店")


class TitledTermTests(TestCase):
    def setUp(self) -> None:
        save_term(
            Term(
                simplified="副总统万斯",
                taiwan="副總統范斯",
                hong_kong="副總統萬斯",
                kind=TermKind.PERSON,
            )
        )

    def test_the_name_reads_alike_in_the_title_and_without_its_own(self) -> None:
        shown = seen(make_article(title="万斯到访", body="副总统万斯说。万斯又说。"))
        self.assertEqual(shown.title, "范斯到訪")
        self.assertIn("副總統范斯說。范斯又說。", shown.body_html)

    def test_an_original_stays_as_it_is_written(self) -> None:
        article = make_article(title="万斯到访", body="副总统万斯说。")
        fresh = Article.objects.get(pk=article.pk)
        apply_variant([fresh], Variant.CHINA, version(), whole=True)
        self.assertEqual(fresh.title, "万斯到访")
