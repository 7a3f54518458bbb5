"""No page but a search costs more than eight queries, whatever the archive holds."""

from __future__ import annotations

from typing import Any, ClassVar
from unittest.mock import patch

from django.test import TestCase

from articles import serving
from articles.models import Article, MenuEntry, SiteSettings, Source, Tag
from articles.publishing import follow, refresh_menus
from articles.serving.version import ENVIRON_KEY
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

    def setUp(self) -> None:
        self.enterContext(patch("articles.shared_parts.MOST", 500))
        self.enterContext(patch("articles.views.front_page.PAGES_AHEAD", 0))
        # As the page cache says it to each request.
        self.version: dict[str, Any] = {ENVIRON_KEY: serving.read_version()}
        # What pages share is kept: the frame, the site's choices, what is counted.
        for variant in ("zh-cn", "zh-tw", "zh-hk"):
            for path in ("", "?page=2", "articles/s-3/", "categories/", "search/"):
                self.client.get(f"/{variant}/{path}", **self.version)

    def assert_costs(self, expected: int, path: str) -> None:
        with self.assertNumQueries(expected):
            answer = self.client.get(path, **self.version)
        self.assertEqual(answer.status_code, 200, path)

    def test_an_article_with_everything(self) -> None:
        # article, filings, bylines, around, related
        self.assert_costs(5, "/zh-cn/articles/s-3/")

    def test_the_front_page(self) -> None:
        # listing with its own page, sections, articles, how the lead's text begins
        self.assert_costs(4, "/zh-cn/")
        # listing with its own page, page (numbers, articles, categories, bylines)
        self.assert_costs(5, "/zh-cn/?page=2")

    def test_another_variant_that_somebody_read_before(self) -> None:
        # And for the cards and an article's neighbours: their nearest versions and their
        # stored texts. The article's own text is one query.
        for path, expected in (
            ("/zh-tw/", 4 + 2),
            ("/zh-tw/?page=2", 5 + 2),
            ("/zh-tw/categories/美股/", 5 + 2),
            ("/zh-hk/articles/s-3/", 5 + 3),
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
            self.assert_costs(5, f"/zh-cn/{folder}/{name}/")
            self.assert_costs(5, f"/zh-cn/{folder}/{name}/?page=2")
            # labels, the index's own page
            has_page = folder != "sources"
            self.assert_costs(1 + has_page, f"/zh-cn/{folder}/")

    def test_a_search(self) -> None:
        self.client.get("/zh-cn/search/?q=报道")  # Terms are read once in a version.
        # index, hits, in titles, articles, bodies, names of filters; the other
        # language's index and hits
        self.assert_costs(8, "/zh-cn/search/?q=报道")
        # Where the best are too few for the page, two looser searches more.
        self.assert_costs(10, "/zh-cn/search/?q=报道&page=3")
        self.assert_costs(7, "/zh-cn/search/?q=报道&order=newest")
        self.assert_costs(7, "/zh-cn/search/?q=报道&order=newest&page=3")
        self.assert_costs(0, "/zh-cn/search/")

    def test_a_reader_s_report(self) -> None:
        path = "/zh-tw/articles/s-3/report/"
        self.client.get(path)
        # article, the title's stored text
        self.assert_costs(2, path)
        # article, site, its stored text, article locked, same report, report; savepoint
        with self.assertNumQueries(6 + 2):
            self.client.post(path, {"passage": "一"})

    def test_small_answers_ask_nothing(self) -> None:
        self.assert_costs(0, "/healthz")
        self.assert_costs(1, "/robots.txt")
        self.assert_costs(0, "/accent/e22d30.css")
        with self.assertNumQueries(0):
            self.client.get("/")
