"""Every page of every variant, followed from link to link: one script on each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import fromstring

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from django.test import TestCase

from articles.choices import Variant
from articles.feeds import FORMATS
from articles.models import MenuEntry, SiteSettings
from articles.publishing import refresh_menus
from articles.variants.engine import misplaced
from tests.factories import (
    hours_ago,
    make_article,
    make_author,
    make_category,
    make_image,
    make_list_page,
    make_source,
)
from tests.views.feeds import HOST
from tests.views.pages import value

# What hides from the other script in the texts of each language. It is shown where it was
# written, and nowhere else.
HIDDEN = {"zh-Hans": "漲觀", "zh-Hant-TW": "涨观", "zh-Hant-HK": "钱亿"}
_FEEDS = {feed.content_type.partition(";")[0] for feed in FORMATS.values()}

_NOT_READ = {"script", "style", "code", "pre", "math", "svg"}
_READ = ("alt", "title", "aria-label", "placeholder", "content")


class CrawlTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        SiteSettings(
            name="财经时报",
            tagline="快讯与数据",
            copyright="财经时报传媒",
            disclaimer="本网站发布的内容仅供参考。",
            widgets=["search", "recent", "categories", "taglist", "social", "sidemenu"],
            social_links=[{"title": "微博号", "url": "https://weibo.example/"}],
            thumbnail_place="both",
            toc=True,
        ).save()
        markets, author = make_category("股市与汇率"), make_author("卢国强")
        markets.description = "关于市场的报道"
        markets.save()
        author.bio = "资深记者，关注**货币**。"
        author.save()
        source = make_source("华尔街见闻", disclaimer="转载请注明来源：华尔街见闻。")
        image = make_image()
        image.alt, image.caption, image.credit = "证券交易所", "图为交易所", "摄影记者"
        image.save()
        for n, language in enumerate(["zh-Hans", "zh-Hant-TW", "zh-Hant-HK"] * 5):
            is_simplified = language == "zh-Hans"
            hidden, also = list(HIDDEN[language])
            make_article(
                slug=f"s{n}",
                language=language,
                title=f"对冲基金买入，融{hidden}"
                if is_simplified
                else f"對沖基金買入，融{hidden}",
                lead="导语：关税" if is_simplified else "導語：關稅",
                body=(
                    f"## 关税\n\n## 汇率\n\n他在后台，{also}望。“头发”干净。[链接](https://a.example/关税)\n"
                    if is_simplified
                    else f"## 關稅\n\n## 匯率\n\n他在後臺，{also}望。「頭髮」。\n\n    关税 關稅\n"
                ),
                categories=["股市与汇率", "總體經濟"],
                tags=["美联储", "聯準會", "标普 500", "对冲与融漲"],
                authors=["卢国强"],
                source=source if n % 2 else None,
                thumbnail=image,
                published_at=hours_ago(n),
            )
        make_list_page(title="首页标题", body="欢迎阅读**财经时报**。")
        make_list_page(
            "category", category=markets, title="汇率专栏", body="关于汇率。"
        )
        MenuEntry.objects.create(label="财经标签", url="/tags/")
        MenuEntry.objects.create(label="侧边栏", url="/categories/", menu="side")
        refresh_menus()

    def pages(
        self, variant: Variant, skipping: str = "no such page"
    ) -> Iterator[tuple[str, Tag]]:
        """Each page that can be reached from the variant's front page, once."""
        start = f"/{variant}/"
        seen, waiting = {start}, [start]
        while waiting:
            path = waiting.pop()
            response = self.client.get(path)
            self.assertEqual(response.status_code, 200, path)
            page = BeautifulSoup(response.content, "html.parser")
            yield path, page
            for link in page.select("a[href]"):
                href = unquote(str(link["href"]).partition("#")[0])
                if href.startswith("?"):
                    href = path.partition("?")[0] + href
                is_page = href.startswith(start) and link.get("type") not in _FEEDS
                if is_page and href not in seen and skipping not in href:
                    seen.add(href)
                    waiting.append(href)

    def test_no_character_of_the_other_script_is_seen(self) -> None:
        for variant in (Variant.CHINA, Variant.TAIWAN, Variant.HONG_KONG):
            pages = dict(self.pages(variant))
            wrong = [
                (path, text)
                for path, page in pages.items()
                for text in _read_by_people(page, variant.language)
                if _strange(text, variant)
            ]
            self.assertEqual(wrong, [])
            self.assertGreater(len(pages), 20)

    def test_no_feed_says_a_word_in_the_other_script(self) -> None:
        for variant in (Variant.CHINA, Variant.TAIWAN, Variant.HONG_KONG):
            feeds = {
                str(link["href"]).removeprefix(HOST)
                for _path, page in self.pages(variant, skipping="/articles/")
                for link in page.select('link[rel="alternate"][type]')
            }
            self.assertGreater(len(feeds), 3 * 5)
            for path in feeds:
                answer = self.client.get(path)
                self.assertEqual(answer.status_code, 200, path)
                texts = [
                    text
                    for value in _values(answer)
                    for text in _read_by_people(_html(value), variant.language)
                ]
                wrong = [text for text in texts if _strange(text, variant)]
                self.assertEqual((path, wrong), (path, []))
                self.assertGreater(len(texts), 10)

    def test_every_address_in_a_sitemap_is_a_page_of_its_own(self) -> None:
        index, news = re.findall(
            r"^Sitemap: (.*)$", self.client.get("/robots.txt").text, re.MULTILINE
        )
        listed = [url for part in self.addresses(index) for url in self.addresses(part)]
        self.assertEqual(len(listed), len(set(listed)))
        self.assertLessEqual(set(self.addresses(news)), set(listed))
        for url in listed:
            answer = self.client.get(url.removeprefix(HOST))
            self.assertEqual(answer.status_code, 200, url)
            page = BeautifulSoup(answer.content, "html.parser")
            canonical = value(page, 'link[rel="canonical"]', "href")
            self.assertEqual(unquote(canonical), unquote(url))
            self.assertNotIn("noindex", value(page, 'meta[name="robots"]', "content"))
        for variant in (Variant.CHINA, Variant.TAIWAN, Variant.HONG_KONG):
            articles = [url for url in listed if f"/{variant}/articles/" in url]
            self.assertEqual(len(articles), 15)

    def test_the_news_have_their_titles_in_the_script_of_their_page(self) -> None:
        answer = self.client.get("/news-sitemap.xml")
        stories = re.findall(
            r"<loc>[^<]*?/(zh-..)/.*?<news:name>(.*?)</.*?<news:title>(.*?)</",
            answer.text,
            re.DOTALL,
        )
        self.assertEqual(len(stories), 45)
        for variant, name, title in stories:
            self.assertFalse(_strange(name + title, Variant(variant)), title)

    def addresses(self, sitemap: str) -> list[str]:
        answer = self.client.get(sitemap.removeprefix(HOST))
        self.assertEqual(answer.status_code, 200, sitemap)
        return re.findall(r"<loc>(.*?)</loc>", answer.text)


def _strange(text: str, variant: Variant) -> set[str]:
    """Return the characters of the other script that no original of the variant has."""
    found = {place.char for place in misplaced(text, variant.language)}
    return found.difference(HIDDEN[variant.language])


def _values(feed: Any) -> Iterator[str]:
    """Every text and attribute of a feed in XML, every value of one in JSON."""
    if "json" in feed["Content-Type"]:
        waiting = [json.loads(feed.content)]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                yield part
            elif part:
                waiting += part.values() if isinstance(part, dict) else part
    else:
        for element in fromstring(feed.content).iter():  # noqa: S314 – our own
            yield element.text or ""
            yield from element.attrib.values()


def _html(value: str) -> Tag:
    """A value of a feed, which may be HTML, plain text or an address."""
    return BeautifulSoup(f"<div>{value}</div>", "html.parser")


def _read_by_people(page: Tag, language: str) -> Iterator[str]:
    """The texts and attributes that are said to be in that language."""
    for text in page.find_all(string=True):
        # A comment or a doctype is a NavigableString of another class.
        if type(text) is NavigableString and _is_in(text, language) and text.strip():
            # Addresses are never converted.
            yield re.sub(r"https?://\S+", "", str(text))
    for tag in page.find_all(True):
        if _is_in(tag, language) and tag.get("property") != "og:url":
            yield from (str(tag[name]) for name in _READ if tag.get(name))


def _is_in(node: Tag | NavigableString, language: str) -> bool:
    around = [node, *node.parents] if isinstance(node, Tag) else list(node.parents)
    if any(tag.name in _NOT_READ for tag in around):
        return False
    convert_name = next((tag["lang"] for tag in around if tag.get("lang")), language)
    return convert_name == language
