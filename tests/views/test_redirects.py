"""Addresses of the legacy site still work."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.test import TestCase

from articles import listings
from articles.models import Article, Redirect, Tag
from tests.factories import hours_ago, make_article, make_draft


class OldAddressTests(TestCase):
    def test_an_old_address_leads_to_the_article(self) -> None:
        article = make_article(slug="832914")
        Redirect.objects.create(path="/zh-cn/news/haiyue/832914/", article=article)
        for path in (
            "/zh-cn/news/haiyue/832914/",
            "/zh-CN/news/haiyue/832914",
            "/zh-cn/news/haiyue/832914/index.html",
        ):
            with self.subTest(path):
                self.assertRedirects(
                    self.client.get(path),
                    article.get_absolute_url(),
                    status_code=301,
                    fetch_redirect_response=False,
                )

    def test_it_does_so_in_a_folder_that_this_site_has_too(self) -> None:
        article = make_article(slug="832914")
        for path in ("/articles/old/", "/tags/news/old/", "/search/old/"):
            Redirect.objects.create(path=path, article=article)
            with self.subTest(path):
                self.assertRedirects(
                    self.client.get(f"{path}?page=1"),
                    article.get_absolute_url(),
                    status_code=301,
                    fetch_redirect_response=False,
                )

    def test_no_old_address_replaces_the_front_page_or_an_index(self) -> None:
        article = make_article()
        for path in ("//", "/tags/"):
            Redirect.objects.create(path=path, article=article)
        self.assertEqual(self.client.get("/")["Location"], "/zh-cn/")
        self.assertEqual(self.client.get("/tags/")["Location"], "/zh-cn/tags/")

    def test_the_old_address_of_a_draft_is_not_found(self) -> None:
        Redirect.objects.create(path="/old/", article=make_draft())
        self.assertEqual(self.client.get("/old/").status_code, 404)


class OtherSpellingTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        for n in range(listings.COVERED):
            make_article(slug=f"s{n}", tags=["黃金", "FX168"], categories=["US Stocks"])
        make_article(slug="early", tags=["将来"], published_at=hours_ago(-1))
        moment = datetime(2025, 2, 14, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
        make_article(slug="valentine", published_at=moment)

    def leads(self, path: str) -> str:
        answer = self.client.get(path)
        self.assertEqual(answer.status_code, 301, path)
        target = str(answer["Location"])
        self.assertEqual(self.client.get(target).status_code, 200, (path, target))
        return unquote(target)

    def test_a_label_is_found_in_any_script_width_and_case(self) -> None:
        for path, target in {
            "/zh-cn/tags/黄金/": "/zh-cn/tags/黃金/",
            "/tags/黄金/": "/zh-cn/tags/黃金/",
            "/tags/FX168/": "/zh-cn/tags/fx168/",
            "/en/tags/ｆｘ１６８/": "/en/tags/fx168/",
            "/zh-tw/categories/US Stocks/": "/zh-tw/categories/us-stocks/",
            "/zh-tw/categories/US-Stocks/": "/zh-tw/categories/us-stocks/",
        }.items():
            self.assertEqual(self.leads(path), target)

    def test_a_variant_is_found_by_any_name_of_its_language(self) -> None:
        for name, variant in {
            "zh": "zh-cn", "zh-CN": "zh-cn", "zh-hans": "zh-cn", "zh_CN": "zh-cn",
            "zh-Hant": "zh-tw", "zh-TW": "zh-tw", "zh-Hant-HK": "zh-hk", "EN": "en",
        }.items():  # fmt: skip
            self.assertEqual(self.leads(f"/{name}/"), f"/{variant}/")
            self.assertEqual(self.leads(f"/{name}/tags/"), f"/{variant}/tags/")
        self.assertEqual(self.leads("/zh-CN/articles/s1/"), "/zh-cn/articles/s1/")
        self.assertEqual(self.leads("/zh-CN/search/?q=a"), "/zh-cn/search/?q=a")
        self.assertEqual(self.leads("/zh-cn/articles/"), "/zh-cn/archive/")

    def test_a_page_of_a_list_is_led_to_where_it_is_or_to_the_list(self) -> None:
        for path, target in {
            "/page/2/": "/zh-cn/?page=2",
            "/page/3/": "/zh-cn/",
            "/en/page/2/": "/en/",
            "/zh-cn/page/99/": "/zh-cn/",
            "/tags/fx168/page/2/": "/zh-cn/tags/fx168/?page=2",
            "/zh-cn/tags/FX168/page/5/": "/zh-cn/tags/fx168/",
            "/zh-cn/tags/page/2/": "/zh-cn/tags/",
        }.items():
            self.assertEqual(self.leads(path), target)

    def test_the_feeds_of_other_programs_are_ours(self) -> None:
        for name in ("feed", "feed/", "rss.xml", "index.xml", "feed.xml", "feed/rss2/"):
            self.assertEqual(self.leads(f"/{name}"), "/zh-cn/feed.rss")
            self.assertEqual(self.leads(f"/zh-tw/{name}"), "/zh-tw/feed.rss")
            self.assertEqual(
                self.leads(f"/tags/FX168/{name}"), "/zh-cn/tags/fx168/feed.rss"
            )
        self.assertEqual(self.leads("/atom.xml"), "/zh-cn/feed.atom")
        self.assertEqual(self.leads("/en/feed/atom/"), "/en/feed.atom")
        self.assertEqual(self.leads("/index.json"), "/zh-cn/feed.json")

    def test_days_months_and_years_lead_to_the_archive(self) -> None:
        for path in ("2025/", "2025/02/", "2025/2/14/", "archives/2025/02/14/"):
            self.assertIn("/zh-cn/archive/2025/", self.leads(f"/{path}"))
        self.assertEqual(
            self.client.get("/archive/2025/")["Location"], "/zh-cn/archive/2025/"
        )
        for path in ("/2024/", "/2025/02/15/", "/en/2025/02/", "/2025/02/31/"):
            self.assertEqual(self.client.get(path).status_code, 404, path)

    def test_nothing_gives_away_what_readers_may_not_know_of(self) -> None:
        tag = Tag.objects.get(name="将来")
        Redirect.objects.create(path="/topics/soon/", tag=tag)
        for path in (
            *("/tags/将来/", "/tags/將來/", "/zh-cn/tags/將來/", "/topics/soon/"),
            *("/topics/soon/index.xml", "/zh-CN/articles/early/", "/articles/early/"),
        ):
            self.assertEqual(self.client.get(path).status_code, 404, path)

    def test_an_unknown_address_is_no_address_of_the_front_page(self) -> None:
        for path in (
            "/nothing/",
            "/zh/nothing/",
            "/tags/nothing/",
            "/nothing/index.xml",
        ):
            self.assertEqual(self.client.get(path).status_code, 404, path)

    def test_what_is_stored_costs_one_query_and_another_spelling_two(self) -> None:
        Redirect.objects.create(path="/old/", article=Article.objects.get(slug="s1"))
        for path, queries in (("/old/", 1), ("/zh-cn/tags/黄金/feed/", 2)):
            with self.assertNumQueries(queries):
                self.client.get(path)
