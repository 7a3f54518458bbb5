from __future__ import annotations

from django.db import IntegrityError, transaction
from django.test import TestCase

from articles.choices import Status, Variant
from articles.models import ListPage
from tests.factories import make_category, make_list_page


class ShownInTests(TestCase):
    def titles(self, variant: Variant) -> list[str]:
        pages = ListPage.objects.shown_in(variant)
        return list(pages.values_list("title", flat=True))

    def test_readers_own_script_comes_first_and_no_language_last(self) -> None:
        for language in ("", "zh-Hans", "en", "zh-Hant-TW", "nl"):
            make_list_page(title=language or "any", language=language)
        self.assertEqual(self.titles(Variant.CHINA), ["zh-Hans", "zh-Hant-TW", "any"])
        self.assertEqual(
            self.titles(Variant.HONG_KONG), ["zh-Hant-TW", "zh-Hans", "any"]
        )
        self.assertEqual(self.titles(Variant.ENGLISH), ["en", "any"])

    def test_a_terms_page_comes_before_its_sections(self) -> None:
        category = make_category()
        make_list_page("section", category=category, title="folder")
        make_list_page("category", category=category, title="term")
        self.assertEqual(self.titles(Variant.CHINA), ["term", "folder"])

    def test_a_draft_is_not_shown(self) -> None:
        make_list_page(title="draft", status=Status.DRAFT)
        self.assertEqual(self.titles(Variant.CHINA), [])


class ListPageTests(TestCase):
    def test_a_terms_page_names_its_term_and_no_other(self) -> None:
        category = make_category()
        for kind, label in (
            ("category", None),
            ("tag", None),
            ("front", category),
            ("author", category),
        ):
            with (
                self.subTest(kind),
                self.assertRaises(IntegrityError),
                transaction.atomic(),
            ):
                make_list_page(kind, category=label)
        make_list_page("section")
        make_list_page("section", category=category)

    def test_it_is_called_by_its_title_else_by_its_list(self) -> None:
        category = make_category("债市")
        self.assertEqual(str(make_list_page("category", category=category)), "债市")
        self.assertEqual(str(make_list_page(title="首页")), "首页")

    def test_it_knows_where_readers_find_the_list(self) -> None:
        for page, url in (
            (make_list_page(), "/en/"),
            (make_list_page("tags"), "/en/tags/"),
            (
                make_list_page("category", category=make_category("fx")),
                "/en/categories/fx/",
            ),
            (make_list_page("section"), None),
        ):
            self.assertEqual(page.url_in("en"), url)
