from __future__ import annotations

from django.db import connection
from django.test import TestCase, override_settings

from articles.models import Article
from newsdesk.observability.queries import QueryCount, query_count, watch_queries

LOGGER = "newsdesk.observability.queries"


class SlowQueryTests(TestCase):
    def setUp(self) -> None:
        watch_queries(connection)

    @override_settings(SLOW_QUERY_MS=1)
    def test_a_slow_query_is_logged_without_any_value(self) -> None:
        with (
            self.assertLogs(LOGGER, "WARNING") as logged,
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
                "WHERE i < 50000) SELECT count(*), %s FROM n",
                ["a reader's secret"],
            )
        self.assertIn("WITH RECURSIVE", logged.output[0])
        self.assertNotIn("secret", logged.output[0])
        self.assertGreaterEqual(vars(logged.records[0])["duration_ms"], 1)

    @override_settings(SLOW_QUERY_MS=0)
    def test_none_is_logged_where_nobody_wants_it(self) -> None:
        with self.assertNoLogs(LOGGER):
            Article.objects.count()

    def test_queries_are_counted_once_however_often_a_connection_is_watched(
        self,
    ) -> None:
        watch_queries(connection)
        count = QueryCount()
        token = query_count.set(count)
        self.addCleanup(query_count.reset, token)
        Article.objects.count()
        Article.objects.count()
        self.assertEqual(count.number, 2)
        self.assertGreater(count.seconds, 0)
