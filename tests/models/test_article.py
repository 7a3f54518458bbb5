"""What counts as public, and where an article lives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.db import IntegrityError, transaction
from django.test import SimpleTestCase, TestCase
from django.utils import timezone
from hypothesis import given, strategies as st
from hypothesis.extra.django import TestCase as PropertyTestCase

from articles.choices import State, Status
from articles.models import Article, Listing, ListingEntry
from articles.rights import Right
from tests.factories import hours_ago, make_article, make_draft
from tests.people import give, make_clerk, make_reporter


def _moments() -> st.SearchStrategy[datetime | None]:
    """Moments around ``NOW``, the exact one among them, and none."""
    return st.sampled_from(
        [None, *(NOW + timedelta(microseconds=n) for n in (-1, 0, 1))]
    )


NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


class StateTests(PropertyTestCase):
    """The condition that makes an article public, said once for rows and once for one."""

    @given(st.sampled_from(Status), _moments(), _moments(), _moments())
    def test_an_article_and_the_queryset_agree(
        self,
        status: Status,
        published_at: datetime | None,
        expires_at: datetime | None,
        embargoed_until: datetime | None,
    ) -> None:
        if status == Status.PUBLISHED and published_at is None:
            published_at = NOW
        article = Article(
            slug="a", status=status, published_at=published_at,
            expires_at=expires_at, embargoed_until=embargoed_until,
        )  # fmt: skip
        Article.objects.bulk_create([article])
        for state in State:
            found = Article.objects.in_state(state, NOW).exists()
            self.assertIs(article.state_at(NOW) is state, found, state)
        Article.objects.all().delete()

    def test_published_means_what_readers_may_see(self) -> None:
        self.assertEqual(
            str(Article.objects.published(NOW).query),
            str(Article.objects.in_state(State.PUBLISHED, NOW).query),
        )

    def test_at_the_exact_moment_it_begins_and_ends(self) -> None:
        begins = make_article(published_at=NOW)
        ends = make_article(published_at=NOW - timedelta(days=1), expires_at=NOW)
        lifted = make_article(published_at=NOW - timedelta(days=1), embargoed_until=NOW)
        self.assertCountEqual(Article.objects.published(NOW), [begins, lifted])
        self.assertIs(ends.state_at(NOW), State.EXPIRED)


class PublishedTests(TestCase):
    soon: datetime
    live: Article
    scheduled: Article
    embargoed: Article
    lifted: Article
    expired: Article
    expiring: Article
    draft: Article

    @classmethod
    def setUpTestData(cls) -> None:
        soon = cls.soon = timezone.now() + timedelta(hours=1)
        cls.live = make_article()
        cls.scheduled = make_article(published_at=soon)
        cls.embargoed = make_article(embargoed_until=soon)
        cls.lifted = make_article(embargoed_until=hours_ago(1))
        cls.expired = make_article(expires_at=hours_ago(1))
        cls.expiring = make_article(expires_at=soon)
        cls.draft = make_draft(published_at=hours_ago(1))

    def test_only_what_is_out_now_is_published(self) -> None:
        self.assertCountEqual(
            Article.objects.published(), [self.live, self.lifted, self.expiring]
        )

    def test_time_alone_changes_what_is_published(self) -> None:
        tomorrow = Article.objects.published(at=timezone.now() + timedelta(days=1))
        self.assertCountEqual(
            tomorrow, [self.live, self.lifted, self.scheduled, self.embargoed]
        )

    def test_article_queryset_lists_and_counts_agree(self) -> None:
        moment = timedelta(microseconds=1)
        for now in (timezone.now(), self.soon - moment, self.soon, self.soon + moment):
            with (
                self.subTest(now),
                patch("django.utils.timezone.now", return_value=now),
            ):
                published = set(Article.objects.published())
                listed = ListingEntry.objects.visible().filter(listing__key="zh")
                self.assertEqual({entry.article for entry in listed}, published)
                front = Listing.objects.with_visible_count().get(key="zh")
                self.assertEqual(front.visible_count, len(published))
                for article in Article.objects.all():
                    self.assertIs(article.is_published, article in published, article)

    def test_at_its_very_moment_an_article_comes_or_goes(self) -> None:
        self.assertCountEqual(
            Article.objects.published(at=self.soon),
            [self.live, self.lifted, self.scheduled, self.embargoed],
        )

    def test_editors_see_everything_and_others_what_is_published(self) -> None:
        reporter = make_reporter()
        self.assertEqual(Article.objects.visible_to(reporter).count(), 6)
        editor = give(reporter, Right.SEE_EMBARGOED)
        self.assertEqual(Article.objects.visible_to(editor).count(), 7)
        self.assertEqual(Article.objects.visible_to(make_clerk()).count(), 3)

    def test_a_published_article_must_have_a_time(self) -> None:
        article = Article(title="甲", slug="a", status=Status.PUBLISHED)
        message = "published_articles_have_a_time"
        with self.assertRaisesMessage(IntegrityError, message), transaction.atomic():
            Article.objects.bulk_create([article])

    def test_card_data_costs_three_queries_however_long_the_list(self) -> None:
        for _ in range(5):
            make_article(categories=["美股"], authors=["林岚"])
        with self.assertNumQueries(
            3
        ):  # articles with source and picture, filings, bylines
            for article in Article.objects.with_card_data():
                str(article.source)
                [str(row.category) for row in article.article_categories.all()]
                [str(byline.author) for byline in article.bylines.all()]


class AddressTests(SimpleTestCase):
    def test_each_language_has_its_variant_and_family(self) -> None:
        cases = {
            "zh-Hans": ("zh-cn", "zh"),
            "zh-Hant-TW": ("zh-tw", "zh"),
            "zh-Hant-HK": ("zh-hk", "zh"),
            "zh-Hant": ("zh-tw", "zh"),
            "zh": ("zh-cn", "zh"),
            "en": ("en", "en"),
            "en-GB": ("en", "en"),
            "ja": ("zh-cn", "zh"),
        }
        for language, expected in cases.items():
            article = Article(language=language)
            self.assertEqual(
                (article.variant, article.language_group), expected, language
            )
