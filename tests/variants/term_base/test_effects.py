"""Before a term is saved, an editor sees what readers would see."""

from __future__ import annotations

import re
from unittest.mock import patch

from django.test import SimpleTestCase, TestCase

from articles.choices import TermKind, Variant
from articles.models import Article, Category, Term, VariantOverride
from articles.variants.term_base import effects, effects as effects_of_change
from articles.variants.term_base.effects import Difference, sentences_with
from tests.factories import hours_ago, make_article, make_draft, make_term


def new(*forms: str, **fields: object) -> Term:
    simplified, taiwan, hong_kong = forms
    return Term(simplified=simplified, taiwan=taiwan, hong_kong=hong_kong, **fields)


def shown(difference: Difference) -> tuple[Variant, str, str]:
    return difference.variant, difference.before, difference.after


class EffectsTests(TestCase):
    def test_a_new_term_shows_each_sentence_before_and_after(self) -> None:
        article = make_article(title="快讯", body="先说别的。买软件公司！再说别的。\n")
        (effect,) = effects(None, new("软件", "軟體", "軟件")).articles
        self.assertEqual(effect.article, article)
        self.assertEqual(
            [shown(d) for d in effect.differences],
            [(Variant.TAIWAN, "買軟件公司！", "買軟體公司！")],
        )

    def test_title_lead_summary_description_and_body_are_searched(self) -> None:
        for name in ("title", "lead", "summary", "description", "body"):
            make_article(**{name: "软件"})
        found = effects(None, new("软件", "軟體", "軟件"))
        self.assertEqual((found.found, len(found.articles)), (5, 5))

    def test_a_form_is_found_across_broken_lines_emphasis_and_links(self) -> None:
        for body in (
            "这是金枪\n鱼罐头。\n",
            "> 这是金枪\n> 鱼罐头。\n",
            "这是**金枪**鱼罐头。\n",
            "这是[金](/a/)**枪**鱼罐头。\n",
        ):
            make_article(body=body)
        make_article(body="金属。枪炮与鱼。\n")
        found = effects(None, new("金枪鱼", "鮪魚", "吞拿魚"))
        self.assertEqual(found.found, 4)
        for effect in found.articles:
            (taiwan, *_) = effect.differences
            self.assertEqual(taiwan.after, "這是鮪魚罐頭。")
        self.assertEqual(len(found.articles), 4)

    def test_signs_of_patterns_and_of_html_in_a_form_are_text(self) -> None:
        make_article(body="买*A&B* (丁)。\n")
        found = effects(None, new("A&B (丁)", "甲", "甲"))
        self.assertEqual((found.found, len(found.articles)), (1, 1))

    def test_an_edited_term_is_compared_with_what_it_was(self) -> None:
        make_article(title="软件")
        term = make_term("软件", "軟體", "軟件")
        edited = Term.objects.get()
        edited.taiwan = "軟體程式"
        ((only,),) = [e.differences for e in effects(term, edited).articles]
        self.assertEqual(shown(only), (Variant.TAIWAN, "軟體", "軟體程式"))

    def test_a_form_that_is_given_up_counts_too(self) -> None:
        article = make_article(title="硬件")
        term = make_term("硬件", "硬體", "硬件")
        edited = Term.objects.get()
        edited.simplified = "五金"
        self.assertEqual([e.article for e in effects(term, edited).articles], [article])

    def test_a_term_that_changes_nothing_has_no_effect(self) -> None:
        make_article(title="关税")
        found = effects(None, new("关税", "關稅", "關稅"))
        self.assertEqual((found.found, found.articles), (1, []))

    def test_a_traditional_article_is_found_by_its_spelling(self) -> None:
        make_article(language="zh-Hant-HK", title="買軟件")
        (effect,) = effects(None, new("软件", "軟體", "軟件")).articles
        self.assertEqual(
            [shown(d) for d in effect.differences],
            [(Variant.TAIWAN, "買軟件", "買軟體")],
        )

    def test_only_published_chinese_articles_of_the_scope_count(self) -> None:
        inside = make_article(title="土豆", categories=["农业"])
        make_article(title="土豆")
        make_draft(title="土豆", categories=["农业"], published_at=hours_ago(1))
        make_article(title="土豆", categories=["农业"], language="en")
        category = Category.objects.get(name="农业")
        of_category = effects(None, new("土豆", "洋芋", "薯仔", category=category))
        of_article = effects(None, new("土豆", "洋芋", "薯仔", article=inside))
        for found in (of_category, of_article):
            self.assertEqual([e.article for e in found.articles], [inside])
            self.assertEqual(found.found, 1)

    def test_a_stronger_term_or_an_editors_own_words_leave_nothing_to_change(
        self,
    ) -> None:
        article = make_article(title="土豆")
        make_term("土豆", "洋芋", "洋芋", article=article)
        own = make_article(title="土豆价")
        for variant in ("zh-tw", "zh-hk"):
            VariantOverride.objects.create(
                article=own, variant=variant, fields={"title": "马铃薯"}
            )
        found = effects(None, new("土豆", "馬鈴薯", "薯仔"))
        self.assertEqual((found.found, found.articles), (2, []))

    def test_code_and_addresses_are_no_text(self) -> None:
        make_article(body="`软件`与[见](https://软件.example/)\n")
        found = effects(None, new("软件", "軟體", "軟件"))
        self.assertEqual((found.found, found.articles), (1, []))

    def test_a_title_in_another_script_is_read_in_that(self) -> None:
        make_article(language="zh-Hant-HK", title="里根买债券", body="買債券。\n")
        (effect,) = effects(None, new("里根", "雷根", "列根")).articles
        self.assertEqual(
            [shown(d) for d in effect.differences],
            [
                (Variant.TAIWAN, "里根買債券", "雷根買債券"),
                (Variant.HONG_KONG, "里根買債券", "列根買債券"),
            ],
        )

    def test_a_sentence_that_stands_twice_is_shown_once(self) -> None:
        make_article(title="买软件", lead="买软件", body="买软件\n")
        (effect,) = effects(None, new("软件", "軟體", "軟件")).articles
        self.assertEqual(len(effect.differences), 1)

    def test_a_term_left_alone_shows_what_stays(self) -> None:
        make_article(title="余承东")
        term = Term(simplified="余承东", kind=TermKind.LEAVE_ALONE)
        (effect,) = effects(None, term).articles
        self.assertEqual(shown(effect.differences[0])[2], "余承东")

    def test_only_the_first_sentences_are_shown_and_the_rest_counted(self) -> None:
        make_article(body="".join(f"软件第{n}。" for n in range(10)))
        (effect,) = effects(None, new("软件", "軟體", "軟件")).articles
        self.assertEqual((len(effect.differences), effect.more), (6, 4))

    def test_where_not_everything_was_searched_it_says_so(self) -> None:
        old, newer = make_article(title="软件一"), make_article(title="软件二")
        Article.objects.filter(pk=old.pk).update(published_at="2020-01-01T00:00:00Z")
        term = new("软件", "軟體", "軟件")
        self.assertTrue(effects(None, term).is_everything)
        with patch("articles.variants.term_base.effects.EXAMINED", 1):
            found = effects(None, term)
        self.assertFalse(found.is_everything)
        self.assertEqual([e.article for e in found.articles], [newer])

    def test_of_many_articles_the_newest_are_compared(self) -> None:
        for _ in range(3):
            make_article(title="软件")
        with patch("articles.variants.term_base.effects.COMPARED", 2):
            found = effects(None, new("软件", "軟體", "軟件"))
        self.assertEqual((found.found, found.compared, len(found.articles)), (3, 2, 2))

    def test_it_costs_the_same_however_many_articles(self) -> None:
        for n in range(5):
            make_article(title=f"软件{n}", categories=[f"类{n}"])
        term = new("软件", "軟體", "軟件")
        # Forms, whether there are more, the site, its rules (4), the other terms, the
        # style, articles, their categories, overrides and choices.
        with self.assertNumQueries(13):
            effects(None, term)

    def test_nothing_is_written(self) -> None:
        make_article(title="软件")
        effects_of_change(None, new("软件", "軟體", "軟件"))
        self.assertFalse(Term.objects.exists())


class SentenceTests(SimpleTestCase):
    def found(self, text: str) -> list[str]:
        return list(sentences_with(text, re.compile("软件")))

    def test_a_sentence_ends_with_its_marks(self) -> None:
        self.assertEqual(self.found("甲。“买软件！”乙。"), ["“买软件！”"])

    def test_a_mark_is_never_cut(self) -> None:
        text = "-{zh-hans:甲。; zh-hant:乙。}-软件"
        self.assertEqual(self.found(text), [text])

    def test_a_line_without_an_end_is_cut_around_the_form(self) -> None:
        (sentence,) = self.found("甲" * 5000 + "软件" + "乙" * 5000)
        self.assertEqual(sentence, f"…{'甲' * 100}软件{'乙' * 100}…")
