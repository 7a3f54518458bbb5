"""Every text that is taken from a body says the figures of the page."""

from __future__ import annotations

from urllib.parse import urlencode

from django.test import TestCase

from tests.factories import make_article, make_list_page
from tests.views.feeds import FeedTestCase
from tests.views.pages import one, open_page, words

BODY = (
    "利率~~3.25%~~3.5%，气温27~28℃，规模10<sup>9</sup>元，较<s>旧值77</s>新值88。\n\n"
    "## 10<sup>9</sup>与~~99~~100\n\n## 其他\n\n更多。"
)
SAID = "利率3.5%，气温27~28℃，规模10^9元，较新值88。更多。"
STRUCK = r"3\.25|旧值|99</"


class PageTests(TestCase):
    def test_descriptions_say_what_the_page_says(self) -> None:
        page = open_page(make_article(body=BODY).get_absolute_url())
        for name in ["name=description", "property='og:description'"]:
            self.assertEqual(one(page, f"meta[{name}]")["content"], SAID)
        self.assertEqual(words(page, ".prose del, .prose s"), ["3.25%", "旧值77", "99"])

    def test_a_description_cuts_no_figure(self) -> None:
        article = make_article(description="字" * 156 + "12,345.6万元。")
        page = open_page(article.get_absolute_url())
        said = one(page, "meta[name=description]")["content"]
        self.assertEqual(said, "字" * 156 + "…")

    def test_the_contents_say_what_the_heading_says(self) -> None:
        article = make_article(body=f"{BODY}\n\n## 又及\n", toc=True)
        page = open_page(article.get_absolute_url())
        self.assertEqual(words(page, ".contents a"), ["10^9与100", "其他", "又及"])

    def test_lists_say_what_the_page_says(self) -> None:
        make_article(body=BODY, categories=["文"])
        make_article(summary="升~~1%~~2%", categories=["文"])
        body = "升~~3%~~4%。\n\n<!--more-->\n\n后文。"
        make_article(body=body, categories=["文"])
        page = open_page("/zh-cn/categories/文/")
        shown = words(page, ".article-card__summary")
        self.assertEqual(shown, ["升4%。", "升2%", SAID])

    def test_a_page_has_one_h1(self) -> None:
        article = make_article(
            title="题", body="# 甲\n\n## 乙\n\n<h1>丙</h1>", toc=True
        )
        page = open_page(article.get_absolute_url())
        self.assertEqual(words(page, "h1"), ["题"])
        self.assertEqual(words(page, ".prose h2"), ["甲", "丙"])
        self.assertEqual(words(page, ".prose h3"), ["乙"])
        self.assertFalse(page.select(".contents"))  # One heading of level 2.
        make_list_page(title="台", body="# 甲")
        page = open_page("/zh-cn/")
        self.assertEqual(len(words(page, "h1")), 1)
        self.assertEqual(words(page, ".list-text h2"), ["甲"])


class SearchTests(TestCase):
    def found(self, query: str) -> list[str]:
        page = open_page(f"/zh-cn/search/?{urlencode({'q': query})}")
        return words(page, ".search-result__title")

    def test_what_is_struck_out_is_not_found(self) -> None:
        make_article(title="题", body=BODY)
        self.assertEqual(self.found("新值88"), ["题"])
        self.assertEqual(self.found("旧值77"), [])
        self.assertEqual(self.found('"3.25"'), [])

    def test_a_raised_figure_is_found_as_itself_alone(self) -> None:
        make_article(title="题", body=BODY)
        self.assertEqual(self.found("109"), [])
        self.assertEqual(self.found("10^9"), ["题"])


class FeedTests(FeedTestCase):
    def test_feeds_leave_out_what_is_struck_out(self) -> None:
        make_article(body=BODY, lead="导语")
        for ending in ("rss", "atom"):
            (entry,) = self.entries(f"/zh-cn/feed.{ending}")
            for text in (entry.summary, entry.content[0].value):
                self.assertIn("3.5%", text)
                self.assertNotRegex(text, STRUCK)
        (item,) = self.items("/zh-cn/feed.json")
        self.assertEqual(item["summary"], SAID)
        self.assertNotRegex(item["content_html"], STRUCK)
