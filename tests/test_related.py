"""What an article's page leads to shares its labels, is near in time, and is public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import TestCase

from articles.listings import related
from articles.models import Article, Listing
from articles.publishing import kill, labels_of
from tests.factories import hours_ago, make_article, make_draft
from tests.people import make_chief


class RelatedTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(
            published_at=hours_ago(100), tags=["高盛", "黄金"], categories=["大宗商品"]
        )

    def titles(self, article: Article | None = None, **options: Any) -> list[str]:
        article = article or self.article
        labels = labels_of(article)
        found = related(article, labels.categories, labels.tags, **options)
        return [other.title for other in found]

    def make(self, title: str, hours: float = 90, **fields: Any) -> Article:
        moment = hours_ago(hours)
        return make_article(title=title, **{"published_at": moment} | fields)

    def test_what_shares_more_comes_first(self) -> None:
        self.make("栏目", categories=["大宗商品"])
        self.make("两个标签", tags=["高盛", "黄金"])
        self.make("一个标签", tags=["高盛"])
        self.make("都没有", tags=["原油"])
        self.assertEqual(self.titles(), ["两个标签", "一个标签", "栏目"])

    def test_of_those_that_share_as_much_the_nearest_comes_first(self) -> None:
        for title, hours in (("久", 9000), ("次日", 76), ("前夜", 112)):
            self.make(title, hours, tags=["黄金"])
        self.assertEqual(self.titles(), ["前夜", "次日", "久"])

    def test_what_shares_less_but_is_of_these_days_beats_what_is_years_old(
        self,
    ) -> None:
        self.make("旧", 3 * 8760, tags=["高盛", "黄金"])
        self.make("新", 101, tags=["黄金"])
        self.assertEqual(self.titles(), ["新", "旧"])

    def test_a_label_of_nearly_everything_says_little(self) -> None:
        self.make("少见", 90, tags=["黄金"])
        self.make("常见", 99, tags=["高盛"])
        Listing.objects.filter(tag__name="高盛").update(entry_count=50_000)
        self.assertEqual(self.titles(), ["少见", "常见"])

    def test_four_at_most_in_one_query(self) -> None:
        for number in range(9):
            self.make(f"{number}", tags=["高盛"])
        labels = labels_of(self.article)
        with self.assertNumQueries(1):
            found = related(self.article, labels.categories, labels.tags)
            self.assertEqual(len(found), 4)
            self.assertTrue(all(other.published_at for other in found))

    def test_never_another_version_of_its_text(self) -> None:
        fields: dict[str, Any] = {"translation_key": "k", "tags": ["原油"]}
        versions = [
            self.make("简体", **fields),
            self.make("繁體", language="zh-Hant-TW", **fields),
        ]
        # Lists hold one of them: readers of the other are not led to it.
        self.assertEqual([self.titles(version) for version in versions], [[], []])

    def test_never_what_the_page_links_to_anyway(self) -> None:
        other = self.make("前一篇", tags=["高盛"])
        self.assertEqual(self.titles(excluded=[other.pk]), [])

    def test_nobody_is_led_to_what_readers_may_not_see(self) -> None:
        soon = hours_ago(0) + timedelta(hours=1)
        make_draft(title="草稿", tags=["高盛"])
        self.make("预定", published_at=soon, tags=["高盛"])
        self.make("禁发", embargoed_until=soon, tags=["高盛"])
        self.make("过期", expires_at=hours_ago(1), tags=["高盛"])
        self.make("不列出", visibility="unlisted", tags=["高盛"])
        self.assertEqual(self.titles(), [])

    def test_a_kill_takes_it_from_every_page(self) -> None:
        other = self.make("撤回", tags=["高盛"])
        self.assertEqual(self.titles(), ["撤回"])
        kill(other, reason="法院", notices={}, by=make_chief())
        self.assertEqual(self.titles(), [])

    def test_a_draft_is_shown_what_is_newest(self) -> None:
        self.make("今天", 1, tags=["高盛"])
        draft = make_draft(tags=["高盛"])
        self.assertEqual(self.titles(draft)[0], "今天")

    def test_an_article_without_labels_asks_nothing(self) -> None:
        article = make_article()
        with self.assertNumQueries(0):
            self.assertEqual(related(article, [], []), [])
