"""An article's instruments as readers and programs see them."""

from __future__ import annotations

from typing import Any

from django.test import TestCase

from articles.models import Article
from articles.publishing import save_changes
from tests.factories import make_article, make_instrument
from tests.views.pages import graph, open_page


class InstrumentTests(TestCase):
    article: Article

    @classmethod
    def setUpTestData(cls) -> None:
        cls.article = make_article(slug="s")
        tencent = make_instrument("0700.HK", "腾讯控股", name_en="Tencent")
        index = make_instrument("INDEX:HSI", "恒生指数")
        save_changes(cls.article.pk, {"instruments": [tencent.pk, index.pk]})
        make_article(slug="e", language="en")

    def data(self, path: str) -> dict[str, Any]:
        return graph(open_page(path))["NewsArticle"]

    def test_the_page_names_them_in_order_in_the_reader_s_script(self) -> None:
        for path, names in (
            ("/zh-cn/articles/s/", ("腾讯控股", "恒生指数")),
            ("/zh-hk/articles/s/", ("騰訊控股", "恆生指數")),
        ):
            page = self.client.get(path).content.decode()
            at = [page.index(f">{name} <span") for name in names]
            self.assertEqual(at, sorted(at))
            self.assertIn(f'{path.replace("articles/s", "search")}?q=0700.HK"', page)

    def test_a_page_without_any_says_nothing_of_them(self) -> None:
        self.assertNotContains(self.client.get("/en/articles/e/"), "article__instrum")

    def test_a_reader_of_english_sees_their_english_names(self) -> None:
        article = Article.objects.get(slug="e")
        rows = self.article.article_instruments.values_list("instrument", flat=True)
        save_changes(article.pk, {"instruments": [*rows]})
        page = self.client.get("/en/articles/e/")
        self.assertContains(page, ">Tencent <span")
        self.assertContains(page, ">恒生指数 <span")

    def test_programs_read_companies_with_market_and_symbol(self) -> None:
        self.assertEqual(
            self.data("/zh-cn/articles/s/")["about"],
            [
                {
                    "@type": "Corporation",
                    "name": "腾讯控股",
                    "tickerSymbol": "XHKG 0700",
                },
                {"@type": "Thing", "name": "恒生指数", "alternateName": "HSI"},
            ],
        )
        self.assertNotIn("about", self.data("/en/articles/e/"))

    def test_partners_get_companies_with_symbols_and_others_as_subjects(self) -> None:
        answer = self.client.get("/zh-cn/articles/s.ninjs.json")
        document = answer.json()
        self.assertEqual(
            document["organisations"],
            [
                {
                    "name": "腾讯控股",
                    "rel": "about",
                    "symbols": [{"exchange": "XHKG", "symbol": "0700"}],
                }
            ],
        )
        self.assertEqual(
            document["subjects"], [{"name": "恒生指数", "literal": "INDEX:HSI"}]
        )

    def test_a_page_asks_no_query_for_them(self) -> None:
        self.client.get("/zh-cn/articles/s/")
        with self.assertNumQueries(8):
            self.client.get("/zh-cn/articles/s/")
