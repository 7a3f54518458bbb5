"""Readers pass an article on, and nobody else learns of it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from django.test import TestCase

from articles.choices import Reuse
from articles.publishing import kill
from tests.factories import hours_ago, make_article, make_draft, make_source
from tests.people import make_chief
from tests.views.pages import one, open_page, value, words

HOST = "http://127.0.0.1:8000"


class SharingTests(TestCase):
    def test_it_names_the_page_of_the_reader(self) -> None:
        make_article(slug="甲", title="油价 & “通胀”")
        for variant, title in (("zh-cn", "油价"), ("zh-hk", "油價")):
            page = open_page(f"/{variant}/articles/甲/")
            url = value(page, ".share", "data-url")
            self.assertEqual(url, f"{HOST}/{variant}/articles/%E7%94%B2/")
            mail = urlsplit(value(page, ".share a", "href"))
            self.assertEqual(mail.scheme, "mailto")
            said = parse_qs(mail.query)
            self.assertIn(title, said["subject"][0])
            self.assertTrue(said["body"][0].endswith(url))

    def test_a_draft_is_not_passed_on(self) -> None:
        self.client.force_login(make_chief())
        page = open_page(make_draft(slug="k").get_absolute_url(), self.client)
        self.assertFalse(page.select(".share"))

    def test_only_confirmed_terms_ask_for_a_credit(self) -> None:
        source = make_source("海岳", reuse=Reuse.WITH_CREDIT, credit_line="海岳财经")
        article = make_article(source=source, title="油价")
        page = open_page(article.get_absolute_url())
        self.assertNotIn("data-credit", one(page, ".share").attrs)
        source.terms_confirmed_at = hours_ago(0)
        source.save()
        page = open_page(f"/zh-tw/articles/{article.slug}/")
        credit = value(page, ".share", "data-credit")
        url = f"{HOST}/zh-tw/articles/{article.slug}/"
        self.assertEqual(credit, f"來源：海岳財經〈油價〉\n{url}")

    def test_the_code_of_a_page_is_drawn_here(self) -> None:
        article = make_article(slug="甲")
        with self.assertNumQueries(1):
            answer = self.client.get("/zh-hk/articles/甲/code.svg")
        self.assertEqual(answer["Content-Type"], "image/svg+xml")
        self.assertIn("max-age=", answer["Cache-Control"])
        self.assertContains(answer, "<svg")
        kill(article, reason="法院", notices={}, by=make_chief())
        self.assertIn(
            self.client.get("/zh-hk/articles/甲/code.svg").status_code, {404, 410}
        )

    def test_nothing_is_drawn_of_what_readers_may_not_see(self) -> None:
        make_draft(slug="k")
        for slug in ("k", "none"):
            answer = self.client.get(f"/zh-cn/articles/{slug}/code.svg")
            self.assertEqual(answer.status_code, 404)


class LineTests(TestCase):
    def test_its_items_are_labelled(self) -> None:
        article = make_article(
            published_at=hours_ago(1),
            authors=["林岚", "周屿"],
            source=make_source("海岳财经"),
            categories=["宏观", "美股"],
            body="字" * 1200,
        )
        page = open_page(article.get_absolute_url())
        items = words(page, ".meta__item")
        self.assertEqual(items[0], "作者 林岚、周屿")
        self.assertEqual(items[1], "来源 海岳财经")
        self.assertTrue(items[2].startswith("发布 "))
        self.assertEqual(items[3:], ["约3分钟", "分类 美股"])
        self.assertEqual(words(page, ".breadcrumb li"), ["首页", "宏观"])
        page = open_page(f"/zh-hk/articles/{article.slug}/")
        self.assertIn("閱讀約 3 分鐘", words(page, ".meta__item"))

    def test_a_change_tells_its_day_only_if_it_is_another(self) -> None:
        published = hours_ago(24 * 800).replace(hour=4, minute=0)
        changed = published.replace(minute=30)
        article = make_article(published_at=published, modified_at=changed)
        page = open_page(article.get_absolute_url())
        first, second = words(page, ".article__meta time")
        self.assertRegex(first, r"^20\d\d年\d+月\d+日 12:00$")
        self.assertEqual(second, "12:30")

    def test_a_change_before_the_publication_is_none(self) -> None:
        article = make_article(published_at=hours_ago(1), modified_at=hours_ago(9))
        page = open_page(article.get_absolute_url())
        self.assertEqual(len(page.select(".article__meta time")), 1)

    def test_english_readers_are_told_the_zone(self) -> None:
        article = make_article(language="en", published_at=hours_ago(1))
        page = open_page(article.get_absolute_url())
        self.assertTrue(words(page, ".meta__item")[0].endswith("Beijing time"))

    def test_tags_after_the_twelfth_wait_behind_a_fold(self) -> None:
        tags = [f"标签{n}" for n in range(14)]
        page = open_page(make_article(tags=tags).get_absolute_url())
        self.assertEqual(words(page, ".article__tags > ul a"), tags[:12])
        self.assertEqual(words(page, ".article__tags details a"), tags[12:])
        self.assertEqual(words(page, ".article__tags summary"), ["全部 14 个标签"])


class PolicyTests(TestCase):
    def test_readers_load_no_picture_from_elsewhere(self) -> None:
        policy = self.client.get("/zh-cn/")["Content-Security-Policy"]
        self.assertIn("img-src 'self' data:;", policy)

    def test_no_script_of_a_readers_page_makes_html_or_asks_for_a_camera(self) -> None:
        answer = self.client.get("/zh-cn/")
        policy = answer["Content-Security-Policy"]
        self.assertIn(
            "require-trusted-types-for 'script'; trusted-types 'none'", policy
        )
        self.assertIn("camera=()", answer["Permissions-Policy"])

    def test_stored_pictures_may_have_a_host_of_their_own(self) -> None:
        with self.settings(MEDIA_URL="https://cdn.example/media/"):
            self.client.handler.load_middleware()
            policy = self.client.get("/zh-cn/")["Content-Security-Policy"]
        self.assertIn("img-src 'self' data: https://cdn.example;", policy)

    def test_rising_figures_are_red_or_green_as_each_region_has_it(self) -> None:
        article = make_article(body="| 甲 |\n| --- |\n| +1% |\n")
        for variant, colour in (("zh-cn", "red"), ("zh-tw", "red"), ("zh-hk", "green")):
            page = open_page(f"/{variant}/articles/{article.slug}/")
            self.assertIn(f"rises-{colour}", one(page, "body")["class"])
            self.assertEqual(words(page, ".change--up"), ["+1%"])
