from __future__ import annotations

from unittest.mock import patch
from urllib.parse import quote

from django.test import TestCase

from tests.factories import hours_ago, make_article, make_draft
from tests.views.pages import one, open_page, words


class SearchResultsTests(TestCase):
    def titles(self, query: str, prefix: str = "zh-cn") -> list[str]:
        page = open_page(f"/{prefix}/search/?q={quote(query)}")
        return words(page, ".article-card__title")

    def test_all_words_must_stand_in_the_title(self) -> None:
        make_article(title="高盛看好美股", published_at=hours_ago(2))
        make_article(title="美股收跌")
        make_draft(title="美股机密")
        make_article(title="US 美股", language="en")
        self.assertEqual(self.titles("美股"), ["美股收跌", "高盛看好美股"])
        self.assertEqual(self.titles("美股 高盛"), ["高盛看好美股"])
        self.assertEqual(self.titles("us", "en"), ["US 美股"])

    def test_signs_of_the_database_are_plain_characters(self) -> None:
        make_article(title="涨 5% 之后")
        make_article(title="跌 5 点")
        self.assertEqual(self.titles("5%"), ["涨 5% 之后"])
        self.assertEqual(self.titles("_"), [])

    def test_ten_a_page_and_the_query_stays(self) -> None:
        for n in range(11):
            make_article(title=f"快讯{n}", published_at=hours_ago(n))
        page = open_page("/zh-cn/search/?q=快讯")
        following = str(one(page, ".pagination [rel=next]")["href"])
        self.assertEqual(
            words(open_page(following), ".article-card__title"), ["快讯10"]
        )
        open_page(following.replace("page=2", "page=3"), status=404)

    def test_a_common_word_is_cut_at_the_newest(self) -> None:
        for n in range(4):
            make_article(title="快讯", published_at=hours_ago(n))
        with patch("articles.views.search.MOST_HITS", 3):
            page = open_page("/zh-cn/search/?q=快讯")
        self.assertEqual(words(page, ".list-header__count"), ["最新的 3 篇文章"])

    def test_nothing_asked_and_nothing_found(self) -> None:
        page = open_page("/zh-cn/search/")
        self.assertEqual(len(page.select(".empty")), 1)
        page = open_page("/zh-cn/search/?q=<b>无")
        self.assertIn("<b>无", words(page, ".empty h2")[0])
        self.assertIn("noindex", one(page, "meta[name=robots]")["content"])

    def test_odd_input_is_no_error(self) -> None:
        odd = ["%00", "a%00b", "%ED%A0%80", "%FF", "x" * 10_000, "%25", "%27%22", "++"]
        for query in [*odd, "%F0%9F%93%88", "a+" * 500]:
            answer = self.client.get(f"/zh-cn/search/?q={query}")
            self.assertEqual(answer.status_code, 200, query[:20])
