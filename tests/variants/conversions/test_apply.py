"""Readers see an article in their variant; it is converted once."""

from __future__ import annotations

from unittest.mock import patch

from django.db import OperationalError
from django.test import TestCase

from articles.choices import TermKind, Variant
from articles.models import (
    Article,
    Category,
    ConversionChoice,
    SiteSettings,
    Term,
    VariantOverride,
    VariantText,
)
from articles.publishing import Labels, save
from articles.variants.conversions import (
    apply_variant,
    convert_article as conversion_module,
    forget_texts,
    select_versions,
)
from articles.variants.term_base import save_term
from tests.factories import make_article


def version() -> int:
    return SiteSettings.current().conversion_version


def shown(article: Article, variant: Variant = Variant.TAIWAN) -> Article:
    fresh = Article.objects.get(pk=article.pk)
    apply_variant([fresh], variant, version(), whole=True)
    return fresh


class ApplyVariantTests(TestCase):
    def test_every_text_of_an_article_is_converted(self) -> None:
        article = make_article(
            title="关税上调",
            lead="导语：关税",
            summary="摘要：关税",
            description="描述：关税",
            body="## 对冲基金\n\n关税与[链接](https://关税.example/关税)。",
        )
        seen = shown(article)
        self.assertEqual(seen.title, "關稅上調")
        self.assertEqual(seen.lead, "導語：關稅")
        self.assertEqual(seen.description, "描述：關稅")
        self.assertIn("摘要：關稅", seen.excerpt_html)
        self.assertIn("關稅與", seen.body_html)
        self.assertEqual(seen.headings[0]["text"], "對沖基金")
        self.assertEqual(seen.headings[0]["id"], article.headings[0]["id"])
        self.assertEqual(seen.shown_language, "zh-Hant-TW")
        self.assertEqual(seen.language, "zh-Hans")

    def test_addresses_stay_to_the_byte(self) -> None:
        article = make_article(body="[见](https://x.example/关税?q=后)\n")
        written = Article.objects.get(pk=article.pk).body_html
        href = written.split('"')[1]
        self.assertIn(href, shown(article).body_html)

    def test_a_second_reader_waits_for_no_conversion(self) -> None:
        article = make_article(title="关税")
        shown(article)
        with patch.object(conversion_module, "convert_text") as convert:
            self.assertEqual(shown(article).title, "關稅")
        convert.assert_not_called()

    def test_stored_texts_cost_one_query_however_many(self) -> None:
        articles = [make_article(title=f"关税{n}") for n in range(5)]
        apply_variant(Article.objects.all(), Variant.TAIWAN, version())
        fresh = list(Article.objects.filter(pk__in=[a.pk for a in articles]))
        number = version()
        with self.assertNumQueries(1):
            apply_variant(fresh, Variant.TAIWAN, number)

    def test_its_own_variant_costs_nothing(self) -> None:
        article = make_article(title="关税")
        with self.assertNumQueries(0):
            apply_variant([article], Variant.CHINA, 1)

    def test_an_article_that_shows_a_variant_cannot_be_saved(self) -> None:
        article = make_article(title="关税")
        seen = shown(article)
        with self.assertRaises(TypeError):
            save(seen)
        self.assertEqual(Article.objects.get(pk=article.pk).title, "关税")

    def test_an_article_that_shows_another_version_cannot_be_saved(self) -> None:
        versions = [
            make_article(title=title, language=language, translation_key="k")
            for title, language in (("关税", "zh-Hans"), ("關稅", "zh-Hant-TW"))
        ]
        seen = Article.objects.get(pk=versions[0].pk)
        select_versions([seen], Variant.TAIWAN)
        self.assertEqual((seen.pk, seen.title), (versions[1].pk, "關稅"))
        with self.assertRaises(TypeError):
            save(seen)

    def test_a_busy_database_costs_the_reader_nothing(self) -> None:
        article = make_article(title="关税")
        busy = OperationalError("database is locked")
        with (
            patch.object(VariantText.objects, "bulk_create", side_effect=busy),
            self.assertLogs("articles.variants", "WARNING"),
        ):
            self.assertEqual(shown(article).title, "關稅")

    def test_an_edited_article_is_converted_anew(self) -> None:
        article = make_article(title="关税")
        shown(article)
        article.title = "税率"
        save(article)
        self.assertEqual(shown(article).title, "稅率")
        self.assertEqual(VariantText.objects.count(), 1)

    def test_an_article_that_did_not_change_keeps_its_texts(self) -> None:
        article = make_article(title="关税")
        text_digest = article.text_digest
        save(article)
        self.assertEqual(article.text_digest, text_digest)

    def test_marks_are_never_seen_in_any_variant(self) -> None:
        article = make_article(
            title="-{台积电}-",
            body="-{zh-hans:软件; zh-hant-tw:軟體; zh-hant-hk:軟件}-和`-{代码}-`\n",
        )
        for variant, expected in (
            (Variant.CHINA, "软件和"),
            (Variant.TAIWAN, "軟體和"),
            (Variant.HONG_KONG, "軟件和"),
        ):
            with self.subTest(variant):
                seen = shown(article, variant)
                self.assertEqual(seen.title, "台积电")
                self.assertIn(f"{expected}<code>-{{代码}}-</code>", seen.body_html)

    def test_a_text_in_another_script_than_declared_is_read_in_the_page_s(self) -> None:
        article = make_article(
            title="关税上调与“融漲”", body="關稅上調，市場對此並無準備。\n"
        )
        self.assertTrue(article.has_other_script)
        own = shown(article, Variant.CHINA)
        self.assertIn("关税上调，市场", own.body_html)
        self.assertEqual(own.title, "关税上调与“融漲”")
        seen = shown(article)
        self.assertIn("關稅上調，市場", seen.body_html)
        self.assertTrue(seen.title.startswith("關稅上調與"))

    def test_what_hides_from_the_other_script_stays_on_the_original_s_own_page(
        self,
    ) -> None:
        simplified, traditional = "美股“融涨”，对冲基金买入", "美股“融漲”，對沖基金買入"
        for language, own, written in (
            ("zh-Hans", Variant.CHINA, simplified.replace("涨", "漲")),
            ("zh-Hant-TW", Variant.TAIWAN, traditional.replace("漲", "涨")),
            ("zh-Hant-HK", Variant.HONG_KONG, traditional.replace("漲", "涨")),
        ):
            fields = {"title": written, "description": written, "body": written}
            article = make_article(language=language, **fields)
            for variant in (Variant.CHINA, Variant.TAIWAN, Variant.HONG_KONG):
                expected = simplified if variant is Variant.CHINA else traditional
                if variant is own:
                    expected = written
                elif variant is not Variant.CHINA:
                    expected = expected.replace("“", "「").replace("”", "」")
                with self.subTest(language, variant=variant):
                    seen = shown(article, variant)
                    self.assertEqual(seen.title, expected)
                    self.assertEqual(seen.description, expected)
                    self.assertIn(expected, seen.body_html)

    def test_an_original_stays_as_written_whatever_terms_and_style_say(self) -> None:
        save_term(Term(simplified="对冲", taiwan="避險", hong_kong="對沖"))
        title = "“對冲”與“对冲”：248伙最快下周上樓"
        for language, variant in (
            ("zh-Hant-HK", Variant.HONG_KONG),
            ("zh-Hant-TW", Variant.TAIWAN),
        ):
            with self.subTest(language):
                article = make_article(title=title, language=language, body="睇吓\n")
                self.assertFalse(article.has_other_script)
                self.assertEqual(shown(article, variant).title, title)
                self.assertIn("睇吓", shown(article, variant).body_html)

    def test_marks_are_resolved_in_an_original_that_mixes_scripts(self) -> None:
        article = make_article(title="騰訊、-{買}-与买入")
        self.assertEqual(shown(article, Variant.CHINA).title, "騰訊、買与买入")

    def test_what_hides_stays_elsewhere_where_a_term_says_so(self) -> None:
        save_term(Term(kind=TermKind.LEAVE_ALONE, simplified="腾讯"))
        article = make_article(title="腾讯與买入後", language="zh-Hant-HK")
        self.assertEqual(shown(article, Variant.TAIWAN).title, "腾讯與買入後")

    def test_a_heading_is_read_from_the_script_of_its_text(self) -> None:
        body = "## 杂项\n\n隨後市場發展迅速，關稅與匯率皆有變動，業績報告於週二公布。\n"
        article = make_article(title="業績與關稅", language="zh-Hant-TW", body=body)
        seen = shown(article, Variant.TAIWAN)
        self.assertEqual([h["text"] for h in seen.headings], ["杂项"])
        self.assertIn("杂项", seen.body_html)

    def test_an_english_title_with_a_hidden_character_stays_on_its_own_page(
        self,
    ) -> None:
        article = make_article(
            title='A "融涨" in stocks', language="zh-Hant-HK", body="資金入市。\n"
        )
        for variant, expected in (
            (Variant.CHINA, "融涨"),
            (Variant.TAIWAN, "融漲"),
            (Variant.HONG_KONG, "融涨"),
        ):
            with self.subTest(variant):
                self.assertEqual(
                    shown(article, variant).title, f'A "{expected}" in stocks'
                )

    def test_english_loses_its_marks_and_nothing_else(self) -> None:
        article = make_article(language="en", title="A -{B}- C", body="Text\n")
        seen = shown(article, Variant.ENGLISH)
        self.assertEqual((seen.title, seen.shown_language), ("A B C", "en"))


class RulesTests(TestCase):
    def term(self, *forms: str, **fields: object) -> Term:
        term = Term(**fields)
        term.simplified, term.taiwan, term.hong_kong = forms
        save_term(term)
        return term

    def test_a_new_term_shows_at_once_and_no_article_is_saved(self) -> None:
        article = make_article(title="软件公司")
        self.assertEqual(shown(article).title, "軟件公司")
        modified = Article.objects.get(pk=article.pk).modified_at
        self.term("软件", "軟體", "軟件")
        self.assertEqual(shown(article).title, "軟體公司")
        self.assertEqual(Article.objects.get(pk=article.pk).modified_at, modified)

    def test_an_articles_terms_go_before_its_categorys_and_the_sites(self) -> None:
        article = make_article(title="土豆", categories=["农业"])
        other = make_article(title="土豆", categories=["影视"])
        category = Category.objects.get(name="农业")
        self.term("土豆", "馬鈴薯", "薯仔")
        self.assertEqual(shown(article).title, "馬鈴薯")
        self.term("土豆", "洋芋", "薯仔", category=category)
        self.assertEqual([shown(a).title for a in (article, other)], ["洋芋", "馬鈴薯"])
        self.term("土豆", "土豆", "土豆", article=other, kind=TermKind.LEAVE_ALONE)
        self.assertEqual(shown(other).title, "土豆")

    def test_another_category_brings_its_terms(self) -> None:
        article = make_article(title="土豆")
        farming = Category.objects.create(name="农业", slug="farming")
        self.term("土豆", "洋芋", "薯仔", category=farming)
        self.assertEqual(shown(article).title, "土豆")
        with self.captureOnCommitCallbacks(execute=True):
            save(article, Labels([farming], [], []))
        self.assertEqual(shown(article).title, "洋芋")

    def test_an_override_goes_before_any_conversion(self) -> None:
        article = make_article(title="关税", lead="导语", summary="摘要")
        VariantOverride.objects.create(
            article=article,
            variant="zh-tw",
            fields={"title": "另題", "summary": "**另**摘"},
        )
        seen = shown(article)
        self.assertEqual((seen.title, seen.lead), ("另題", "導語"))
        self.assertIn("<strong>另</strong>摘", seen.excerpt_html)
        self.assertEqual(shown(article, Variant.HONG_KONG).title, "關稅")

    def test_marks_in_an_override_are_resolved_and_nothing_else(self) -> None:
        article = make_article(title="关税", lead="导语", summary="摘要")
        rule = "-{zh-hans:软件; zh-tw:軟體}-"
        VariantOverride.objects.create(
            article=article,
            variant="zh-tw",
            fields={
                "title": f"-{{后}}-关{rule}",
                "lead": rule,
                "summary": f"**-{{另}}-** {rule}",
            },
        )
        seen = shown(article)
        self.assertEqual((seen.title, seen.lead), ("后关軟體", "軟體"))
        self.assertEqual(seen.excerpt_html, "<p><strong>另</strong> 軟體</p>")
        self.assertNotIn("-{", seen.summary)

    def test_in_its_own_variant_an_article_says_its_own_words(self) -> None:
        article = make_article(title="-{税}-")
        VariantOverride.objects.create(
            article=article, variant="zh-cn", fields={"title": "另题"}
        )
        self.assertEqual(shown(article, Variant.CHINA).title, "税")

    def test_an_override_that_prints_nothing_leaves_the_converted_text(self) -> None:
        article = make_article(title="关税")
        VariantOverride.objects.create(
            article=article,
            variant="zh-tw",
            fields={"title": "-{H|zh-cn:甲;zh-tw:乙}-"},
        )
        self.assertEqual(shown(article).title, "關稅")

    def test_a_definition_counts_in_all_fields_and_in_the_body_from_its_place_on(
        self,
    ) -> None:
        seen = shown(
            make_article(
                title="里根",
                body="## 里根前\n\n里根-{H|zh-cn:里根;zh-tw:雷根}-里根\n\n## 里根后\n",
            )
        )
        self.assertEqual(seen.title, "雷根")
        self.assertIn("<p>里根雷根</p>", seen.body_html)
        texts = [heading["text"] for heading in seen.headings]
        self.assertEqual(texts, ["里根前", "雷根後"])
        self.assertIn(">里根前</h2>", seen.body_html)
        self.assertIn(">雷根後</h2>", seen.body_html)

    def test_a_choice_counts_while_its_sentence_stands(self) -> None:
        article = make_article(body="他在后台。\n")
        ConversionChoice.objects.create(
            article=article,
            variant="zh-tw",
            sentence="他在后台。",
            offset=2,
            printed="后",
        )
        self.assertIn("他在后台。", shown(article).body_html)
        article.body = "她在后台。\n"
        save(article)
        self.assertIn("她在後台。", shown(article).body_html)

    def test_stored_texts_can_be_forgotten(self) -> None:
        article = make_article(title="关税")
        shown(article)
        with self.captureOnCommitCallbacks(execute=True):
            forget_texts(article)
        self.assertFalse(VariantText.objects.exists())
