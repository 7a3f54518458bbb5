"""Readers' pages are read from replicas that have everything; all else from the primary."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, SimpleTestCase
from django.test.utils import override_settings

from articles.middleware import ReplicaMiddleware
from articles.serving import Version, replicas
from articles.serving.version import ENVIRON_KEY
from newsdesk.database_router import ReplicaRouter, reading_alias, reading_from

PRIMARY, ONE, TWO = "default", "replica1", "replica2"


class Cluster:
    """A primary and two replicas in name, the version that each has, and who was asked for it.

    One without a version does not answer.
    """

    def __init__(self, primary: int | None, one: int | None, two: int | None) -> None:
        self.versions = {PRIMARY: primary, ONE: one, TWO: two}
        self.asked: list[str] = []

    def read_version(self, alias: str) -> Version:
        self.asked.append(alias)
        number = self.versions[alias]
        if number is None:
            raise OperationalError("connection refused")
        return Version(number, 0)


@override_settings(DATABASE_ROUTERS=["newsdesk.database_router.ReplicaRouter"])
class ReplicaCase(SimpleTestCase):
    def cluster(self, *versions: int | None) -> Cluster:
        cluster = Cluster(*versions)
        fakes: dict[str, Any] = {
            "read_version": cluster.read_version,
            "connections": {name: mock.Mock() for name in cluster.versions},
            "_primary": replicas._Database(PRIMARY),
            "_replicas": [replicas._Database(ONE), replicas._Database(TWO)],
        }
        for name, fake in fakes.items():
            patched = mock.patch.object(replicas, name, fake)
            patched.start()
            self.addCleanup(patched.stop)
        return cluster

    def read_from(self, request: HttpRequest | None = None) -> str:
        """Return the database that the page of a request is read from."""
        found: list[str] = []

        def page(_request: HttpRequest) -> HttpResponse:
            found.append(reading_alias())
            return HttpResponse()

        ReplicaMiddleware(page)(request or reader())
        return found[0]


def reader(method: str = "GET", path: str = "/zh-cn/", cookie: str = "") -> HttpRequest:
    request = RequestFactory().generic(method, path)
    request.COOKIES |= {cookie: "abc"} if cookie else {}
    return request


class ChoiceTests(ReplicaCase):
    def test_replicas_that_have_everything_take_turns(self) -> None:
        self.cluster(7, 7, 8)
        self.assertEqual({self.read_from() for _n in range(4)}, {ONE, TWO})

    def test_one_that_lacks_a_change_is_not_read(self) -> None:
        self.cluster(7, 6, 7)
        self.assertEqual({self.read_from() for _n in range(4)}, {TWO})

    def test_where_all_lack_it_the_primary_is_read(self) -> None:
        cluster = self.cluster(7, 6, 6)
        self.assertEqual(self.read_from(), PRIMARY)
        cluster.versions[ONE] = 7
        self.assertEqual({self.read_from() for _n in range(4)}, {ONE})

    def test_what_the_page_cache_read_before_is_not_asked_again(self) -> None:
        cluster = self.cluster(7, 7, 7)
        request = reader()
        request.META[ENVIRON_KEY] = Version(5, 0)
        self.assertIn(self.read_from(request), {ONE, TWO})
        self.assertNotIn(PRIMARY, cluster.asked)

    def test_a_page_is_kept_under_a_version_that_its_replica_has(self) -> None:
        self.cluster(7, 7, 6)
        request = reader()
        self.read_from(request)
        self.assertEqual(request.META[ENVIRON_KEY], Version(7, 0))

    def test_what_a_replica_has_is_believed_for_a_second_only(self) -> None:
        cluster = self.cluster(7, 7, 7)
        for _n in range(6):
            self.read_from()
        self.assertEqual(cluster.asked.count(ONE), 1)
        later = time.monotonic() + 1.1
        with mock.patch("time.monotonic", return_value=later):
            for _n in range(2):
                self.read_from()
        self.assertEqual(cluster.asked.count(ONE), 2)


class PersonalTests(ReplicaCase):
    def test_who_is_signed_in_or_sends_something_reads_from_the_primary(self) -> None:
        self.cluster(7, 7, 7)
        for request in (
            reader("POST"),
            reader(path="/admin/"),
            reader(cookie=settings.SESSION_COOKIE_NAME),
        ):
            self.assertEqual(self.read_from(request), PRIMARY)

    def test_a_transaction_reads_what_it_writes(self) -> None:
        router = ReplicaRouter()
        with reading_from(ONE):
            self.assertEqual(router.db_for_read(object), ONE)
            self.assertEqual(router.db_for_write(object), PRIMARY)
            writing = SimpleNamespace(in_atomic_block=True)
            with mock.patch("newsdesk.database_router.connection", writing):
                self.assertEqual(router.db_for_read(object), PRIMARY)

    def test_no_replica_is_migrated(self) -> None:
        self.assertTrue(ReplicaRouter().allow_migrate(PRIMARY, "articles"))
        self.assertFalse(ReplicaRouter().allow_migrate(ONE, "articles"))


class OutageTests(ReplicaCase):
    def test_a_lost_replica_is_left_out_for_a_while(self) -> None:
        cluster = self.cluster(7, None, 7)
        with self.assertLogs("articles.serving.replicas", "WARNING"):
            found = {self.read_from() for _n in range(6)}
        self.assertEqual(found, {TWO})
        self.assertEqual(cluster.asked.count(ONE), 1)

    def test_without_a_primary_the_replica_that_has_most_is_read(self) -> None:
        cluster = self.cluster(None, 6, 7)
        request = reader()
        with self.assertLogs("articles.serving.replicas", "WARNING"):
            self.assertEqual(self.read_from(request), TWO)
        self.assertEqual(request.META[ENVIRON_KEY], Version(7, 0))
        self.assertEqual(self.read_from(), TWO)
        self.assertEqual(cluster.asked.count(PRIMARY), 1)

    def test_without_any_database_the_primary_says_so(self) -> None:
        self.cluster(None, None, None)
        with self.assertLogs("articles.serving.replicas", "WARNING"):
            self.assertEqual(self.read_from(), PRIMARY)


class InterruptedTests(ReplicaCase):
    """A replica that ends in the middle of a page."""

    def answer(self, error: Exception) -> tuple[HttpResponse | None, list[str]]:
        """Let the replica fail a view that reads; return the answer and what it read from."""
        read: list[str] = []

        def view(_request: HttpRequest, variant: str) -> HttpResponse:
            read.append(reading_alias())
            return HttpResponse(variant)

        request = reader()
        match: Any = SimpleNamespace(func=view, args=(), kwargs={"variant": "zh-cn"})
        request.resolver_match = match
        page: Callable[[HttpRequest], HttpResponse] = mock.Mock()
        with reading_from(ONE):
            answer = ReplicaMiddleware(page).process_exception(request, error)
        return answer, read

    def test_the_page_is_read_from_the_primary(self) -> None:
        self.cluster(7, 7, None)
        with self.assertLogs("articles.serving.replicas", "WARNING"):
            answer, read = self.answer(OperationalError("terminating connection"))
            self.assertEqual(read, [PRIMARY])
            self.assertEqual(self.read_from(), PRIMARY)
        assert answer is not None
        self.assertEqual(answer.content, b"zh-cn")

    def test_an_error_of_ours_stays_one(self) -> None:
        self.cluster(7, 7, 7)
        answer, read = self.answer(IntegrityError("unique"))
        self.assertIsNone(answer)
        self.assertEqual(read, [])
