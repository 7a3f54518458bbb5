from __future__ import annotations

from typing import Any, ClassVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from playwright.sync_api import Browser, Page

from articles import publishing
from articles.models import SiteSettings
from articles.variants.engine import unbroken_parts
from tests.factories import hours_ago, make_article, make_image
from tests.people import make_chief

PHONE = {"width": 390, "height": 664}
DESK = {"width": 1440, "height": 900}
HEADLINES = (
    "main .breaking a, main .article-card__title a, main .front__related a, "
    "main .wire__line a"
)
ON_THE_FIRST_SCREEN = """links => links.filter(link => {
    const box = link.getBoundingClientRect();
    return box.height > 0 && box.bottom <= innerHeight;
}).length"""
# The ends of a headline's lines: the two characters that each line break parts.
BROKEN_AT = """title => {
    const text = document.createRange(), parted = [];
    const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT);
    let before = null;
    while (walker.nextNode()) {
        const node = walker.currentNode;
        for (let n = 0; n < node.length; n++) {
            text.setStart(node, n);
            text.setEnd(node, n + 1);
            const top = text.getBoundingClientRect().top;
            if (before && top > before.top + 8) parted.push(before.char + node.data[n]);
            before = {top, char: node.data[n]};
        }
    }
    return parted;
}"""
TITLE = "央行开展三千亿元买断式逆回购操作维护年末流动性合理充裕"


@pytest.mark.browser
@pytest.mark.usefixtures("_browser_of_the_class")
class FrontPageTests(StaticLiveServerTestCase):
    """A live server sees rows of other connections: these tests commit."""

    browser: ClassVar[Browser]

    def setUp(self) -> None:
        SiteSettings(name="财经新闻台", tagline="市场与公司").save()
        chief = make_chief()
        made = [
            make_article(
                title=f"{TITLE}之{n}",
                lead="市场重新评估政策路径，短端利率下行最多。",
                published_at=hours_ago(n / 2),
                categories=[("美股", "债市", "港股", "宏观")[n % 4]],
                thumbnail=make_image(width=640, height=360) if n % 2 else None,
            )
            for n in range(40)
        ]
        for number, kind in (
            (1, "lead"),
            (7, "related"),
            (9, "related"),
            (0, "breaking"),
        ):
            publishing.pin(made[number], kind, ends_at=hours_ago(-5), by=chief)

    def open(self, **context: Any) -> Page:
        reader = self.browser.new_context(**context)
        self.addCleanup(reader.close)
        page = reader.new_page()
        page.goto(f"{self.live_server_url}/zh-cn/", wait_until="load")
        return page

    def test_many_headlines_stand_on_the_first_screen(self) -> None:
        for viewport, least in ((DESK, 12), (PHONE, 5)):
            page = self.open(viewport=viewport)
            count = page.locator(HEADLINES).evaluate_all(ON_THE_FIRST_SCREEN)
            self.assertGreaterEqual(count, least, viewport)

    def test_nothing_is_wider_than_the_screen_and_wide_ones_have_three_columns(
        self,
    ) -> None:
        for width in (320, 390, 620, 768, 820, 1280, 1400, 1920):
            page = self.open(viewport={"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            self.assertLessEqual(wide, width)
            columns = page.locator(".front").evaluate(
                "it => getComputedStyle(it).gridTemplateColumns.split(' ').length"
            )
            expected = 1 if width < 768 else 2 if width < 1400 else 3
            self.assertEqual(columns, expected, width)

    def test_a_phone_shows_the_lead_s_picture_across_the_screen_and_its_standfirst(
        self,
    ) -> None:
        page = self.open(viewport=PHONE)
        picture = page.locator(".article-card--lead img").bounding_box()
        assert picture is not None
        self.assertGreater(picture["width"], 0.9 * PHONE["width"])
        self.assertAlmostEqual(picture["width"] / picture["height"], 16 / 9, 1)
        lead = page.locator(".article-card--lead .article-card__lead").bounding_box()
        assert lead is not None
        self.assertGreater(lead["height"], 0)
        self.assertLess(lead["y"] + lead["height"], PHONE["height"])

    def test_the_wire_ends_with_what_stands_beside_it(self) -> None:
        for width in (820, 1440, 1920):
            page = self.open(viewport={"width": width, "height": 900})
            ends = page.locator(".front__wire, .front__sections").evaluate_all(
                "them => them.map(it => it.getBoundingClientRect().bottom)"
            )
            self.assertAlmostEqual(*ends, delta=1)

    def test_text_twice_as_large_gives_the_name_a_row_of_its_own(self) -> None:
        page = self.open(viewport=PHONE)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        name = page.locator(".site-header__name").bounding_box()
        search = page.locator(".site-header__search").bounding_box()
        assert name is not None
        assert search is not None
        self.assertGreaterEqual(search["y"], name["y"] + name["height"] - 1)
        wide = page.evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(wide, PHONE["width"])

    def test_no_headline_breaks_inside_a_word(self) -> None:
        words = unbroken_parts(TITLE)
        inside = {word[n : n + 2] for word in words for n in range(len(word) - 1)}
        for width in (320, 390, 820, 1440):
            page = self.open(viewport={"width": width, "height": 900})
            parted = 0
            for title in page.locator(HEADLINES).all():
                if title.is_visible():
                    broken = title.evaluate(BROKEN_AT)
                    self.assertFalse(inside & {*broken}, (width, broken))
                    parted += len(broken)
            self.assertGreater(parted, 5)

    def test_a_phone_shows_five_lines_of_the_wire_and_the_rest_on_demand(self) -> None:
        page = self.open(viewport=PHONE, java_script_enabled=False)
        lines = page.locator(".wire__line:visible")
        self.assertEqual(lines.count(), 5)
        page.locator(".wire__more a").click()
        self.assertGreater(lines.count(), 5)

    def test_everybody_can_read_it_in_light_and_dark(self) -> None:
        for scheme, viewport in (("light", DESK), ("dark", PHONE)):
            page = self.open(color_scheme=scheme, viewport=viewport)
            results = Axe().run(page)
            found = results.generate_report() if results.violations_count else ""
            self.assertFalse(found, scheme)
