from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from playwright.sync_api import Browser, Locator, Page, expect

from articles.models import SiteSettings
from tests.factories import hours_ago, make_article

PHONE = {"width": 390, "height": 800}


@pytest.mark.browser
@pytest.mark.usefixtures("_browser_of_the_class")
class SearchSuggestionsTests(StaticLiveServerTestCase):
    """A live server sees rows of other connections: these tests commit."""

    browser: ClassVar[Browser]

    def setUp(self) -> None:
        SiteSettings(name="台", widgets=["search"]).save()
        for n in range(2):
            make_article(
                title=f"对冲基金第{n}周",
                slug=f"s{n}",
                tags=["对冲基金", "高盛"],
                published_at=hours_ago(n + 1),
            )

    def open(self, path: str = "/zh-tw/search/", **context: Any) -> Page:
        reader = self.browser.new_context(**context)
        self.addCleanup(reader.close)
        self.asked: list[str] = []
        self.problems: list[str] = []
        page = reader.new_page()
        page.on("console", lambda message: self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda sent: self.asked.append(sent.url))
        page.goto(f"{self.live_server_url}{path}", wait_until="load")
        return page

    def box(self, page: Page) -> Locator:
        return page.locator("main").get_by_role("combobox")

    def options(self, page: Page) -> Locator:
        return page.locator("main").get_by_role("option")

    def test_chinese_is_typed_and_a_suggestion_is_taken_by_keys(self) -> None:
        page = self.open()
        box = self.box(page)
        box.focus()
        page.keyboard.insert_text("对冲")
        options = self.options(page)
        expect(options).to_have_text(
            ["對沖基金 標籤", "對沖基金第0周 文章", "對沖基金第1周 文章"]
        )
        expect(box).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        expect(box).to_have_value("對沖基金第0周")
        active = box.get_attribute("aria-activedescendant")
        expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        expect(box).to_have_value("对冲")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Enter")
        page.wait_for_url("**/zh-tw/articles/s1/")
        self.assertEqual(self.problems, [])

    def test_escape_brings_back_what_was_typed_and_enter_searches(self) -> None:
        page = self.open()
        box = self.box(page)
        box.press_sequentially("高")
        expect(self.options(page)).to_have_count(1)
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Escape")
        expect(self.options(page)).to_have_count(0)
        expect(box).to_have_value("高")
        expect(box).to_have_attribute("aria-expanded", "false")
        page.keyboard.press("Enter")
        page.wait_for_url("**/zh-tw/search/?q=*")

    def test_a_click_takes_a_suggestion_and_leaving_closes_the_list(self) -> None:
        page = self.open("/zh-cn/none/", viewport=PHONE)
        self.box(page).clear()  # It holds the words of the address.
        self.box(page).press_sequentially("高盛")
        expect(self.options(page)).to_have_count(1)
        width = page.evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(width, PHONE["width"])
        self.box(page).blur()
        expect(self.options(page)).to_have_count(0)
        self.box(page).press("ArrowDown")
        self.options(page).first.click()
        page.wait_for_url("**/zh-cn/tags/**")

    def test_nothing_is_asked_while_an_input_method_composes(self) -> None:
        page = self.open()
        self.box(page).focus()
        page.clock.install()
        session = page.context.new_cdp_session(page)
        for pinyin in ("g", "ga", "gao"):
            session.send(
                "Input.imeSetComposition",
                {"text": pinyin, "selectionStart": 0, "selectionEnd": len(pinyin)},
            )
            page.clock.fast_forward(1000)
        self.assertEqual([url for url in self.asked if "/suggest/" in url], [])
        session.send("Input.insertText", {"text": "高"})
        page.clock.fast_forward(1000)
        expect(self.options(page)).to_have_count(1)
        self.assertEqual(len([url for url in self.asked if "/suggest/" in url]), 1)

    def test_fast_typing_asks_once(self) -> None:
        page = self.open()
        self.box(page).focus()
        # A clock that goes on by itself would be too fast for a busy machine.
        page.clock.install(time=0)
        page.clock.pause_at(datetime(2026, 1, 1, tzinfo=UTC))
        for char in "对冲基金":
            page.keyboard.insert_text(char)
            page.clock.run_for(100)
        page.clock.run_for(1000)
        expect(self.options(page)).to_have_count(3)
        self.assertEqual(len([url for url in self.asked if "/suggest/" in url]), 1)

    def test_everybody_can_read_the_list_in_light_and_dark(self) -> None:
        for scheme in ("light", "dark"):
            page = self.open(color_scheme=scheme)
            self.box(page).press_sequentially("对冲")
            expect(self.options(page)).to_have_count(3)
            page.keyboard.press("ArrowDown")
            results = Axe().run(page)
            found = results.generate_report() if results.violations_count else ""
            self.assertFalse(found, scheme)

    def test_without_scripts_the_browser_suggests_tags(self) -> None:
        page = self.open(java_script_enabled=False)
        box = page.locator("main [name=q]")
        self.assertIsNone(box.get_attribute("role"))
        self.assertEqual(box.get_attribute("list"), "nd-used-tags")
        page = self.open()
        self.assertIsNone(page.locator("main [name=q]").get_attribute("list"))
