"""Partners learn of every change, of ends too, and of nothing that readers may not see."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from django.test import TestCase
from django.utils import timezone

from articles.models import Article, Kill
from articles.publishing import kill, save_changes
from articles.views import partner_feed
from tests.acts import withdraw
from tests.factories import hours_ago, make_article, make_draft, make_instrument
from tests.people import make_chief
from tests.schemas import problems
from tests.views.feeds import HOST

FEED = "/zh-cn/feed.ninjs.json"
LONG_AGO = "2020-01-01T00:00:00Z"
Document = dict[str, Any]


class PartnerFeedTestCase(TestCase):
    def page(self, path: str = "") -> Document:
        answer = self.client.get(path or f"{FEED}?since={LONG_AGO}")
        self.assertEqual(answer.status_code, 200, path)
        page = dict(answer.json())
        for document in page["items"]:
            self.assertEqual(problems(document, "ninjs"), [])
        return page

    def all(self, path: str = "") -> tuple[list[Document], str]:
        """What a partner reads until there is no more, and where it asks next."""
        items: list[Document] = []
        while True:
            page = self.page(path)
            items += page["items"]
            path = page["next"].removeprefix(HOST)
            if not page["more"]:
                return items, path

    def titles(self, items: list[Document]) -> list[str]:
        return [
            item["headlines"][0]["value"] if "headlines" in item else item["pubStatus"]
            for item in items
        ]

    def edited(self, article: Article, hours: float) -> None:
        Article.objects.filter(pk=article.pk).update(edited_at=hours_ago(hours))


class ChangeTests(PartnerFeedTestCase):
    def test_what_was_stored_or_changed_since_in_that_order(self) -> None:
        for n, title in enumerate(("甲", "乙", "丙")):
            self.edited(make_article(title=title, published_at=hours_ago(9)), 5 - n)
        items, following = self.all()
        self.assertEqual(self.titles(items), ["甲", "乙", "丙"])
        self.assertEqual(self.all(following)[0], [])
        article = Article.objects.get(title="甲")
        save_changes(article.pk, {"title": "改"})
        items, _ = self.all(following)
        self.assertEqual(self.titles(items), ["改"])

    def test_pages_lose_nothing_and_end(self) -> None:
        moment = hours_ago(3)
        for n in range(7):
            make_article(title=f"文{n}", published_at=hours_ago(9))
        # In one moment, as an import may store them.
        Article.objects.update(edited_at=moment)
        with patch.object(partner_feed, "PAGE_SIZE", 3):
            items, following = self.all()
        self.assertEqual(sorted(self.titles(items)), [f"文{n}" for n in range(7)])
        self.assertEqual(len(items), 7)
        self.assertEqual(self.page(following)["items"], [])

    def test_ends_are_told_without_words(self) -> None:
        first = make_article(title="密杀", published_at=hours_ago(9))
        second = make_article(title="密撤", published_at=hours_ago(9))
        make_article(title="密期", published_at=hours_ago(9), expires_at=hours_ago(1))
        withdraw(second)
        kill(first, reason="r", notices={"zh": "有误。"}, by=make_chief())
        answer = self.client.get(f"{FEED}?since={LONG_AGO}")
        self.assertNotIn("密", answer.text)
        items = self.page()["items"]
        self.assertEqual(
            sorted(item["pubStatus"] for item in items),
            ["canceled", "withheld", "withheld"],
        )
        self.assertIn("有误。", [item.get("edNote") for item in items])
        self.assertEqual(Kill.objects.count(), 1)

    def test_becoming_public_is_a_change_and_waiting_is_not(self) -> None:
        soon = timezone.now() + timedelta(hours=1)
        make_draft(title="稿")
        make_article(title="待", published_at=soon)
        make_article(title="禁", embargoed_until=soon)
        before = self.client.get(f"{FEED}?since={LONG_AGO}")
        self.assertEqual(before.json()["items"], [])
        self.assertIn(LONG_AGO[:10], before.json()["next"])
        following = before.json()["next"].removeprefix(HOST)
        later = timezone.now() + timedelta(hours=2)
        with patch("django.utils.timezone.now", return_value=later):
            items, _ = self.all(following)
        self.assertEqual(sorted(self.titles(items)), ["待", "禁"])

    def test_each_variant_has_its_own_articles_in_its_script(self) -> None:
        make_article(title="后台")
        make_article(title="Rates", language="en")
        make_article(title="関税", language="ja")
        make_article(title="无名", visibility="unlisted")
        for variant, titles in (
            ("zh-cn", ["后台", "関税"]),
            ("zh-tw", ["後台"]),
            ("en", ["Rates"]),
        ):
            items, _ = self.all(f"/{variant}/feed.ninjs.json?since={LONG_AGO}")
            self.assertEqual(self.titles(items), titles)

    def test_companies_come_along(self) -> None:
        article = make_article()
        save_changes(article.pk, {"instruments": [make_instrument().pk]})
        (item,) = self.page()["items"]
        self.assertEqual(item["organisations"][0]["symbols"][0]["symbol"], "0700")


class QuestionTests(PartnerFeedTestCase):
    def test_without_a_moment_it_is_the_last_day(self) -> None:
        old = make_article(title="旧", published_at=hours_ago(90))
        self.edited(old, 90)
        make_article(title="新")
        self.assertEqual(self.titles(self.page(FEED)["items"]), ["新"])

    def test_what_is_no_moment_is_refused(self) -> None:
        for asked in (
            *("since=x", "since=2026-11-30", "since=2026-11-30T09:30:00"),
            *("since=2026-99-99T00:00:00Z", f"since={LONG_AGO}&after=x"),
            f"since={LONG_AGO}&after=-1",
        ):
            answer = self.client.get(f"{FEED}?{asked}")
            self.assertEqual(answer.status_code, 400, asked)

    def test_an_answer_that_a_partner_has_is_not_sent_again(self) -> None:
        make_article()
        path = f"{FEED}?since={LONG_AGO}"
        first = self.client.get(path)
        self.assertEqual(first["Cache-Control"], "public, no-cache")
        self.assertEqual(first["X-Robots-Tag"], "noindex")
        again = self.client.get(path, headers={"If-None-Match": first["ETag"]})
        self.assertEqual(again.status_code, 304)

    def test_many_cost_no_more_than_one(self) -> None:
        for _n in range(6):
            make_article(authors=["林岚"], categories=["美股"], tags=["运价"])
        # site, what was stored, began, ended and was killed, articles, and of them the
        # whole, categories, authors, tags
        with self.assertNumQueries(10):
            self.page()

    def test_the_next_page_names_the_moment_of_what_was_told(self) -> None:
        make_article(title="甲")
        shown = Article.objects.get()
        hidden = make_draft()
        Article.objects.filter(pk=hidden.pk).update(status="withdrawn")
        page = self.page()
        self.assertFalse(page["more"])
        since = page["next"].partition("since=")[2].partition("&")[0]
        told = datetime.fromisoformat(since.replace("%3A", ":").replace("%2B", "+"))
        self.assertLessEqual(abs(told - shown.edited_at), timedelta(seconds=61))
        self.assertIn(f"after={shown.pk}", page["next"])
