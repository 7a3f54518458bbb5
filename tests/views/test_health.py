"""What monitors are told, and who is told what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.test import TestCase, override_settings
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisGone

from articles.models import PendingVersion, SearchEntry, SearchIndex
from articles.views import health
from tests.factories import make_article
from tests.faults import storage_away

TOKEN = {"authorization": "Bearer geheim"}
STRANGER: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.9"}


class HealthTests(TestCase):
    def test_alive_asks_nothing(self) -> None:
        with self.assertNumQueries(0):
            answer = self.client.get("/healthz")
        self.assertContains(answer, "ok")
        self.assertIn("no-store", answer["Cache-Control"])


class ReadyTests(TestCase):
    def setUp(self) -> None:
        health._last.clear()
        self.article = make_article()

    def ask(self, name: str, status: int = 200) -> dict[str, Any]:
        answer = self.client.get("/readyz")
        self.assertEqual(answer.status_code, status, answer.content.decode())
        return dict(answer.json()["checks"][name])

    def test_a_site_that_works_is_ready_and_says_what_was_asked(self) -> None:
        # database, migrations (2), index, stale entries, schedules
        with self.assertNumQueries(6):
            answer = self.client.get("/readyz")
        said = answer.json()
        self.assertEqual((answer.status_code, said["status"]), (200, "ok"))
        self.assertEqual(
            list(said["checks"]),
            [
                *("database", "migrations", "cache", "storage", "index", "schedules"),
                "edge",
            ],
        )
        self.assertIn("no-store", answer["Cache-Control"])

    def test_it_leaves_nothing_in_storage(self) -> None:
        before = default_storage.listdir("")
        self.ask("storage")
        self.assertEqual(default_storage.listdir(""), before)

    def test_a_database_that_is_gone(self) -> None:
        gone = OperationalError("connection refused")
        with mock.patch.object(connection, "cursor", side_effect=gone):
            said = self.ask("database", 503)
        self.assertIn("connection refused", said["finding"])
        self.assertIn("DATABASE_URL", said["remedy"])

    def test_a_migration_that_is_missing(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '0002_terms'")
            cursor.execute(
                "DELETE FROM django_migrations WHERE app = 'auth' AND name LIKE '0012%%'"
            )
        said = self.ask("migrations", 503)
        self.assertIn("auth.0012_alter_user_first_name_max_length", said["finding"])

    def test_a_cache_that_is_gone_does_not_stop_the_site(self) -> None:
        with mock.patch.object(cache, "set", side_effect=RedisGone("refused")):
            self.assertEqual(self.ask("cache")["health"], "warning")
        with mock.patch.object(cache, "get", return_value=None):
            self.assertIn("does not keep", self.ask("cache")["finding"])

    @override_settings(MEDIA_STORE={"bucket_name": "newsdesk"})
    def test_a_store_that_is_away_takes_no_server_out(self) -> None:
        with storage_away():
            said = self.ask("storage")
        self.assertEqual(said["health"], "warning")
        self.assertIn("503", said["finding"])
        self.assertIn("MEDIA_STORE", said["remedy"])

    def test_storage_that_takes_nothing(self) -> None:
        full = OSError(28, "No space left on device")
        with mock.patch.object(default_storage, "save", side_effect=full):
            said = self.ask("storage", 503)
        self.assertIn("No space left on device", said["finding"])

    def test_an_index_that_is_behind(self) -> None:
        SearchEntry.objects.update(digest="")
        self.assertIn("1 article(s)", self.ask("index")["finding"])
        SearchIndex.objects.update(format=0)
        self.assertIn("older release", self.ask("index")["finding"])
        SearchIndex.objects.update(is_active=False)
        self.assertIn("no search index", self.ask("index")["finding"])

    def test_a_schedule_that_was_missed(self) -> None:
        PendingVersion.objects.create(
            article=self.article,
            base=self.article.revisions.first(),
            fields={"title": "乙"},
            state=PendingVersion.State.SCHEDULED,
            go_live_at=timezone.now() - timedelta(minutes=6),
        )
        said = self.ask("schedules")
        self.assertIn("1 scheduled change(s)", said["finding"])

    def test_a_stranger_learns_only_whether_it_is_ready(self) -> None:
        answer = self.client.get("/readyz", **STRANGER)
        self.assertEqual(answer.json(), {"status": "ok"})
        with self.subTest("and who asks often costs nothing"), self.assertNumQueries(0):
            self.client.get("/readyz", **STRANGER)

    def test_a_stranger_is_told_that_it_is_not_ready(self) -> None:
        full = OSError(28, "No space left on device")
        with mock.patch.object(default_storage, "save", side_effect=full):
            answer = self.client.get("/readyz", **STRANGER)
        self.assertEqual(
            (answer.status_code, answer.json()), (503, {"status": "broken"})
        )


class KeeperTests(TestCase):
    """Metrics, for the machine itself and for whoever has the token."""

    def status(self, remote: str = "127.0.0.1", **headers: str) -> int:
        return self.client.get(
            "/metrics", headers=headers, REMOTE_ADDR=remote
        ).status_code

    def test_the_machine_itself_is_answered(self) -> None:
        self.assertEqual(self.status(), 200)
        self.assertEqual(self.status("::1"), 200)

    def test_nobody_else_is(self) -> None:
        for remote in ("203.0.113.9", "10.0.0.1", "", "unix:"):
            self.assertEqual(self.status(remote), 404)

    def test_what_a_proxy_hands_on_is_not_of_the_machine(self) -> None:
        for name in ("x-forwarded-for", "forwarded", "x-real-ip", "via"):
            self.assertEqual(self.status(**{name: "127.0.0.1"}), 404)
        with override_settings(CLIENT_ADDRESS_HEADER="CF-Connecting-IP"):
            self.assertEqual(self.status(**{"cf-connecting-ip": "127.0.0.1"}), 404)

    @override_settings(MONITOR_TOKEN="geheim")  # noqa: S106
    def test_the_token_opens_from_anywhere(self) -> None:
        self.assertEqual(self.status("203.0.113.9", **TOKEN), 200)
        for wrong in ("Bearer", "Bearer ", "Bearer no", "Basic geheim", "geheim"):
            self.assertEqual(self.status("203.0.113.9", authorization=wrong), 404)

    def test_without_a_token_none_opens(self) -> None:
        self.assertEqual(self.status("203.0.113.9", authorization="Bearer "), 404)

    def test_metrics_tell_of_requests_and_articles(self) -> None:
        make_article()
        self.client.get("/robots.txt")
        # counted by stage, scheduled
        with self.assertNumQueries(2):
            answer = self.client.get("/metrics")
        said = answer.content.decode()
        self.assertIn("version=0.0.4", answer["Content-Type"])
        self.assertIn("no-store", answer["Cache-Control"])
        self.assertIn('newsdesk_articles{state="published"} 1.0', said)
        self.assertIn('newsdesk_articles{state="killed"} 0.0', said)
        self.assertRegex(
            said, r'newsdesk_requests_total\{.*status="200",view="articles:robots"\} \d'
        )
        self.assertIn('newsdesk_database_queries_total{view="articles:robots"}', said)
