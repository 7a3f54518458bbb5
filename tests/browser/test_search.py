from __future__ import annotations

from typing import Any, ClassVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from playwright.sync_api import Browser, Page

from articles.models import SiteSettings
from tests.factories import hours_ago, make_article, make_source

PHONE = {"width": 390, "height": 800}
DESK = {"width": 1280, "height": 900}


@pytest.mark.browser
@pytest.mark.usefixtures("_browser_of_the_class")
class SearchTests(StaticLiveServerTestCase):
    """A live server sees rows of other connections: these tests commit."""

    browser: ClassVar[Browser]

    def setUp(self) -> None:
        SiteSettings(name="台", widgets=["search", "recent", "taglist"]).save()
        source = make_source("海岳财经", slug="haiyue")
        for n in range(12):
            make_article(
                title=f"快讯{n}：对冲基金买入",
                body="市场在等待美联储的下一步，对冲基金换了一只手。" * 20,
                tags=["高盛"] if n % 4 else ["债市"],
                categories=["美股"],
                source=source,
                published_at=hours_ago(30 * n + 1),
            )
        make_article(title="债市", body="对冲基金。", published_at=hours_ago(0.5))
        make_article(title="Hedge funds", body="对冲基金", language="en")

    def open(self, path: str, **context: Any) -> Page:
        options: dict[str, Any] = {"viewport": DESK} | context
        reader = self.browser.new_context(**options)
        self.addCleanup(reader.close)
        page = reader.new_page()
        page.goto(f"{self.live_server_url}{path}", wait_until="load")
        return page

    def first(self, page: Page) -> str:
        return page.locator(".search-result__title").first.inner_text()

    def test_a_reader_searches_filters_sorts_and_pages_without_scripts(self) -> None:
        for viewport in (DESK, PHONE):
            page = self.open("/zh-cn/", viewport=viewport, java_script_enabled=False)
            page.locator(".site-header__search").click()
            field = page.locator(".search-head input[name=q]")
            field.fill("對沖基金")
            field.press("Enter")
            self.assertEqual(self.first(page), "快讯0：对冲基金买入")
            page.locator(".search-bar__orders a:not([aria-current])").click()
            self.assertEqual(self.first(page), "债市")
            menu = page.locator(".search-filter--tag")
            link = menu.locator("a", has_text="高盛")
            self.assertFalse(link.is_visible())
            menu.locator("summary").click()
            link.click()
            self.assertEqual(self.first(page), "快讯1：对冲基金买入")
            self.assertEqual(page.locator(".search-result").count(), 9)
            page.locator(".search-chip").click()
            page.locator(".pagination [rel=next]").click()
            self.assertEqual(page.locator(".search-result").count(), 3)
            self.assertIn("order=newest", page.url)
            page.locator(".pagination [rel=prev]").click()
            page.locator(".search-result a").first.click()
            self.assertIn("/zh-cn/articles/", page.url)

    def test_filters_open_by_keyboard_one_at_a_time(self) -> None:
        page = self.open("/zh-cn/search/?q=基金")
        page.locator(".search-head .search-form__button").focus()
        for _ in range(2):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        opened = page.locator(".search-filter[open]")
        self.assertIn("高盛", opened.inner_text())
        page.locator(".search-filter--source summary").press("Space")
        self.assertEqual(opened.count(), 1)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**source=haiyue*")

    def test_what_may_have_been_meant_stands_below_what_was_not_found(self) -> None:
        for viewport in (DESK, PHONE):
            page = self.open("/zh-cn/search/?q=高圣", viewport=viewport)
            heading = page.locator(".empty h2").bounding_box()
            proposal = page.locator(".search-meant").bounding_box()
            assert heading is not None
            assert proposal is not None
            below = proposal["y"] - heading["y"] - heading["height"]
            self.assertLess(abs(below), 60)

    def test_nothing_is_wider_than_a_phone(self) -> None:
        page = self.open("/zh-cn/search/?q=基金&tag=高盛", viewport=PHONE)
        for menu in page.locator(".search-filter summary").all():
            menu.click()
            width = page.evaluate("document.documentElement.scrollWidth")
            self.assertLessEqual(width, PHONE["width"])

    def test_everybody_can_read_it_in_light_and_dark(self) -> None:
        for path in (
            "/zh-cn/search/",
            "/zh-tw/search/?q=基金&category=美股&period=year",
            "/en/search/?q=none",
        ):
            for scheme in ("light", "dark"):
                viewport = DESK if scheme == "light" else PHONE
                page = self.open(path, color_scheme=scheme, viewport=viewport)
                for menu in page.locator(".search-filter--tag summary").all():
                    menu.click()
                results = Axe().run(page)
                found = results.generate_report() if results.violations_count else ""
                self.assertFalse(found, f"{path} {scheme}")
