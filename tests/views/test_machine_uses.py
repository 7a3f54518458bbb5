"""What the site and its sources refuse to programs is the same wherever it is said."""

from __future__ import annotations

from itertools import product
from typing import Any

from django.test import SimpleTestCase, TestCase
from django.utils import timezone

from articles.models import Article, SiteSettings, Source
from articles.usage_terms import MACHINE_USES, UsageTerms
from articles.views.robots import ANSWER_ENGINES, TRAINING
from tests.factories import make_article, make_source
from tests.views.pages import open_page, value

SEARCH, ANSWERS, LEARNING = MACHINE_USES
ADDRESS = "/zh-cn/articles/k/"


class Agreement:
    """What each place of the site says of one article and one list."""

    def __init__(self, test: TestCase) -> None:
        get = test.client.get
        answer = get(ADDRESS)
        page = open_page(ADDRESS)
        self.article_rules = value(page, "meta[name=robots]", "content")
        self.article_header = answer["X-Robots-Tag"]
        self.article_reserves = bool(page.select("meta[name=tdm-reservation]"))
        self.article_headers = {
            name: answer.get(name, "") for name in ("TDM-Reservation", "Content-Usage")
        }
        self.list_rules = get("/zh-cn/")["X-Robots-Tag"]
        self.source_rules = get("/zh-cn/sources/haiyue/")["X-Robots-Tag"]
        self.robots = get("/robots.txt").text
        self.is_in_sitemap = "/articles/k/" in get("/sitemap-zh-cn-articles-1.xml").text
        self.is_in_news = "/articles/k/" in get("/news-sitemap.xml").text
        self.source_is_listed = (
            "/sources/haiyue/" in get("/sitemap-zh-cn-lists-1.xml").text
        )
        self.ninjs = get("/zh-cn/articles/k.ninjs.json").json()
        self.feed = get("/zh-cn/feed.json").json()["items"][0]

    @property
    def refused_agents(self) -> set[str]:
        """The crawlers that robots.txt sends away from everything."""
        groups = self.robots.split("\n\n")
        (group,) = [g for g in groups if "\nDisallow: /\n" in f"{g}\n"] or [""]
        lines = [line.partition(": ") for line in group.splitlines()]
        return {agent for name, _, agent in lines if name == "User-agent"}


class AgreementTests(TestCase):
    source: Source

    @classmethod
    def setUpTestData(cls) -> None:
        cls.source = make_source(slug="haiyue", terms_confirmed_at=timezone.now())
        make_article(slug="k", source=cls.source)
        SiteSettings().save()

    def choose(self, site: dict[str, Any], source: dict[str, Any]) -> None:
        SiteSettings.objects.update(**dict.fromkeys(MACHINE_USES, True) | site)
        Source.objects.update(**dict.fromkeys(MACHINE_USES) | source)

    def test_every_place_agrees_and_the_stricter_choice_wins(self) -> None:
        choices = [{}, *({use: False} for use in MACHINE_USES)]
        for site, source in product(choices, choices):
            with self.subTest(site=site, source=source):
                self.choose(site, source)
                self.assert_agrees(site, source)

    def assert_agrees(self, site: dict[str, Any], source: dict[str, Any]) -> None:
        said = Agreement(self)
        refused = {*site, *source}
        listed = SEARCH not in refused
        self.assertEqual(said.article_rules, said.article_header)
        self.assertIs("noindex" not in said.article_rules, listed)
        self.assertIs(said.is_in_sitemap, listed)
        self.assertIs(said.is_in_news, listed)
        self.assertIs("noindex" not in said.source_rules, listed)
        self.assertIs(said.source_is_listed, listed)
        self.assertIs("noindex" not in said.list_rules, SEARCH not in site)
        self.assertIs("\nSitemap:" in said.robots, SEARCH not in site)

        self.assertIs("nosnippet" in said.article_rules, ANSWERS in refused)
        self.assertIs("nosnippet" in said.list_rules, ANSWERS in site)
        agents = said.refused_agents
        self.assertIs({*ANSWER_ENGINES} <= agents, ANSWERS in site)

        reserved = LEARNING in refused
        self.assertIs(said.article_reserves, reserved)
        expected = {
            "TDM-Reservation": "1" if reserved else "",
            "Content-Usage": "train-ai=n" if reserved else "",
        }
        self.assertEqual(said.article_headers, expected)
        self.assertIs({*TRAINING} <= agents, LEARNING in site)
        self.assertIs("Content-Usage: train-ai=n" in said.robots, LEARNING in site)
        if not site:
            self.assertEqual(agents, set())

        terms = said.ninjs.get("usageTerms", "")
        self.assertIs("不得用于训练模型" in terms, reserved)
        self.assertIs("不得生成回答或摘要" in terms, ANSWERS in refused)
        in_feed = said.feed.get("_newsdesk", {}).get("usage_terms", {})
        self.assertEqual(
            in_feed, {use: False for use in MACHINE_USES if use in refused}
        )

    def test_a_source_that_allows_more_than_the_site_changes_nothing(self) -> None:
        self.choose({LEARNING: False}, dict.fromkeys(MACHINE_USES, True))
        self.assertTrue(Agreement(self).article_reserves)

    def test_what_nobody_confirmed_counts_for_nothing(self) -> None:
        self.choose({}, dict.fromkeys(MACHINE_USES, False))
        Source.objects.update(terms_confirmed_at=None)
        self.assert_agrees({}, {})

    def test_an_article_without_a_source_follows_the_site(self) -> None:
        self.choose(dict.fromkeys(MACHINE_USES, False), {})
        Article.objects.update(source=None)
        rules = value(open_page(ADDRESS), "meta[name=robots]", "content")
        self.assertEqual(rules, "noindex, follow, nosnippet, noarchive")

    def test_the_desk_stays_closed_to_all_whatever_is_chosen(self) -> None:
        self.choose(dict.fromkeys(MACHINE_USES, False), {})
        rules = self.client.get("/robots.txt").text.splitlines()
        self.assertEqual(rules[:3:2], ["User-agent: *", "Disallow: /remember/"])
        self.assertIn("Disallow: /admin/", rules)

    def test_robots_stay_out_of_the_desk_and_of_search(self) -> None:
        answer = self.client.get("/robots.txt")
        self.assertContains(answer, "Disallow: /admin/")
        self.assertContains(answer, "Disallow: /*/search/")


class StricterTests(SimpleTestCase):
    def test_only_refusals_are_taken_over(self) -> None:
        own = UsageTerms(credit_line="来源", allows_training=True)
        site = UsageTerms(allows_training=False, allows_answer_engines=None)
        found = own.stricter(site)
        self.assertEqual(found, UsageTerms(credit_line="来源", allows_training=False))
        self.assertEqual(own.stricter(UsageTerms()), own)
