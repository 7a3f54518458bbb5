from __future__ import annotations

import time
from typing import Any
from unittest.mock import patch

from django.test import SimpleTestCase, TestCase

from articles.choices import Variant
from articles.models import Article, MenuEntry, SiteSettings
from articles.pages import PageContext, PageKind, address
from articles.publishing import refresh_menus
from tests.factories import make_article
from tests.people import make_reporter
from tests.views.pages import open_page, panels, words
from tests.widgets.frames import frame


class MenuTests(TestCase):
    def labels(self, variant: Variant, **fields: Any) -> list[str]:
        entry = {"id": 1, "menu": "main", "label": "关于", "slug": "about"}
        entry |= {"variant": "zh-cn", "family": "zh", "language": "zh-Hans"}
        entry |= {"from": 0, "until": None}
        page = frame(variant, menus=[entry | fields])
        return [f"{link.label} {link.url}" for link in page.menu("main")]

    def test_an_article_under_the_reader_s_own_prefix(self) -> None:
        self.assertEqual(self.labels(Variant.TAIWAN), ["關於 /zh-tw/articles/about/"])

    def test_an_article_of_another_family_is_left_out(self) -> None:
        self.assertEqual(self.labels(Variant.ENGLISH), [])

    def test_an_article_is_drawn_in_its_time_alone(self) -> None:
        now = time.time()
        self.assertEqual(self.labels(Variant.CHINA, **{"from": now + 60}), [])
        self.assertEqual(self.labels(Variant.CHINA, until=now - 60), [])
        self.assertTrue(self.labels(Variant.CHINA, until=now + 60))

    def test_at_the_exact_moment_it_comes_or_goes(self) -> None:
        with patch("time.time", return_value=1_000.0):
            self.assertTrue(self.labels(Variant.CHINA, **{"from": 1_000.0}))
            self.assertEqual(self.labels(Variant.CHINA, until=1_000.0), [])

    def test_the_line_of_the_current_page(self) -> None:
        links = '<a href="/zh-cn/tags/"></a><a href="/zh-cn/"></a>'
        page = frame(path="/zh-cn/tags/")
        self.assertEqual(
            page.draw_shared("menu", lambda _bare: links),
            '<a href="/zh-cn/tags/" aria-current="page"></a><a href="/zh-cn/"></a>',
        )


class CopyrightTests(TestCase):
    def test_a_holder_in_chinese_is_named_on_chinese_pages_alone(self) -> None:
        names = {"name": "财经台", "name_en": "The Desk", "copyright": "财经传媒"}
        for variant, holder in (
            (Variant.TAIWAN, "財經傳媒"),
            (Variant.ENGLISH, "The Desk"),
        ):
            self.assertEqual(frame(variant, **names).copyright_holder, holder)
        latin = frame(Variant.ENGLISH, **names | {"copyright": "Caijing Media"})
        self.assertEqual(latin.copyright_holder, "Caijing Media")


class OwnAddressTests(TestCase):
    def test_a_page_of_the_site_is_read_in_the_variant_of_this_page(self) -> None:
        MenuEntry.objects.create(label="标签", url="/tags/?page=2")
        MenuEntry.objects.create(label="别处", url="/nowhere/")
        refresh_menus()
        page = frame(Variant.TAIWAN, menus=SiteSettings.current().menus)
        self.assertEqual(
            {link.label: link.url for link in page.main_menu},
            {"標籤": "/zh-tw/tags/?page=2", "別處": "/nowhere/"},
        )

    def test_a_line_may_be_for_one_family_of_readers(self) -> None:
        MenuEntry.objects.create(label="Tags", url="/tags/", language_group="en")
        refresh_menus()
        menus = SiteSettings.current().menus
        self.assertEqual(len(frame(Variant.ENGLISH, menus=menus).main_menu), 1)
        self.assertEqual(frame(Variant.CHINA, menus=menus).main_menu, [])


class SidebarTests(SimpleTestCase):
    def test_each_kind_of_page_has_its_side(self) -> None:
        site = SiteSettings(
            sidebar_home="none", sidebar_single="left", sidebar_list="right"
        )
        for kind, side in (("home", ""), ("single", "left"), ("list", "right")):
            page = PageContext(site=site, variant=Variant.CHINA, kind=PageKind(kind))
            self.assertEqual(page.sidebar, side)

    def test_an_article_s_choice_goes_before(self) -> None:
        page = frame()
        page.article = Article(sidebar="left", widgets=["social"])
        self.assertEqual(page.sidebar, "left")
        self.assertEqual(page.widget_names, ["social"])


class AddressTests(SimpleTestCase):
    def test_where_readers_of_a_variant_read_an_article(self) -> None:
        for language, variant, prefix in (
            ("zh-Hans", "zh-hk", "zh-hk"),
            ("zh-Hant-TW", "zh-cn", "zh-cn"),
            ("zh-Hant-TW", "en", "zh-tw"),
            ("en", "zh-cn", "en"),
            ("ja", "zh-tw", "zh-cn"),
        ):
            article = Article(slug="k", language=language)
            self.assertEqual(address(article, variant), f"/{prefix}/articles/k/")


class UnknownPanelTests(TestCase):
    def test_it_is_skipped_and_told_to_staff_alone(self) -> None:
        SiteSettings(widgets=["no-such", "search", "search"]).save()
        path = make_article().get_absolute_url()
        page = open_page(path)
        self.assertEqual(panels(page), ["search", "search"])
        self.assertFalse(page.select(".staff-warning"))

        self.client.force_login(make_reporter())
        page = open_page(path, self.client)
        self.assertIn("no-such", words(page, ".staff-warning")[0])
        answer = self.client.get(path)
        self.assertIn("no-store", answer["Cache-Control"])
