"""A category is called what readers of each region call it."""

from __future__ import annotations

from django.test import TestCase

from articles.choices import Variant
from articles.models import SiteSettings
from tests.factories import make_article, make_category
from tests.views.pages import open_page, words


class CategoryNameTests(TestCase):
    def shown(self, path: str, selector: str) -> list[str]:
        return [
            words(open_page(f"/{v}{path}"), selector)[-1] for v in list(Variant)[:3]
        ]

    def test_usual_names_are_known(self) -> None:
        for name, expected in (
            ("大宗商品", ["", "原物料", "商品"]),
            ("宏观", ["", "總經", "宏觀"]),
            ("债市", ["", "", ""]),
        ):
            category = make_category(name)
            found = [category.regional_name(variant) for variant in list(Variant)[:3]]
            self.assertEqual(found, expected)

    def test_an_editor_s_choice_goes_before(self) -> None:
        category = make_category("宏观")
        category.name_tw = "總體經濟"
        self.assertEqual(category.regional_name(Variant.TAIWAN), "總體經濟")
        self.assertEqual(category.regional_name(Variant.HONG_KONG), "宏觀")

    def test_every_place_shows_it(self) -> None:
        SiteSettings(widgets=["categories"]).save()
        category = make_category("债市")
        category.name_hk = "債券"
        category.save()
        make_article(slug="k", categories=["债市"])
        expected = ["债市", "債市", "債券"]
        for path, selector in (
            ("/articles/k/", ".breadcrumb li"),
            ("/articles/k/", ".widget--categories li"),
            ("/categories/债市/", ".article-card [rel=category]"),
            ("/categories/债市/", "h1"),
            ("/categories/", ".label-list__name"),
        ):
            with self.subTest(path, place=selector):
                self.assertEqual(self.shown(path, selector), expected)
        for variant, name in zip(Variant, expected, strict=False):
            self.assertContains(self.client.get(f"/{variant}/feed.json"), f'"{name}"')
            article = self.client.get(f"/{variant}/articles/k/").content.decode()
            for told in (
                f'"articleSection": ["{name}"]',
                f'"position": 2, "name": "{name}"',
                f'property="article:section" content="{name}"',
            ):
                self.assertIn(told, article)
            listed = self.client.get(f"/{variant}/categories/债市/").content.decode()
            self.assertIn(f'"@type": "Thing", "name": "{name}"', listed)
