"""The last hit that is shown, and the moment at which one comes or goes."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from django.test import TestCase
from django.utils import timezone

from articles import search
from articles.choices import Status
from articles.models import Article, Category, SearchEntry
from articles.publishing import Labels, create_many
from articles.search import Order, ParsedQuery
from articles.search.query import expand, parse
from articles.search.results import MOST_HITS
from tests.factories import hours_ago, make_article
from tests.search.test_results import found


class BoundsTests(TestCase):
    def test_at_its_very_moment_an_article_is_found_or_no_more(self) -> None:
        soon = timezone.now() + timedelta(hours=1)
        make_article(title="定时关税", published_at=soon)
        make_article(title="禁发关税", embargoed_until=soon)
        make_article(title="过期关税", expires_at=soon)
        for moment, titles in (
            (soon - timedelta(microseconds=1), {"过期关税"}),
            (soon, {"定时关税", "禁发关税"}),
        ):
            with patch("django.utils.timezone.now", return_value=moment):
                self.assertEqual(set(found("关税")), titles)

    def test_a_story_of_before_1970_is_found(self) -> None:
        for year in (1, 1969):
            make_article(title=str(year), published_at=datetime(year, 1, 2, tzinfo=UTC))
        self.assertEqual(found("1969"), ["1969"])
        self.assertEqual(found("1"), ["1"])

    def test_a_query_is_read_up_to_two_hundred_characters(self) -> None:
        (part,) = parse("x" * 300)
        self.assertEqual(part.words, "x" * 200)

    def test_of_the_labels_that_hold_a_name_two_hundred_are_looked_for(self) -> None:
        names = [f"高盛{n}" for n in range(201)]
        Category.objects.bulk_create(Category(name=n, slug=n, key=n) for n in names)
        ((labels,), _) = astuple(expand(ParsedQuery("category:高盛"), 1))
        self.assertEqual(len(labels), 200)

    def test_the_digest_of_a_document_fits_its_column(self) -> None:
        make_article()
        entry = SearchEntry.objects.get()
        column = SearchEntry._meta.get_field("digest")
        self.assertEqual(len(entry.digest), column.max_length)

    def test_as_many_as_are_shown_are_all_and_one_more_is_cut(self) -> None:
        for count in (MOST_HITS - 2, 2, 1):
            articles = [
                Article(
                    title="关税",
                    slug=f"{count}-{n}",
                    status=Status.PUBLISHED,
                    published_at=hours_ago(1),
                )
                for n in range(count)
            ]
            create_many(articles, [Labels([], [], [])] * count)
            hits = search.find_articles(ParsedQuery("关税", "zh"), Order.NEWEST, 1, 10)
            stored = Article.objects.count()
            self.assertEqual(len(hits.article_ids), min(stored, MOST_HITS))
            self.assertEqual(hits.is_cut, stored > MOST_HITS)
