"""A killed article answers 410 in every variant, and nothing leads to it any more."""

from __future__ import annotations

from typing import Any

from django.test import TestCase

from articles.choices import Status
from articles.models import Article, MenuEntry, SiteSettings
from articles.publishing import (
    follow,
    kill,
    refresh_menus,
    revive,
    save_changes,
)
from tests.factories import hours_ago, make_article
from tests.people import make_chief, make_reporter

TITLE, ENGLISH = "独家撤稿测试", "Exclusive retraction test"
LISTS = [
    *("", "feed.rss", "feed.atom", "feed.json", "categories/美股/", "tags/高盛/"),
    *("categories/美股/feed.rss", "authors/林岚/"),
]
SITEMAPS = ["sitemap-zh-cn-articles-1.xml", "sitemap-en-articles-1.xml"]


class KilledTests(TestCase):
    def setUp(self) -> None:
        SiteSettings(widgets=["recent", "sidemenu"]).save()
        filed: dict[str, Any] = {
            "categories": ["美股"],
            "tags": ["高盛"],
            "authors": ["林岚"],
            "published_at": hours_ago(5),
            "translation_key": "k",
        }
        self.article = make_article(slug="old", title=TITLE, **filed)
        save_changes(self.article.pk, {"slug": "fed"})
        self.article.refresh_from_db()
        self.english = make_article(slug="rates", title=ENGLISH, language="en", **filed)
        self.beside = make_article(
            slug="beside", **filed | {"translation_key": "", "title": "旁边"}
        )
        follow(self.beside, self.article)
        for name in ("main", "side"):
            MenuEntry.objects.create(menu=name, article=self.article)
        refresh_menus()

    def kill(self) -> Any:
        notices = {"zh": "内存条一文有误。", "en": "It was wrong."}
        return kill(self.article, reason="法院", notices=notices, by=make_chief())

    def mentions(self) -> set[str]:
        """The addresses at which readers are told of either version."""
        paths = [f"/{v}/{rest}" for v in ("zh-cn", "zh-tw", "en") for rest in LISTS]
        paths += [f"/{name}" for name in SITEMAPS] + ["/news-sitemap.xml"]
        paths += ["/zh-cn/articles/beside/"]
        for words in (TITLE, ENGLISH):
            paths += [f"/zh-cn/search/?q={words}", f"/en/search/?q={words}"]
        told = set()
        for path in paths:
            text = self.client.get(path).content.decode()
            if "/articles/fed/" in text or "/articles/rates/" in text:
                told.add(path)
        return told

    def test_it_is_told_of_everywhere_and_then_nowhere_and_then_again(self) -> None:
        before = self.mentions()
        self.assertGreaterEqual(
            before,
            {
                *("/zh-cn/", "/zh-tw/feed.rss", "/en/feed.json", "/zh-cn/tags/高盛/"),
                *("/news-sitemap.xml", "/zh-cn/articles/beside/"),
                *(f"/{name}" for name in SITEMAPS),
                f"/zh-cn/search/?q={TITLE}",
                f"/en/search/?q={ENGLISH}",
            },
        )
        made = self.kill()
        self.assertEqual(self.mentions(), set())
        revive(made.article)
        self.assertEqual(self.mentions(), before)

    def test_the_address_says_so_in_every_variant(self) -> None:
        self.kill()
        for variant, slug, word in (
            ("zh-cn", "fed", "内存条"),
            ("zh-tw", "fed", "內存條"),
            ("zh-hk", "fed", "內存條"),
            ("en", "fed", "内存条"),
            ("en", "rates", "It was wrong."),
            ("zh-tw", "rates", "It was wrong."),
        ):
            page = self.client.get(f"/{variant}/articles/{slug}/")
            self.assertContains(page, word, status_code=410)
            self.assertContains(page, "noindex", status_code=410)
            self.assertNotContains(page, TITLE, status_code=410)
            # What is converted is in the language of the page.
            is_foreign = (variant == "en") != (slug == "rates")
            self.assertContains(
                page, "<p lang=", count=int(is_foreign), status_code=410
            )

    def test_former_addresses_and_those_without_a_variant_say_so_too(self) -> None:
        self.kill()
        page = self.client.get("/zh-cn/articles/old/")
        self.assertContains(page, "内存条", status_code=410)
        page = self.client.get("/articles/fed/", follow=True)
        self.assertEqual(page.status_code, 410)

    def test_partners_are_told_that_it_is_canceled(self) -> None:
        self.kill()
        answer = self.client.get("/zh-tw/articles/fed.ninjs.json")
        self.assertEqual(answer.status_code, 410)
        document = answer.json()
        self.assertEqual(document["pubStatus"], "canceled")
        self.assertEqual(document["edNote"], "內存條一文有誤。")
        self.assertNotIn("bodies", document)

    def test_no_editor_reads_it_at_its_address(self) -> None:
        self.kill()
        for person in (make_reporter(), make_chief("second")):
            self.client.force_login(person)
            page = self.client.get("/zh-cn/articles/fed/")
            self.assertEqual(page.status_code, 410)

    def test_a_withdrawn_one_is_a_plain_404_that_can_return(self) -> None:
        Article.objects.filter(pk=self.article.pk).update(status=Status.WITHDRAWN)
        page = self.client.get("/zh-cn/articles/fed/")
        self.assertEqual(page.status_code, 404)
