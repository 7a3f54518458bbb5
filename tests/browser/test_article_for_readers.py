"""An article's page in a reader's browser: what it costs, what it gives, what it keeps."""

from __future__ import annotations

import gzip
import re
from tempfile import TemporaryDirectory
from typing import Any, ClassVar

import pytest
from django.core.management import call_command
from django.test import LiveServerTestCase, override_settings
from playwright.sync_api import Browser, Page, Response

from articles.models import SiteSettings
from tests.browser.test_reading import BODY, DESK, PHONE
from tests.factories import hours_ago, make_article, make_image, make_source

# What a page may cost, compressed and without its pictures.
MOST_BYTES = 40_000
MOST_REQUESTS = 4
LONG = "关税与汇率的变化牵动市场，投资者等待央行表态。" * 60
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "newsdesk.static_storage.JoinedStylesStorage"},
}


@pytest.mark.browser
@pytest.mark.usefixtures("_browser_of_the_class")
class ArticleTests(LiveServerTestCase):
    """A live server sees rows of other connections: these tests commit. It serves the
    static files as they are collected."""

    browser: ClassVar[Browser]

    @classmethod
    def setUpClass(cls) -> None:
        folder = cls.enterClassContext(TemporaryDirectory())
        settings = override_settings(STATIC_ROOT=folder, STORAGES=STORAGES)
        cls.enterClassContext(settings)
        call_command("collectstatic", interactive=False, verbosity=0)
        super().setUpClass()

    def setUp(self) -> None:
        SiteSettings(thumbnail_place="both", toc=True).save()
        source = make_source("海岳", disclaimer="转载须注明。", reuse="with-credit")
        source.terms_confirmed_at = hours_ago(0)
        source.save()
        for n in range(8):
            make_article(
                slug=f"s{n}",
                title=f"第{n}篇：央行一周与债市的三个变化",
                lead="同一个价位。",
                body=f"{LONG}\n\n![图](https://p.example/a.png)\n\n{BODY}\n\n{LONG}",
                published_at=hours_ago(n + 1),
                categories=["美股"],
                tags=["高盛", "标普 500"],
                authors=["林岚"],
                source=source,
                thumbnail=make_image() if n else None,
                thumbnail_url="https://p.example/b.jpg",
            )

    def open(self, path: str = "/zh-cn/articles/s3/", **context: Any) -> Page:
        self.answers: list[Response] = []
        self.problems: list[str] = []
        options: dict[str, Any] = {"viewport": DESK} | context
        reader = self.browser.new_context(**options)
        self.addCleanup(reader.close)
        page = reader.new_page()
        page.on("response", lambda answer: self.answers.append(answer))
        page.on("console", lambda message: self.problems.append(message.text))
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.goto(f"{self.live_server_url}{path}", wait_until="load")
        return page

    def test_what_a_page_costs(self) -> None:
        for viewport in (DESK, PHONE):
            page = self.open(viewport=viewport)
            sizes = {
                answer.url: len(gzip.compress(answer.body(), 6))
                for answer in self.answers
                if answer.request.resource_type != "image"
            }
            self.assertLessEqual(sum(sizes.values()), MOST_BYTES, sizes)
            blocking = page.evaluate(
                "performance.getEntriesByType('resource')"
                ".filter(entry => entry.renderBlockingStatus === 'blocking').length"
            )
            self.assertLessEqual(1 + blocking, MOST_REQUESTS)
            self.assertEqual(self.problems, [])

    def test_nothing_moves_while_it_loads(self) -> None:
        for viewport in (DESK, PHONE):
            page = self.open(viewport=viewport)
            page.mouse.wheel(0, 20_000)
            page.wait_for_timeout(300)
            moved = page.evaluate(
                "new Promise(found => new PerformanceObserver(list =>"
                " found(list.getEntries().reduce((sum, one) => sum + one.value, 0)))"
                ".observe({type: 'layout-shift', buffered: true})"
                " || setTimeout(() => found(0), 300))"
            )
            self.assertEqual(moved, 0)

    def test_its_html_has_no_runs_of_space(self) -> None:
        self.open()
        html = self.answers[0].text()
        for kept in ("pre", "textarea", "script"):
            html = re.sub(rf"<{kept}\b.*?</{kept}>", "<>", html, flags=re.DOTALL)
        self.assertEqual(re.findall(r"[ \t\r\n]{2,}.{0,40}", html), [])

    def test_pictures_of_other_sites_are_asked_for_by_nobody(self) -> None:
        ours = self.live_server_url.split("/")[2]
        for path in ("/zh-cn/articles/s0/", "/zh-cn/", "/zh-cn/categories/美股/"):
            page = self.open(path)
            page.mouse.wheel(0, 20_000)
            page.wait_for_timeout(200)
            hosts = {answer.url.split("/")[2] for answer in self.answers}
            self.assertEqual(hosts, {ours}, path)
            self.assertEqual(self.problems, [], path)

    def test_lines_are_at_most_40_em_and_items_of_the_line_stay_whole(self) -> None:
        SiteSettings.objects.update(sidebar_single="none")
        page = self.open(viewport={"width": 1920, "height": 900})
        prose = page.locator(".prose")
        em = prose.evaluate(
            "it => it.clientWidth / parseFloat(getComputedStyle(it).fontSize)"
        )
        self.assertLessEqual(em, 40)
        for width in (320, 390, 820):
            page.set_viewport_size({"width": width, "height": 800})
            heights = page.locator(".meta__item").evaluate_all(
                "items => items.map(item => item.getClientRects().length"
                " * Math.round(item.clientHeight / parseFloat(getComputedStyle(item).lineHeight)))"
            )
            self.assertEqual(set(heights), {1}, width)

    def test_every_link_around_the_text_is_large_enough_to_hit(self) -> None:
        small = """links => links.filter(link => link.checkVisibility())
            .map(link => [link.textContent, link.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24).map(([text]) => text)"""
        around = ".breadcrumb, .article__meta, .article__tags, .share, .related, .pager"
        for viewport in (DESK, PHONE):
            page = self.open(viewport=viewport)
            targets = page.locator(f":is({around}) :is(a, button, summary)")
            self.assertEqual(targets.evaluate_all(small), [])

    def test_a_phone_is_not_shown_what_the_header_leads_to(self) -> None:
        page = self.open(viewport=PHONE)
        for panel in (".widget--search", ".widget--recent"):
            self.assertFalse(page.locator(f".layout__sidebar {panel}").is_visible())
        self.assertFalse(page.locator(".share__code").is_visible())

    def test_a_copied_passage_names_its_source_and_a_short_one_does_not(self) -> None:
        page = self.open()
        copied = """(it, length) => {
            const text = it.firstChild;
            getSelection().setBaseAndExtent(text, 0, text, length);
            const event = new ClipboardEvent(
                "copy", {bubbles: true, cancelable: true, clipboardData: new DataTransfer()});
            it.dispatchEvent(event);
            return event.clipboardData.getData("text/plain");
        }"""
        passage = page.locator(".prose p").first
        text = passage.evaluate(copied, 100)
        self.assertTrue(text.startswith(LONG[:100]))
        self.assertIn("《第3篇：央行一周与债市的三个变化》", text)
        self.assertTrue(text.endswith("/zh-cn/articles/s3/"))
        self.assertEqual(passage.evaluate(copied, 10), "")

    def test_a_page_is_passed_on_without_anybody_else(self) -> None:
        page = self.open(permissions=["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="复制链接").click()
        page.get_by_role("button", name="已复制").wait_for()
        address = page.evaluate("navigator.clipboard.readText()")
        self.assertTrue(address.endswith("/zh-cn/articles/s3/"))
        page.locator(".share summary").click()
        code = page.locator(".share__panel img")
        code.evaluate("it => it.decode()")
        self.assertGreater(code.evaluate("it => it.naturalWidth"), 20)
        self.assertEqual(self.problems, [])

    def test_without_scripts_no_button_does_nothing(self) -> None:
        page = self.open(java_script_enabled=False)
        self.assertFalse(page.locator(".share button").first.is_visible())
        mail = page.get_by_role("link", name="邮件").get_attribute("href") or ""
        self.assertTrue(mail.startswith("mailto:?subject=%E7%AC%AC3"), mail)

    def test_on_paper_there_is_the_text_with_its_address_and_the_time(self) -> None:
        page = self.open()
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        for part in (
            *(".layout__sidebar", ".share", ".related", ".pager", ".article__tags"),
            *(".breadcrumb", ".main-menu", ".site-footer"),
        ):
            for found in page.locator(part).all():
                self.assertFalse(found.is_visible(), part)
        note = page.locator(".print-note").inner_text()
        self.assertIn("/zh-cn/articles/s3/", note)
        self.assertIn("打印于", note)
