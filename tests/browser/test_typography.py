"""Lines, marks, tables and pictures of public pages as readers see them."""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.testing import StaticLiveServerTestCase
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from articles.images.storage import store_image
from articles.models import SiteSettings
from tests.browser.test_front_page import BROKEN_AT
from tests.factories import hours_ago, make_article
from tests.sample_images import png

TITLES = (
    "美联储意外降息0.5个百分点　市场押注年内再降两次",
    "午评：三大指数集体收跌 逾1,032只个股创年内新低",
    "上涨 50 个基点之后的债市：机构投资者如何应对利率波动",
    "央行开展1.2万亿元买断式逆回购操作维护年末流动性合理充裕",
)
NUMBERS = ("0.5个百分点", "逾1,032只个股", "50 个基点", "1.2万亿元")
HEADLINES = ".article__title, .related__list a, .pager__title, .article-card__title a"
LINES = """cell => {
    const text = document.createRange();
    text.selectNodeContents(cell);
    return new Set([...text.getClientRects()].map(it => Math.round(it.top / 6))).size;
}"""
TABLE = """
| 股票代码及名称 | 当周净买卖(亿美元) | 多空比 | 年初多空比 | 更新时间 | 规模 |
| --- | ---: | ---: | ---: | --- | --- |
| 半导体设备制造 | +28.6 | 1.94 | 1.71 | 11月30日 09:30 | 1,203.4 亿美元 |
"""
ACTS = (
    "button, .button, form, .share, .pager, .comments, .report-link, nav, .read-more, "
    ".layout__sidebar"
)
# How wide the first such mark of an element is, in its em.
WIDTH_OF = """(it, mark) => {
    const walker = document.createTreeWalker(it, NodeFilter.SHOW_TEXT), text = document.createRange();
    while (walker.nextNode()) {
        const at = walker.currentNode.data.indexOf(mark);
        if (at < 0) continue;
        text.setStart(walker.currentNode, at);
        text.setEnd(walker.currentNode, at + 1);
        const size = getComputedStyle(walker.currentNode.parentElement).fontSize;
        return text.getBoundingClientRect().width / parseFloat(size);
    }
}"""


@pytest.mark.browser
@pytest.mark.usefixtures("_browser_of_the_class")
class TypographyTests(StaticLiveServerTestCase):
    """A live server sees rows of other connections: these tests commit."""

    browser: ClassVar[Browser]

    def setUp(self) -> None:
        SiteSettings(name="财经新闻台", thumbnail_place="both").save()

    def open(self, path: str, width: int = 390, **context: Any) -> Page:
        viewport: Any = {"width": width, "height": 900}
        reader = self.browser.new_context(viewport=viewport, **context)
        self.addCleanup(reader.close)
        page = reader.new_page()
        page.goto(f"{self.live_server_url}{path}", wait_until="load")
        return page

    def test_no_headline_breaks_inside_a_number(self) -> None:
        for n, title in enumerate(TITLES):
            make_article(
                slug=f"s{n}",
                title=title,
                published_at=hours_ago(n),
                categories=["美股"],
            )
        inside = {word[n : n + 2] for word in NUMBERS for n in range(len(word) - 1)}
        for path in ("/zh-cn/", "/zh-tw/articles/s1/", "/zh-cn/articles/s2/"):
            page = self.open(path)
            for width in (320, 390, 820, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                wide = page.evaluate("document.documentElement.scrollWidth")
                self.assertLessEqual(wide, width, path)
                for headline in page.locator(HEADLINES).all():
                    broken = headline.evaluate(BROKEN_AT)
                    self.assertFalse(inside & {*broken}, (path, width, broken))

    def test_a_headline_breaks_where_its_editor_parted_it(self) -> None:
        parted = "央行意外降息　美股三大指数齐收高"
        make_article(slug="s", title=parted)
        page = self.open("/zh-cn/articles/s/")
        title = page.locator(".article__title")
        self.assertEqual(title.evaluate(BROKEN_AT), ["　美"])
        page.set_viewport_size({"width": 1440, "height": 900})
        self.assertEqual(title.evaluate(BROKEN_AT), [])
        self.assertEqual(title.inner_text(), parted)
        title.select_text()
        self.assertEqual(page.evaluate("`${getSelection()}`").strip(), parted)

    def test_marks_are_those_of_the_language(self) -> None:
        body = "他说：“降息”了……——<q lang='en'>‘so’</q>，McDonald’s如是说。"
        make_article(slug="s", body=body)
        make_article(slug="e", language="en", body="He said “so”. It’s over.")
        text = self.open("/zh-cn/articles/s/").locator(".prose p")
        own = [text.evaluate(WIDTH_OF, mark) for mark in "“”…—"]
        for latin, mark in (("q", "‘"), ("span", "’")):
            width = text.locator(latin).evaluate(WIDTH_OF, mark)
            self.assertLess(width, 0.6, mark)
        text.evaluate("it => { it.style.fontFamily = 'Noto Sans CJK SC' }")
        self.assertEqual([text.evaluate(WIDTH_OF, mark) for mark in "“”…—"], own)
        text = self.open("/en/articles/e/").locator(".prose p")
        for mark in "“”’":
            self.assertLess(text.evaluate(WIDTH_OF, mark), 0.6, mark)

    def test_a_wide_table_shows_that_it_scrolls_and_keeps_its_first_column(
        self,
    ) -> None:
        make_article(slug="s", body=TABLE)
        for scheme in ("light", "dark"):
            page = self.open("/zh-cn/articles/s/", color_scheme=scheme)
            box = page.get_by_role("group", name="表格")
            edges = [shade_of(box)]
            name = page.get_by_role("cell", name="半导体设备制造")
            self.assertEqual(name.evaluate(LINES), 1)
            for figure in box.locator("td").all()[1:]:
                self.assertEqual(figure.evaluate(LINES), 1)
            left = name.bounding_box()
            box.focus()
            box.evaluate("it => { it.scrollLeft = it.scrollWidth }")
            self.assertEqual(name.bounding_box(), left)
            edges.append(shade_of(box))
            self.assertGreater(edges[0], 10, scheme)
            self.assertLess(edges[1], 3, scheme)
            self.assertFalse(Axe().run(page).violations_count)

    def test_a_small_picture_keeps_its_size_and_stands_above_its_caption(self) -> None:
        image = store_image(png(420, 300))
        image.caption = "图为交易所"
        image.save()
        text = f'{{{{< figure src="{image.file.url}" caption="图" >}}}}'
        make_article(slug="s", thumbnail=image, body=text)
        for width in (320, 820, 1440):
            page = self.open("/zh-cn/articles/s/", width)
            for figure in page.locator(".article figure").all():
                picture = figure.locator("img").bounding_box()
                caption = figure.locator("figcaption").bounding_box()
                assert picture
                assert caption
                self.assertEqual(picture["x"], caption["x"])
                self.assertEqual(picture["width"], min(420, caption["width"]))
                shape = picture["width"] / picture["height"]
                self.assertAlmostEqual(shape, 420 / 300, delta=0.02)

    def test_the_latest_stories_beside_one_are_others(self) -> None:
        make_article(slug="s", title="这一篇")
        page = self.open("/zh-cn/articles/s/", 1440)
        panel = page.locator(".widget--recent")
        self.assertFalse(panel.is_visible())
        make_article(slug="t", title="另一篇")
        page = self.open("/zh-cn/articles/s/", 1440)
        self.assertEqual(panel_titles(page), ["另一篇"])

    def test_a_wide_screen_has_no_void_between_the_text_and_the_panels(self) -> None:
        make_article(slug="s")
        for side in ("right", "left"):
            SiteSettings.objects.update(sidebar_single=side)
            for width in (1024, 1280, 1440, 1920):
                page = self.open("/zh-cn/articles/s/", width)
                text, panels = (
                    page.locator(part).bounding_box()
                    for part in (".prose", ".layout__sidebar")
                )
                assert text
                assert panels
                first, second = sorted((text, panels), key=lambda box: box["x"])
                void = second["x"] - first["x"] - first["width"]
                self.assertLess(void, width / 10, (side, width))

    def test_nothing_is_printed_that_does_something(self) -> None:
        SiteSettings.objects.update(discussion_url="https://forum.example/{slug}")
        for n in range(3):
            make_article(
                slug=f"s{n}",
                body=f"{TABLE}\n\n{'正文。' * 500}",
                published_at=hours_ago(n),
                categories=["美股"],
            )
        for path in ("/zh-cn/articles/s1/", "/zh-cn/categories/美股/", "/zh-cn/none/"):
            page = self.open(path, 760)
            page.emulate_media(media="print")
            for acts in page.locator(ACTS).all():
                self.assertFalse(acts.is_visible(), f"{path} {acts}")
        page = self.open("/zh-cn/articles/s1/", 400)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        self.assertIn("/zh-cn/articles/s1/", page.locator(".print-note").inner_text())
        self.assertTrue(page.locator(".article__meta time").first.is_visible())
        overflow = page.locator(".table-box").evaluate(
            "it => getComputedStyle(it).overflow"
        )
        self.assertEqual(overflow, "visible")


def panel_titles(page: Page) -> list[str]:
    links = page.locator(".widget--recent a").all()
    return [link.inner_text() for link in links if link.is_visible()]


def shade_of(box: Locator) -> int:
    """Return how much the right edge of a table differs from what lies beside it."""
    with Image.open(BytesIO(box.screenshot())) as taken:
        row = taken.convert("L")
        y = row.height - 8
        edge, beside = (int(row.getpixel((row.width - n, y))) for n in (1, 40))  # type: ignore[arg-type]
        return abs(edge - beside)
