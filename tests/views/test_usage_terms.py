"""A source's terms, once confirmed, stand on pages, in feeds and in data for programs."""

from __future__ import annotations

import json
from typing import Any

from django.test import TestCase
from django.utils import timezone

from articles.choices import Reuse
from articles.models import Article, SiteSettings, Source
from tests.factories import hours_ago, make_article, make_source
from tests.people import make_chief
from tests.views.feeds import FeedTestCase
from tests.views.pages import graph, one, open_page, value, words

TERMS: dict[str, Any] = {
    "reuse": Reuse.PERMISSION,
    "contact": "rights@haiyue.example",
    "credit_line": "来源：海岳财经",
    "credit_url": "https://haiyue.example/",
    "allows_search_engines": False,
    "allows_answer_engines": False,
    "allows_training": False,
}


def make_confirmed_source(**fields: Any) -> Source:
    return make_source(terms_confirmed_at=timezone.now(), **fields)


def structured_data(path: str) -> dict[str, Any]:
    return graph(open_page(path))["NewsArticle"]


class PageTests(TestCase):
    def article(self, **terms: Any) -> Article:
        return make_article(slug="k", source=make_confirmed_source(**terms))

    def robots(self, **terms: Any) -> str:
        return value(
            open_page(self.article(**terms).get_absolute_url()),
            "meta[name=robots]",
            "content",
        )

    def test_terms_stand_under_the_source_in_the_script_of_the_page(self) -> None:
        self.article(**TERMS)
        page = open_page("/zh-tw/articles/k/")
        self.assertEqual(
            words(page, ".disclaimer__term"),
            [
                "轉載：轉載須經許可",
                "署名：來源：海岳財經",
                "聯絡：rights@haiyue.example",
                "機器使用：不得產生回答或摘要；不得用於訓練模型",
            ],
        )
        links = [a["href"] for a in page.select(".disclaimer__term a")]
        self.assertEqual(
            links, ["https://haiyue.example/", "mailto:rights@haiyue.example"]
        )

    def test_terms_that_nobody_confirmed_are_told_to_nobody(self) -> None:
        make_article(slug="k", source=make_source(disclaimer="声明。", **TERMS))
        page = open_page("/zh-cn/articles/k/")
        self.assertFalse(page.select(".disclaimer__term, meta[name=tdm-reservation]"))
        robots = value(page, "meta[name=robots]", "content")
        self.assertEqual(robots, "max-image-preview:large")
        data = structured_data("/zh-cn/articles/k/")
        self.assertFalse(
            {*data} & {"copyrightHolder", "copyrightNotice", "creditText", "usageInfo"}
        )

    def test_a_contact_of_several_is_no_link(self) -> None:
        article = self.article(contact="rights@haiyue.example, +86 10 1234 5678")
        page = open_page(article.get_absolute_url())
        self.assertFalse(page.select(".disclaimer__term a"))

    def test_robots_follow_the_terms(self) -> None:
        preview = "max-image-preview:large"
        for terms, rules in (
            ({}, preview),
            ({"allows_search_engines": True, "allows_training": True}, preview),
            ({"allows_search_engines": False}, "noindex, follow"),
            ({"allows_answer_engines": False}, f"nosnippet, noarchive, {preview}"),
            ({"allows_training": False}, f"nocache, {preview}"),
            (TERMS, "noindex, follow, nosnippet, noarchive"),
        ):
            with self.subTest(terms):
                self.assertEqual(self.robots(**terms), rules)
                Article.objects.all().delete()
                Source.objects.all().delete()

    def test_mining_is_reserved_where_training_is_refused(self) -> None:
        page = open_page(self.article(allows_training=False).get_absolute_url())
        self.assertEqual(value(page, "meta[name=tdm-reservation]", "content"), "1")


class SitemapTests(TestCase):
    def test_sitemaps_leave_out_what_search_engines_may_not_list(self) -> None:
        make_article(slug="refused", source=make_confirmed_source(**TERMS))
        make_article(slug="unconfirmed", source=make_source("乙", **TERMS))
        make_article(slug="own")
        self.assertEqual(
            {article.slug for article in Article.objects.for_search_engines()},
            {"unconfirmed", "own"},
        )
        for path in ("/sitemap-zh-cn-articles-1.xml", "/news-sitemap.xml"):
            listed = self.client.get(path).content.decode()
            self.assertIn("/own/", listed)
            self.assertNotIn("refused", listed)


class FeedTests(FeedTestCase):
    def test_feeds_carry_the_terms_in_words_and_as_data(self) -> None:
        source = make_confirmed_source(disclaimer="声明。", **TERMS)
        make_article(source=source)
        (rss,) = self.entries("/zh-tw/feed.rss")
        (atom,) = self.entries("/zh-tw/feed.atom")
        (item,) = self.items("/zh-tw/feed.json")
        self.assertEqual(rss.rights, atom.rights)
        for text in (
            "聲明。",
            "轉載須經許可",
            "來源：海岳財經 https://haiyue.example/",
        ):
            self.assertIn(text, rss.rights)
        self.assertIn("轉載須經許可", item["content_html"])
        self.assertEqual(
            item["_newsdesk"]["usage_terms"], TERMS | {"credit_line": "來源：海岳財經"}
        )

    def test_without_confirmed_terms_no_feed_speaks_of_any(self) -> None:
        make_article(source=make_source(**TERMS))
        for ending in ("rss", "atom", "json"):
            text = self.answer(f"/zh-cn/feed.{ending}").content.decode()
            self.assertNotIn("haiyue.example", text)
        (item,) = self.answer("/zh-cn/feed.json").json()["items"]
        self.assertNotIn("_newsdesk", item)


class StructuredDataTests(TestCase):
    def test_it_says_what_the_page_says(self) -> None:
        SiteSettings(name="台").save()
        source = make_confirmed_source(url="https://haiyue.example/", **TERMS)
        make_article(
            slug="k",
            title="后台运价",
            lead="导语。",
            published_at=hours_ago(5),
            modified_at=hours_ago(1),
            authors=["林岚"],
            categories=["美股"],
            tags=["运价"],
            source=source,
            source_url="https://haiyue.example/原文",
        )
        data = structured_data("/zh-tw/articles/k/")
        page = open_page("/zh-tw/articles/k/")
        self.assertEqual(data["@type"], "NewsArticle")
        self.assertEqual(data["headline"], one(page, "h1").get_text())
        self.assertEqual(data["inLanguage"], "zh-Hant-TW")
        self.assertEqual(
            data["mainEntityOfPage"], value(page, "link[rel=canonical]", "href")
        )
        published, changed = (
            time["datetime"] for time in page.select(".article__meta time")
        )
        self.assertEqual(
            (data["datePublished"], data["dateModified"]), (published, changed)
        )
        self.assertEqual([author["name"] for author in data["author"]], ["林嵐"])
        self.assertEqual(
            (data["articleSection"], data["keywords"]), (["美股"], ["運價"])
        )
        self.assertEqual(data["publisher"]["name"], "台")
        self.assertEqual(data["isBasedOn"], "https://haiyue.example/%E5%8E%9F%E6%96%87")
        self.assertEqual(
            data["copyrightHolder"],
            {
                "@type": "Organization",
                "name": "海岳財經",
                "url": "https://haiyue.example/",
            },
        )
        self.assertEqual(data["creditText"], "來源：海岳財經")
        self.assertIn("轉載須經許可", data["usageInfo"]["text"])

    def test_no_text_ends_its_element(self) -> None:
        title = "A</script><!--<script>&amp;\u2028"
        article = make_article(title=title, language="en")
        html = self.client.get(article.get_absolute_url()).content.decode()
        block = html.split('<script type="application/ld+json">')[1]
        block = block.split("</script>")[0]
        self.assertFalse({*"<>&\u2028"} & {*block})
        self.assertEqual(json.loads(block)["@graph"][0]["headline"], title)

    def test_an_original_that_is_no_web_address_is_left_out(self) -> None:
        article = make_article(source_url="javascript:alert(1)")
        self.assertNotIn("isBasedOn", structured_data(article.get_absolute_url()))

    def test_an_article_that_is_not_published_has_none(self) -> None:
        self.client.force_login(make_chief())
        article = make_article(published_at=hours_ago(-1))
        page = open_page(article.get_absolute_url(), self.client)
        self.assertFalse(page.select("script[type='application/ld+json']"))
