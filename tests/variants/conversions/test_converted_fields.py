"""Whatever text ``Article.CONVERTED`` lists is converted, overridden, checked and found."""

from __future__ import annotations

from django.test import TestCase

from articles.choices import Variant
from articles.forms import OverrideForm
from articles.models import Article, SiteSettings, VariantOverride
from articles.publishing import save
from articles.variants.conversions import apply_variant, bad_marks, other_scripts
from tests.factories import make_article
from tests.search.drift import titles_with

# Neither stands on a page beside the title, so no search looks there.
NOT_SEARCHED = {"summary", "description"}


def seen_in_taiwan(article: Article, name: str) -> str:
    fresh = Article.objects.get(pk=article.pk)
    apply_variant([fresh], Variant.TAIWAN, SiteSettings.current().conversion_version)
    return str(getattr(fresh, name))


class ConvertedFieldsTests(TestCase):
    def test_each_is_converted(self) -> None:
        for name in Article.CONVERTED:
            with self.subTest(name):
                article = make_article(**{"title": "甲", name: "关税"})
                self.assertEqual(seen_in_taiwan(article, name), "關稅")

    def test_each_has_an_override_that_readers_see_and_find(self) -> None:
        for name in Article.CONVERTED:
            with self.subTest(name):
                article = make_article(**{"title": f"题{name}", name: f"关税{name}"})
                own = VariantOverride(variant="zh-tw", fields={name: "另寫-{的}-文"})
                save(article, overrides=[own])
                self.assertEqual(seen_in_taiwan(article, name), "另寫的文")
                found = article.title in titles_with("另写的文")
                self.assertEqual(found, name not in NOT_SEARCHED)

    def test_each_has_an_input_of_the_override_s_form(self) -> None:
        own = VariantOverride(variant="zh-tw", fields={"lead": "導"})
        form = OverrideForm(instance=own)
        self.assertEqual(list(form.fields), ["variant", *Article.CONVERTED])
        self.assertEqual(form["lead"].value(), "導")
        for name in Article.CONVERTED:
            form = OverrideForm({"variant": "zh-tw", name: "文\r\n字"}, instance=own)
            with self.subTest(name):
                self.assertTrue(form.is_valid())
                self.assertEqual(list(form.instance.fields), [name])

    def test_each_is_checked_and_its_override_too(self) -> None:
        for name in Article.CONVERTED:
            with self.subTest(name):
                article = make_article(**{"title": "甲", name: "-{关稅"})
                article.overrides.create(variant="zh-tw", fields={name: "}-关稅"})
                marks = [(b.field, str(b.override or "")) for b in bad_marks(article)]
                self.assertEqual(marks, [(name, ""), (name, "台灣正體")])
                scripts = [(o.field, o.characters) for o in other_scripts(article)]
                self.assertEqual(scripts, [(name, "稅"), (name, "关")])
