"""Every page of every variant, followed from link to link: one script on each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, ClassVar
from urllib.parse import quote, unquote, urljoin
from xml.etree.ElementTree import fromstring

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, TestCase

from articles.choices import CorrectionSeverity, Variant
from articles.feeds import FORMATS
from articles.models import Article, Image, MenuEntry, SiteSettings, Source
from articles.publishing import correct, refresh_menus
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
from tests.html_checker import html_errors
from tests.views.feeds import HOST
from tests.views.pages import value

# What hides from the other script in the texts of each language. It is shown where it was
# written, and nowhere else.
HIDDEN = {"zh-Hans": "漲觀", "zh-Hant-TW": "涨观", "zh-Hant-HK": "钱亿"}
_FEEDS = {feed.content_type.partition(";")[0] for feed in FORMATS.values()}

# What a browser asks for by itself, without a click.
_LOADED = (
    *(("img", "src"), ("script", "src"), ("iframe", "src"), ("source", "src")),
    *(("video", "src"), ("video", "poster"), ("audio", "src"), ("embed", "src")),
    *(("object", "data"), ("input", "src"), ("track", "src")),
    *(("link[rel=stylesheet]", "href"), ("link[rel=preload]", "href")),
    *(("link[rel=icon]", "href"), ("link[rel=manifest]", "href")),
)
_NOT_READ = {"script", "style", "code", "pre", "math", "svg"}
_READ = ("alt", "title", "aria-label", "placeholder", "content")


class CrawlTests(TestCase):
    crawled: ClassVar[dict[Variant, dict[str, Tag]]]
    sources: ClassVar[dict[str, bytes]] = {}

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
        cls.make_articles_in_each_script(source, image)
        cls.make_articles_with_pictures_elsewhere(source)
        correct(
            Article.objects.get(slug="s0"),
            CorrectionSeverity.CORRECTION,
            "初版把百分点写成了百分比。",
        )
        make_list_page(title="首页标题", body="欢迎阅读**财经时报**。")
        make_list_page(
            "category", category=markets, title="汇率专栏", body="关于汇率。"
        )
        MenuEntry.objects.create(label="财经标签", url="/tags/")
        MenuEntry.objects.create(label="侧边栏", url="/categories/", menu="side")
        refresh_menus()
        cls.crawled = {variant: cls.crawl(variant) for variant in Variant}

    @classmethod
    def make_articles_in_each_script(cls, source: Source, image: Image) -> None:
        for n, language in enumerate(["zh-Hans", "zh-Hant-TW", "zh-Hant-HK"] * 5):
            is_simplified = language == "zh-Hans"
            hidden, also = list(HIDDEN[language])
            make_article(
                slug=f"s{n}",
                language=language,
                title=f"对冲基金买入，融{hidden}"
                if is_simplified
                else f"對沖基金買入，融{hidden}",
                lead=f"导语{n}：关税" if is_simplified else f"導語{n}：關稅",
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

    @classmethod
    def make_articles_with_pictures_elsewhere(cls, source: Source) -> None:
        make_article(
            slug="elsewhere",
            title="图片在别处的报道",
            body="文。\n\n![图](https://p.example/a.jpg)\n\n![](https://p.example/b.png)",
            thumbnail_url="https://p.example/c.jpg",
            published_at=hours_ago(20),
            categories=["股市与汇率"],
        )
        make_article(
            slug="bonds",
            title="Bonds rise",
            language="en",
            body="Text, ![chart](https://p.example/a.jpg) and [more](/en/tags/).",
            published_at=hours_ago(21),
            categories=["Markets"],
            tags=["Bonds"],
            authors=["Ann Lee"],
            source=source,
        )

    @classmethod
    def crawl(cls, variant: Variant) -> dict[str, Tag]:
        """Read each page that can be reached from the variant's front page, once."""
        start = f"/{variant}/"
        found: dict[str, Tag] = {}
        waiting = {start}
        while waiting:
            path = waiting.pop()
            response = Client().get(path)
            assert response.status_code == 200, path
            cls.sources[path] = response.content
            found[path] = page = BeautifulSoup(response.content, "html.parser")
            for link in page.select("a[href]"):
                href = unquote(str(link["href"]).partition("#")[0])
                if href.startswith("?"):
                    href = path.partition("?")[0] + href
                is_page = href.startswith(start) and link.get("type") not in _FEEDS
                if is_page and href not in found:
                    waiting.add(href)
        return found

    @classmethod
    def everything(cls) -> Iterator[tuple[str, Tag]]:
        for pages in cls.crawled.values():
            yield from pages.items()

    def test_no_character_of_the_other_script_is_seen(self) -> None:
        for variant in (Variant.CHINA, Variant.TAIWAN, Variant.HONG_KONG):
            pages = self.crawled[variant]
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
                for path, page in self.crawled[variant].items()
                if "/articles/" not in path
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
            self.assertEqual(len(articles), 16)

    def test_the_news_have_their_titles_in_the_script_of_their_page(self) -> None:
        answer = self.client.get("/news-sitemap.xml")
        stories = re.findall(
            r"<loc>[^<]*?/(zh-..)/.*?<news:name>(.*?)</.*?<news:title>(.*?)</",
            answer.text,
            re.DOTALL,
        )
        self.assertEqual(len(stories), 48)
        for variant, name, title in stories:
            self.assertFalse(_strange(name + title, Variant(variant)), title)

    def test_every_link_of_ours_leads_somewhere(self) -> None:
        found: dict[str, str] = {}
        for path, page in self.everything():
            for element in page.select("[href], [src], [srcset], [action], [poster]"):
                for address in _addresses(element):
                    whole = urljoin(HOST + path, address.partition("#")[0])
                    if whole.startswith(f"{HOST}/"):
                        found.setdefault(whole.removeprefix(HOST), path)
        # These have answered already.
        for path, _page in self.everything():
            found.pop(quote(path, safe="/?=&%"), None)
        broken = {}
        for address, path in found.items():
            if address.startswith(settings.STATIC_URL):
                name = unquote(address.removeprefix(settings.STATIC_URL))
                is_there = bool(finders.find(name))
            else:
                is_there = Client().get(address, follow=True).status_code == 200
            if not is_there:
                broken[address] = path
        self.assertEqual(broken, {})
        self.assertGreater(len(found), 200)

    def test_no_page_loads_anything_from_elsewhere(self) -> None:
        for path, page in self.everything():
            loaded = [
                address
                for selector, name in _LOADED
                for element in page.select(f"{selector}[{name}]")
                for address in [str(element[name])]
                if not urljoin(HOST + path, address).startswith(("data:", f"{HOST}/"))
            ]
            loaded += [
                address
                for element in page.select("[srcset], [imagesrcset], [style]")
                for address in re.findall(r"https?://[^\s,)]+", str(element.attrs))
                if element.has_attr("srcset") and not address.startswith(f"{HOST}/")
            ]
            self.assertEqual((path, loaded), (path, []))

    def test_every_page_describes_itself(self) -> None:
        descriptions: dict[tuple[str, str], str] = {}
        for path, page in self.everything():
            self.assertEqual(len(page.select("h1")), 1, path)
            self.assertTrue(page.select("title")[0].get_text(strip=True), path)
            if page.select('meta[name="robots"][content*="noindex"]'):
                continue
            canonical = value(page, 'link[rel="canonical"]', "href")
            self.assertTrue(canonical.startswith(f"{HOST}/"), path)
            description = value(page, 'meta[name="description"]', "content")
            self.assertTrue(description.strip(), path)
            variant = path.split("/")[1]
            other = descriptions.setdefault((variant, description), canonical)
            self.assertEqual(other, canonical, description)

    def test_alternates_name_each_other(self) -> None:
        alternates = {
            HOST + path: _alternates(page) for path, page in self.everything()
        }
        self.assertGreater(sum(map(bool, alternates.values())), 50)
        for path, named in list(alternates.items()):
            for language, url in named:
                if url not in alternates and language != "x-default":
                    answer = Client().get(url.removeprefix(HOST))
                    page = BeautifulSoup(answer.content, "html.parser")
                    alternates[url] = _alternates(page)
                if language != "x-default":
                    self.assertEqual(alternates[url], named, f"{path} {url}")

    def test_the_checker_of_the_w3c_finds_no_error(self) -> None:
        paths = {}
        with TemporaryDirectory() as folder:
            for n, (path, html) in enumerate(self.sources.items()):
                paths[f"{n}.html"] = path
                Path(folder, f"{n}.html").write_bytes(html)
            errors = html_errors(Path(folder))
        self.assertEqual([(paths[name], error) for name, error in errors], [])

    def addresses(self, sitemap: str) -> list[str]:
        answer = self.client.get(sitemap.removeprefix(HOST))
        self.assertEqual(answer.status_code, 200, sitemap)
        return re.findall(r"<loc>(.*?)</loc>", answer.text)


def _alternates(page: Tag) -> set[tuple[str, str]]:
    """Return language and address of the versions that a page names."""
    links = page.select('link[rel="alternate"][hreflang]')
    return {(str(link["hreflang"]), unquote(str(link["href"]))) for link in links}


def _addresses(element: Tag) -> list[str]:
    """Return the addresses in an element's attributes, but of mail and the like."""
    found = [
        str(element[name])
        for name in ("href", "src", "action", "poster")
        if element.get(name)
    ]
    for candidate in str(element.get("srcset", "")).split(","):
        found += candidate.split()[:1]
    return found


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
