from __future__ import annotations

from urllib.parse import quote

from tests.factories import hours_ago, make_article, make_draft
from tests.views.feeds import FeedTestCase
from tests.views.pages import open_page


class SearchFeedTests(FeedTestCase):
    def test_it_has_the_newest_that_the_search_finds(self) -> None:
        make_article(title="旧关税", published_at=hours_ago(3))
        make_article(title="新关税", body="关税", tags=["美联储"])
        make_article(title="其他")
        make_draft(title="草稿关税")
        for ending in ("rss", "atom"):
            entries = self.entries(f"/zh-tw/search/feed.{ending}?q=關稅&order=best")
            self.assertEqual([entry.title for entry in entries], ["新關稅", "舊關稅"])
        items = self.items("/zh-cn/search/feed.json?q=tag:美联储")
        self.assertEqual([item["title"] for item in items], ["新关税"])
        self.assertEqual(self.entries("/zh-cn/search/feed.rss"), [])

    def test_the_page_of_a_search_names_its_feeds(self) -> None:
        make_article(title="关税")
        page = open_page("/zh-cn/search/?q=关税&order=newest")
        links = [
            str(link["href"]) for link in page.select("link[rel=alternate][title]")
        ]
        self.assertEqual(
            links[0].partition("/zh-cn/")[2], f"search/feed.rss?q={quote('关税')}"
        )
        self.assertEqual(len(links), 3)
        self.assertFalse(open_page("/zh-cn/search/").select("link[title]"))

    def test_odd_queries_are_no_error(self) -> None:
        for query in ("%00", "%ED%A0%80", '"', "x" * 10_000, "(*"):
            answer = self.client.get(f"/zh-cn/search/feed.rss?q={query}")
            self.assertEqual(answer.status_code, 200)
