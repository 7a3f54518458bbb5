"""Times that nobody touched are saved as they are, whatever an archive had."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import TestCase
from django.urls import reverse

from tests.admin.data import CHANGE, data_of
from tests.factories import make_article
from tests.people import make_chief


class TimesTests(TestCase):
    def test_a_year_that_nobody_may_type_is_no_obstacle_where_an_archive_has_it(
        self,
    ) -> None:
        never = datetime(9999, 12, 30, tzinfo=UTC)
        article = make_article(expires_at=never)
        self.client.force_login(make_chief())
        sent = {"expires_at_0": "9999-12-30", "expires_at_1": "08:00:00"}
        url = reverse(CHANGE, args=[article.pk])
        self.client.post(url, data_of(article, title="快讯", **sent))
        article.refresh_from_db()
        self.assertEqual((article.title, article.expires_at), ("快讯", never))
        sent["expires_at_1"] = "09:00:00"
        response = self.client.post(url, data_of(article, **sent))
        self.assertEqual(response.status_code, 200)

    def test_an_article_of_an_hour_that_came_twice_can_be_saved(self) -> None:
        self.client.force_login(make_chief())
        for moment in (
            datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
            datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
        ):
            article = make_article(published_at=moment)
            sent = {"published_at_0": "2026-11-01", "published_at_1": "01:30:00"}
            url = reverse(CHANGE, args=[article.pk])
            with self.settings(TIME_ZONE="America/New_York"):
                self.client.post(url, data_of(article, title="快讯") | sent)
            article.refresh_from_db()
            self.assertEqual((article.title, article.published_at), ("快讯", moment))
