"""What the search page makes of words: names of several, and what may have been meant."""

from __future__ import annotations

from django.test import TestCase

from tests.factories import make_article, make_term
from tests.views.pages import one, open_page, words


class DidYouMeanTests(TestCase):
    def test_what_finds_nothing_proposes_what_does(self) -> None:
        make_article(title="美联储的决定", tags=["美联储"])
        page = open_page("/zh-tw/search/?q=美聯除")
        link = one(page, ".search-meant a")
        self.assertEqual(link.text, "美聯儲")
        self.assertEqual(len(open_page(str(link["href"])).select(".search-result")), 1)

    def test_what_finds_something_proposes_nothing(self) -> None:
        make_article(title="美联储的决定")
        page = open_page("/zh-cn/search/?q=美联储")
        self.assertFalse(page.select(".search-meant"))


class NameTests(TestCase):
    def test_a_name_of_several_words_is_found_and_marked_as_one(self) -> None:
        make_term("标普500", "標普500", "標普500", synonyms="S&P 500")
        make_article(title="标普500新高")
        page = open_page("/zh-cn/search/?q=S%26P+500")
        self.assertEqual(words(page, ".search-result mark"), ["标普500"])
