"""No page but a search costs more than eight queries, whatever the archive holds."""

from __future__ import annotations

from typing import ClassVar

from django.test import TestCase

from articles.models import Article, MenuEntry, SiteSettings, Source, Tag
from articles.publishing import follow, refresh_menus
from tests.factories import (
    hours_ago,
    make_article,
    make_author,
    make_category,
    make_image,
    make_list_page,
    make_source,
)

ALL = ["search", "recent", "categories", "taglist", "social", "languages", "sidemenu"]


class QueryTests(TestCase):
    articles: ClassVar[list[Article]]
    source: ClassVar[Source]

    @classmethod
    def setUpTestData(cls) -> None:
        SiteSettings(
            widgets=ALL,
            toc=True,
            disclaimer="声明。",
            thumbnail_place="both",
            logo=make_image(),
            social_links=[{"title": "X", "url": "https://x.example/"}],
        ).save()
        cls.source = source = make_source("海岳", disclaimer="转载须注明。")
        cls.articles = [
            make_article(
                slug=f"s-{n}",
                published_at=hours_ago(n),
                categories=["美股", f"类{n % 3}"],
                tags=["高盛", f"标{n}", f"签{n}"],
                authors=["林岚", f"人{n}"],
                source=source,
                thumbnail=make_image(),
                translation_key=f"k{n}",
                body="## 一\n\n## 二\n",
            )
            for n in range(25)
        ]
        make_article(language="en", translation_key="k3")
        for n in (5, 6):
            follow(cls.articles[3], cls.articles[n])
        follow(cls.articles[1], cls.articles[3])
        make_list_page(body="**首页**")
        make_list_page("category", category=make_category("美股"), body="美股。")
        make_list_page("tag", tag=Tag.objects.get(name="高盛"), body="高盛。")
        make_list_page("author", author=make_author("林岚"), body="林岚。")
        for menu in ("main", "side", "footer"):
            MenuEntry.objects.create(menu=menu, article=cls.articles[4])
        refresh_menus()

    def assert_costs(self, expected: int, path: str) -> None:
        with self.assertNumQueries(expected):
            answer = self.client.get(path)
        self.assertEqual(answer.status_code, 200, path)

    def test_an_article_with_everything(self) -> None:
        # site, article, filings, bylines, tags, around, recent, counted labels
        self.assert_costs(8, "/zh-cn/articles/s-3/")

    def test_the_front_page(self) -> None:
        # site, listing with its own page, counted labels, sections, articles
        self.assert_costs(5, "/zh-cn/")
        # site, listing with its own page, page (articles, categories, bylines), recent, counted
        self.assert_costs(7, "/zh-cn/?page=3")

    def test_another_variant_that_somebody_read_before(self) -> None:
        # And for the cards, the latest and an article's neighbours: their nearest
        # versions and their stored texts. The article's own text is one query.
        for path, expected in (
            ("/zh-tw/", 5 + 2),
            ("/zh-tw/?page=3", 7 + 4),
            ("/zh-tw/categories/美股/", 7 + 4),
            ("/zh-hk/articles/s-3/", 8 + 5),
        ):
            self.client.get(path)
            self.assert_costs(expected, path)

    def test_every_list_of_a_label(self) -> None:
        for folder, name in (
            ("categories", "美股"),
            ("tags", "高盛"),
            ("authors", "林岚"),
            ("sources", self.source.slug),
        ):
            self.assert_costs(7, f"/zh-cn/{folder}/{name}/")
            self.assert_costs(7, f"/zh-cn/{folder}/{name}/?page=2")
            # site, labels, the index's own page, recent, counted labels
            has_page = folder != "sources"
            self.assert_costs(4 + has_page, f"/zh-cn/{folder}/")

    def test_a_search(self) -> None:
        self.client.get("/zh-cn/search/?q=报道")  # Terms are read once in a version.
        # site, index, hits, in titles, articles, bodies, names of filters; the other
        # language's index and hits; recent, counted labels
        self.assert_costs(11, "/zh-cn/search/?q=报道")
        # Where the best are too few for the page, two looser searches more.
        self.assert_costs(13, "/zh-cn/search/?q=报道&page=3")
        self.assert_costs(10, "/zh-cn/search/?q=报道&order=newest")
        self.assert_costs(10, "/zh-cn/search/?q=报道&order=newest&page=3")
        self.assert_costs(3, "/zh-cn/search/")

    def test_a_reader_s_report(self) -> None:
        path = "/zh-tw/articles/s-3/report/"
        self.client.get(path)
        # site, article, recent, counted labels, the title's and the latest's stored
        # texts, the latest's nearest versions
        self.assert_costs(7, path)
        # article, site, its stored text, article locked, same report, report; savepoint
        with self.assertNumQueries(6 + 2):
            self.client.post(path, {"passage": "一"})

    def test_small_answers_ask_nothing(self) -> None:
        self.assert_costs(0, "/healthz")
        self.assert_costs(1, "/robots.txt")
        self.assert_costs(0, "/accent/e22d30.css")
        with self.assertNumQueries(0):
            self.client.get("/")
