from __future__ import annotations

from datetime import timedelta
from typing import ClassVar
from unittest import mock

from django.contrib.auth.models import User
from django.test import TestCase
from django.utils import timezone

from articles import publishing
from articles.models import Article, Pin
from tests.factories import hours_ago, make_article
from tests.people import make_chief
from tests.views.pages import open_page, words

CARDS, PINNED, BREAKING = ".article-card__title", ".pinned h2 a", ".breaking li"


class FrontPagePinTests(TestCase):
    chief: ClassVar[User]
    old: ClassVar[Article]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.chief = make_chief()
        cls.old = make_article(title="旧闻", published_at=hours_ago(50))
        for n in range(12):
            make_article(title=f"新{n}", published_at=hours_ago(n))

    def pin(self, article: Article, kind: str = "pin", hours: float = 5) -> None:
        publishing.pin(article, kind, ends_at=hours_ago(-hours), by=self.chief)

    def shown(self, selector: str = PINNED, path: str = "/zh-cn/") -> list[str]:
        return words(open_page(path), selector)

    def test_a_pinned_article_stands_first_and_only_once(self) -> None:
        self.pin(self.old)
        newest = Article.objects.get(title="新0")
        self.pin(newest)
        self.assertEqual(self.shown(), ["旧闻", "新0"])
        cards = self.shown(CARDS)
        self.assertEqual(cards[:3], ["旧闻", "新0", "新1"])
        self.assertEqual(len(cards), len({*cards}))
        self.assertEqual(self.shown(path="/zh-cn/?page=2"), [])
        self.assertEqual(self.shown(path="/zh-cn/tags/"), [])

    def test_breaking_news_stand_in_a_bar_above_all(self) -> None:
        self.pin(self.old, "breaking")
        page = open_page("/zh-tw/")
        self.assertEqual(words(page, BREAKING), ["舊聞"])
        self.assertNotIn("舊聞", words(page, CARDS))

    def test_readers_of_the_other_language_see_none_of_it(self) -> None:
        self.pin(self.old)
        self.pin(make_article(title="Cut", language="en"), "breaking")
        self.assertEqual(self.shown(path="/en/"), [])
        self.assertEqual(self.shown(BREAKING, "/en/"), ["Cut"])
        self.assertEqual(self.shown(BREAKING), [])
        self.assertNotIn("旧闻", self.shown(CARDS, "/en/"))

    def test_a_pin_ends_by_the_clock(self) -> None:
        end = timezone.now() + timedelta(hours=1)
        publishing.pin(self.old, "pin", ends_at=end, by=self.chief)
        for seconds, expected in ((-1, ["旧闻"]), (0, []), (1, [])):
            at = end + timedelta(seconds=seconds)
            with mock.patch("django.utils.timezone.now", return_value=at):
                self.assertEqual(self.shown(), expected, seconds)

    def test_what_readers_may_not_see_vanishes_at_once_and_returns(self) -> None:
        self.pin(self.old)
        later = timezone.now() + timedelta(hours=1)
        for change in (
            {"status": "withdrawn"},
            {"status": "killed"},
            {"status": "spiked"},
            {"expires_at": hours_ago(0)},
            {"embargoed_until": later},
            {"published_at": later},
            {"visibility": "unlisted"},
        ):
            article = Article.objects.get(pk=self.old.pk)
            before = {name: getattr(article, name) for name in change}
            Article.objects.filter(pk=article.pk).update(**change)
            self.assertEqual(self.shown(), [], change)
            Article.objects.filter(pk=article.pk).update(**before)
            self.assertEqual(self.shown(), ["旧闻"], change)
        publishing.delete(self.old, by=self.chief)
        self.assertEqual(self.shown(), [])

    def test_one_of_two_versions_leads_for_both(self) -> None:
        for title, language in (("台版", "zh-Hant-TW"), ("陆版", "zh-Hans")):
            article = make_article(title=title, language=language, translation_key="k")
            self.pin(article)
        self.assertEqual(self.shown(path="/zh-tw/"), ["台版"])
        self.assertEqual(self.shown(), ["陆版"])
        self.assertNotIn("台版", self.shown(CARDS, "/zh-tw/")[1:])

    def test_they_cost_one_query(self) -> None:
        with self.assertNumQueries(7):
            self.client.get("/zh-cn/")
        self.pin(self.old)
        self.pin(Article.objects.get(title="新3"), "breaking")
        with self.assertNumQueries(8):
            self.client.get("/zh-cn/")
        self.assertEqual(Pin.objects.count(), 2)
