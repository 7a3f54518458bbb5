"""A category is called what readers of each region call it."""

from __future__ import annotations

from django.test import TestCase

from articles.choices import Variant
from articles.models import MenuEntry, SiteSettings
from articles.publishing import save_label, save_menu_entry
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

    def test_a_tag_of_that_name_is_only_converted(self) -> None:
        SiteSettings(widgets=["taglist"]).save()
        make_article(tags=["大宗商品"])
        self.assertEqual(
            self.shown("/", ".widget--taglist li"), ["大宗商品", "大宗商品", "大宗商品"]
        )

    def test_a_menu_calls_it_what_the_editor_typed(self) -> None:
        make_category("宏观")
        save_menu_entry(MenuEntry(label="宏观要闻", url="/categories/宏观/"))
        self.assertEqual(
            self.shown("/tags/", ".main-menu__link"),
            ["宏观要闻", "宏觀要聞", "宏觀要聞"],
        )

    def test_every_place_shows_it(self) -> None:
        SiteSettings(widgets=["categories"]).save()
        category = make_category("债市")
        category.name_hk = "債券"
        entry = MenuEntry(menu="main", label="债市", url="/categories/债市/")
        save_menu_entry(entry)
        save_label(category)
        make_article(slug="k", title="国债期货", categories=["债市"])
        expected = ["债市", "債市", "債券"]
        for path, selector in (
            ("/articles/k/", ".breadcrumb li"),
            ("/articles/k/", ".widget--categories li"),
            ("/categories/债市/", ".article-card [rel=category]"),
            ("/categories/债市/", "h1"),
            ("/categories/", ".label-list__name"),
            ("/categories/", ".main-menu__link"),
            ("/search/?q=国债", ".search-filter--category a span:first-child"),
        ):
            with self.subTest(path, place=selector):
                self.assertEqual(self.shown(path, selector), expected)
        chips = self.shown("/search/?q=国债&category=债市", ".search-chip")
        for variant, name, chip in zip(Variant, expected, chips, strict=False):
            self.assertIn(f" {name} ", chip)
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
