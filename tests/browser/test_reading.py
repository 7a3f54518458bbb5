from __future__ import annotations

from typing import Any, ClassVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from playwright.sync_api import Browser, Page

from articles.models import MenuEntry, ReaderReport, SiteSettings
from articles.publishing import refresh_menus
from tests.factories import hours_ago, make_article, make_image, make_source

PHONE = {"width": 390, "height": 800}
DESK = {"width": 1280, "height": 900}

BODY = """
导语之后是正文，附[链接](https://example.org/)。

## 汇市

| 板块 | 当周净买卖(亿美元) | 多空比 | 年初多空比 | 去年同期多空比 |
| --- | ---: | ---: | ---: | ---: |
| 半导体及设备 | +28.6 | 1.94 | 1.71 | 1.66 |

## 债市

```
一行很长的代码，一行很长的代码，一行很长的代码，一行很长的代码，一行很长的代码
```

> 引文。

> [!WARNING]
> 警告里有[链接](https://example.org/)与`代码`。

# 上一级的标题

> [!TIP]
> 提示。

https://example.org/a/very/long/address/that/never/ends/and/has/no/place/to/break/at/all
"""


@pytest.mark.browser
@pytest.mark.usefixtures("_browser_of_the_class")
class ReadingTests(StaticLiveServerTestCase):
    """A live server sees rows of other connections: these tests commit."""

    browser: ClassVar[Browser]

    def setUp(self) -> None:
        SiteSettings(
            name="台",
            tagline="市场与公司",
            widgets=["search", "recent", "categories", "taglist", "languages"],
            thumbnail_place="both",
            toc=True,
            discussion_url="https://forum.example/{slug}",
        ).save()
        for n in range(3):
            make_article(
                slug=f"s{n}",
                title=f"第{n}篇：央行一周与债市的三个变化",
                lead="同一个价位。",
                body=BODY,
                published_at=hours_ago(n),
                categories=["美股"],
                tags=["高盛", "标普 500"],
                authors=["林岚"],
                source=make_source(f"来源{n}", disclaimer="转载须注明。"),
                thumbnail=make_image(),
            )
        MenuEntry.objects.create(menu="main", label="关于", url="/zh-cn/tags/")
        refresh_menus()

    def open(self, path: str, **context: Any) -> Page:
        self.problems: list[str] = []
        self.hosts: set[str] = set()
        options: dict[str, Any] = {"viewport": DESK} | context
        reader = self.browser.new_context(**options)
        self.addCleanup(reader.close)
        page = reader.new_page()
        page.on("console", lambda message: self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self.hosts.add(request.url.split("/")[2]))
        page.goto(f"{self.live_server_url}{path}", wait_until="load")
        return page

    def test_the_menu_opens_on_a_phone_without_scripts(self) -> None:
        page = self.open("/zh-cn/", viewport=PHONE, java_script_enabled=False)
        link = page.locator(".main-menu__link")
        self.assertFalse(link.is_visible())
        page.locator(".menu-button").click()
        self.assertTrue(link.is_visible())
        page.locator(".main-menu__close").click()
        self.assertFalse(link.is_visible())
        page.locator(".menu-button").click()
        link.click()
        self.assertTrue(page.url.endswith("/zh-cn/tags/"))

    def test_the_menu_is_a_bar_on_a_desk(self) -> None:
        page = self.open("/zh-cn/")
        self.assertTrue(page.locator(".main-menu__link").is_visible())
        self.assertFalse(page.locator(".menu-button").is_visible())

    def test_nothing_is_wider_than_a_phone(self) -> None:
        for path in (
            *("/zh-cn/", "/zh-cn/articles/s1/", "/zh-cn/tags/", "/zh-cn/none/"),
            "/zh-tw/articles/s1/report/",
        ):
            page = self.open(path, viewport=PHONE)
            width = page.evaluate("document.documentElement.scrollWidth")
            self.assertLessEqual(width, PHONE["width"], path)

    def test_a_page_loads_nothing_from_elsewhere_and_complains_of_nothing(self) -> None:
        for path in ("/zh-cn/", "/zh-cn/articles/s1/", "/en/", "/zh-tw/search/?q=央行"):
            self.open(path)
            self.assertEqual(self.problems, [], path)
            self.assertEqual(self.hosts, {self.live_server_url.split("/")[2]})

    def test_everybody_can_read_it_in_light_and_dark(self) -> None:
        for path in (
            *("/zh-cn/", "/zh-tw/articles/s1/", "/zh-cn/tags/", "/zh-cn/none/"),
            "/zh-tw/articles/s1/report/",
        ):
            for scheme in ("light", "dark"):
                viewport = DESK if scheme == "light" else PHONE
                page = self.open(path, color_scheme=scheme, viewport=viewport)
                results = Axe().run(page)
                found = results.generate_report() if results.violations_count else ""
                self.assertFalse(found, f"{path} {scheme}")

    def test_the_switch_keeps_the_page_and_the_choice(self) -> None:
        page = self.open("/zh-cn/articles/s1/")
        page.get_by_role("navigation", name="语言与简繁").get_by_text(
            "香港繁體"
        ).click()
        self.assertTrue(page.url.endswith("/zh-hk/articles/s1/"))
        page.goto(self.live_server_url)
        self.assertTrue(page.url.endswith("/zh-hk/"))

    def test_switching_keeps_the_place_on_the_page(self) -> None:
        page = self.open("/zh-cn/articles/s1/", viewport={"width": 390, "height": 300})
        last = page.locator(".prose h2").last
        name = last.get_attribute("id")
        last.evaluate("heading => heading.scrollIntoView()")
        link = page.locator(".variant-switch a[data-keeps-place]").nth(1)
        link.evaluate("link => link.click()")
        page.wait_for_url("**/zh-tw/articles/s1/**")
        self.assertEqual(page.evaluate("decodeURIComponent(location.hash)"), f"#{name}")

    def test_switching_keeps_the_paragraph_of_a_text_without_headings(self) -> None:
        body = "\n\n".join(f"第{n}段" + "关税。" * 60 for n in range(20))
        make_article(slug="plain", body=body)
        page = self.open("/zh-cn/articles/plain/")
        top = "it => it.getBoundingClientRect().top"
        page.locator(".prose p").nth(11).evaluate("it => it.scrollIntoView()")
        link = page.locator(".variant-switch a[data-keeps-place]").nth(1)
        link.evaluate("link => link.click()")
        page.wait_for_url("**/zh-tw/articles/plain/")
        paragraph = page.locator(".prose p").nth(11)
        self.assertIn("第11段關稅", paragraph.inner_text())
        self.assertLess(abs(paragraph.evaluate(top)), 5)

    def test_who_goes_up_to_the_switch_comes_back_to_the_place(self) -> None:
        page = self.open("/zh-cn/", viewport={"width": 390, "height": 300})
        page.clock.install()
        page.goto(f"{self.live_server_url}/zh-cn/articles/s1/")
        # The page's own listener hears the scrolling first.
        page.locator(".prose h2").first.evaluate(
            "it => new Promise(heard => {"
            " addEventListener('scroll', heard, {once: true}); it.scrollIntoView(); })"
        )
        page.clock.fast_forward(4000)
        page.evaluate("scrollTo(0, 0)")
        page.locator(".variant-switch").get_by_text("香港繁體").click()
        page.wait_for_url("**/zh-hk/articles/s1/**")
        self.assertEqual(page.evaluate("decodeURIComponent(location.hash)"), "#汇市")

    def test_words_are_reported_without_scripts(self) -> None:
        page = self.open("/zh-tw/articles/s1/", java_script_enabled=False)
        page.locator(".report-link a").click()
        page.locator("[name=kind][value=wording]").check()
        page.locator("[name=passage]").fill("正文")
        page.locator(".report__form button").click()
        page.wait_for_url("**/?sent=1")
        page.locator(".report .button").click()
        self.assertTrue(page.url.endswith("/zh-tw/articles/s1/"))
        self.assertIn("正文", ReaderReport.objects.get().sentence)

    def test_what_is_selected_can_be_reported(self) -> None:
        page = self.open("/zh-tw/articles/s1/")
        button = page.locator(".report-button")
        self.assertFalse(button.is_visible())
        words = page.locator(".prose p").first
        select = (
            "it => getSelection().setBaseAndExtent(it.firstChild, 0, it.firstChild, 2)"
        )
        words.evaluate(select)
        button.wait_for(state="visible")
        page.locator(".prose").select_text()  # More than a report takes.
        button.wait_for(state="hidden")
        words.evaluate(select)
        button.wait_for(state="visible")
        button.click()
        page.wait_for_url("**/report/**")
        passage = page.locator("[name=passage]").input_value()
        self.assertEqual(passage, "導語")
        sentence = page.locator("[name=sentence]").input_value()
        self.assertEqual(sentence, "導語之後是正文，附鏈接。")
        page.locator(".report__form button").click()
        page.wait_for_url("**/?sent=1")
        self.assertEqual(ReaderReport.objects.get().passage, passage)

    def test_a_reader_with_the_keyboard_can_skip_to_the_content(self) -> None:
        page = self.open("/zh-cn/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        focused = page.evaluate("document.activeElement.id")
        self.assertEqual(focused, "nd-main")
