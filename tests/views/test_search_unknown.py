"""A filter that means nothing never widens a search in silence."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from bs4 import Tag
from django.test import TestCase

from tests.factories import make_article
from tests.views.pages import one, open_page, value, words

ODD = ("odd", "0", "2025-13", "2025-00", "２０２５", "a%00", "\ud800", "x" * 10_000)


def look_for(prefix: str = "zh-cn", **parameters: str) -> Tag:
    sent = urlencode(parameters, errors="surrogatepass")
    return open_page(f"/{prefix}/search/?{sent}")


class UnknownFilterTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        make_article(title="关税", tags=["高盛"])

    def test_the_page_says_so_instead_of_showing_what_was_not_asked_for(self) -> None:
        for name in ("category", "tag", "source", "language", "period"):
            for given in ODD:
                with self.subTest(name, given=ascii(given[:9])):
                    page = look_for(q="关税", **{name: given})
                    self.assertEqual(words(page, ".empty h2"), ["未知的筛选条件"])
                    self.assertFalse(page.select(".search-result, .search-chip"))
                    self.assertLess(len(one(page, ".empty").get_text()), 200)

    def test_it_offers_the_search_without_it_and_keeps_the_rest(self) -> None:
        page = look_for(q="关税", tag="高盛", category="odd", period="2025-13")
        self.assertEqual(len(words(page, ".empty p")), 3)
        found = open_page("/zh-cn/search/" + value(page, ".empty a", "href"))
        self.assertEqual(words(found, ".search-result__title"), ["关税"])
        self.assertEqual(words(found, ".search-chip"), ["移除筛选： 高盛 ✕"])

    def test_readers_are_told_in_their_language(self) -> None:
        for prefix, heading, sentence in (
            ("zh-cn", "未知的筛选条件", "没有名为“odd<i>”的标签。"),
            ("zh-tw", "未知的篩選條件", "沒有名為「odd<i>」的標籤。"),
            ("en", "Unknown filter", "There is no tag “odd<i>” here."),
        ):
            page = look_for(prefix, tag="odd<i>")
            self.assertEqual(words(page, ".empty h2"), [heading])
            self.assertEqual(words(page, ".empty p")[0], sentence)

    def test_who_changes_the_script_or_the_words_is_told_again(self) -> None:
        page = look_for(q="关税", tag="odd")
        links = [str(link["href"]) for link in page.select("link[hreflang]")]
        for link in links:
            self.assertEqual(parse_qs(link.partition("?")[2])["tag"], ["odd"])
        self.assertTrue(links)
        hidden = one(page, ".search-head input[type=hidden]")
        self.assertEqual((hidden["name"], hidden["value"]), ("tag", "odd"))

    def test_no_page_of_it_and_no_feed_is_shown(self) -> None:
        self.assertFalse(look_for(q="关税", tag="odd").select("link[title]"))
        answer = self.client.get("/zh-cn/search/feed.rss?q=关税&tag=odd")
        self.assertEqual(answer.status_code, 404)
        page = look_for(q="关税", tag="odd", page="7")
        self.assertEqual(words(page, ".empty h2"), ["未知的筛选条件"])
