"""Links in a text lead each reader to pages in the variant they read."""

from __future__ import annotations

from bs4 import BeautifulSoup

from articles.choices import Variant
from articles.models import Article, Author, SiteSettings
from articles.publishing import save
from tests.factories import make_article, make_source
from tests.test_link_targets import imported
from tests.views.feeds import HOST, FeedTestCase
from tests.views.pages import open_page

BODY = """[乙文](lkb.md) [港文]({{< ref "lkh.md" >}}) [栏目](/zh-cn/categories/宏观/)
[标签](/tags/美股/?page=2) [旧](/zh-cn/news/1/) [外](https://a.example/zh-cn/tags/)
[英文]({{< ref "lkb.md" lang="en" >}}) [台灣版]({{< ref "lkb.md" lang="zh-tw" >}})
[全址](http://127.0.0.1:8000/zh-cn/tags/)
"""
STAY = [
    *("/zh-cn/news/1/", "https://a.example/zh-cn/tags/", "/en/articles/lke/"),
    *("/zh-tw/articles/lkb/", f"{HOST}/zh-cn/tags/"),
]


def expected(variant: str) -> list[str]:
    """The addresses of the links of ``BODY`` for readers of a variant, in order."""
    return [
        f"/{variant}/articles/lkb/",
        f"/{variant}/articles/lkh/",
        f"/{variant}/categories/%E5%AE%8F%E8%A7%82/",
        f"/{variant}/tags/%E7%BE%8E%E8%82%A1/?page=2",
        *STAY,
    ]


def links(markup: object) -> list[str]:
    return [
        str(a["href"])
        for a in BeautifulSoup(str(markup), "html.parser").select("a[href]")
    ]


class ReaderLinkTests(FeedTestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        imported("content/lkb.md", slug="lkb", translation_key="b", status="draft")
        imported("content/lke.md", slug="lke", translation_key="b", language="en")
        hong_kong = {"slug": "lkh", "language": "zh-Hant-HK", "status": "draft"}
        imported("content/lkh.md", **hong_kong)
        article = imported("content/lka.md", slug="lka", categories=["文"])
        article.body = article.summary = BODY
        save(article)

    def test_a_page(self) -> None:
        for variant in ("zh-cn", "zh-tw", "zh-hk"):
            with self.subTest(variant):
                page = open_page(f"/{variant}/articles/lka/")
                (body,) = page.select("article .prose")
                self.assertEqual(links(body), expected(variant))

    def test_an_excerpt_in_lists(self) -> None:
        for variant in ("zh-cn", "zh-tw", "zh-hk"):
            with self.subTest(variant=variant):
                page = open_page(f"/{variant}/categories/文/")
                (excerpt,) = page.select(".article-card__summary")
                self.assertEqual(links(excerpt), expected(variant))

    def test_a_feed(self) -> None:
        for variant in ("zh-cn", "zh-tw", "zh-hk"):
            absolute = [
                link if link.startswith("http") else f"{HOST}{link}"
                for link in expected(variant)
            ]
            for ending in ("rss", "atom"):
                with self.subTest(variant, ending=ending):
                    (entry,) = self.entries(f"/{variant}/feed.{ending}")
                    self.assertEqual(links(entry.summary), absolute)
                    self.assertEqual(links(entry.content[0].value), absolute)
            (item,) = self.items(f"/{variant}/feed.json")
            self.assertEqual(links(item["content_html"]), absolute)

    def test_what_stands_around_a_text(self) -> None:
        link = "[款](/zh-cn/tags/a/)"
        source = make_source("通讯社", disclaimer=link)
        make_article(slug="d", source=source, authors=["林"])
        Author.objects.update(bio=link)
        site = SiteSettings.objects.get_or_create(pk=1)[0]
        site.authorbox = True
        site.save()
        page = open_page("/zh-tw/articles/d/")
        for place in (".disclaimer__text", ".authorbox__bio"):
            (text,) = page.select(place)
            self.assertEqual(links(text), ["/zh-tw/tags/a/"], place)

    def test_an_english_text_names_its_chinese_links_on_purpose(self) -> None:
        body = "[a](/zh-tw/tags/a/) [b](/tags/a/) [c](/en/tags/a/)"
        make_article(slug="e", language="en", body=body)
        (text,) = open_page("/en/articles/e/").select("article .prose")
        self.assertEqual(links(text), ["/zh-tw/tags/a/", "/en/tags/a/", "/en/tags/a/"])

    def test_what_is_stored_is_the_same_for_all(self) -> None:
        before = Article.objects.get(slug="lka").body_html
        for variant in Variant:
            self.client.get(f"/{variant}/articles/lka/")
        self.assertEqual(Article.objects.get(slug="lka").body_html, before)
        self.assertIn('href="/zh-cn/articles/lkb/"', before)
