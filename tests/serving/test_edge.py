"""What stands in front of the site may keep a page while it is known to hear of changes."""

from __future__ import annotations

import json
import re
import time
from datetime import timedelta
from unittest import mock
from urllib.parse import urlsplit

from django.conf import settings
from django.test import TestCase, override_settings
from django.utils import timezone

from articles.health.readiness import check_edge
from articles.models import ContentVersion, EdgePurge
from articles.publishing import kill
from articles.serving import edge
from articles.serving.edge import Cdn, Hook, Varnish
from tests.factories import make_article
from tests.outbox.receiving import PartnerServer
from tests.people import make_chief
from tests.serving.sites import Answer, Site

FRONT = "/zh-cn/"
SECRET = "geheim"  # noqa: S105
FIELDS = {
    *("surrogate-control", "cdn-cache-control", "surrogate-key", "cache-tag"),
    "content-version",
}


class EdgeCase(TestCase):
    def setUp(self) -> None:
        self.server = self.enterContext(PartnerServer())
        self.article = make_article(title="港股收高")
        self.path = self.article.get_absolute_url()

    def hook(self, scheme: str) -> Hook:
        url = f"{scheme}://127.0.0.1:{self.server.server_port}/purge/content?soft=0"
        return Hook(urlsplit(url), ("Authorization", f"Bearer {SECRET}"))

    def assert_may_keep(self, answer: Answer) -> None:
        self.assertLessEqual(FIELDS, {*answer.headers})

    def assert_may_not_keep(self, answer: Answer) -> None:
        self.assertFalse(FIELDS & {*answer.headers}, answer.headers)


class VarnishTests(EdgeCase):
    def setUp(self) -> None:
        super().setUp()
        self.varnish = Varnish(self.hook("varnish"))
        self.addCleanup(self.varnish._peer.close)
        self.site = Site(edge=self.varnish)

    def tell(self) -> None:
        self.varnish.tell(self.site.cache.watch)

    def test_without_one_no_page_may_be_kept(self) -> None:
        self.assert_may_not_keep(Site().get(self.path))

    def test_a_page_may_be_kept_once_its_version_was_told(self) -> None:
        self.assert_may_not_keep(self.site.get(self.path))
        self.tell()
        answer = self.site.get(self.path)
        self.assert_may_keep(answer)
        version = str(self.site.cache.watch.number)
        self.assertEqual(answer.headers["content-version"], version)

    def test_a_version_is_told_with_how_long_it_holds_and_the_secret(self) -> None:
        self.tell()
        (got,) = self.server.received
        version = str(self.site.cache.watch.number)
        self.assertEqual(got.headers["content-version"], version)
        self.assertTrue(0 < float(got.headers["lease"]) <= edge.LEASE)
        self.assertEqual(got.headers["authorization"], f"Bearer {SECRET}")

    def test_browsers_and_other_caches_are_told_to_ask_each_time(self) -> None:
        without = Site().get(self.path)
        self.tell()
        answer = self.site.get(self.path)
        self.assertEqual(answer.seen, without.seen)
        self.assertIn("s-maxage=0", answer.headers["cache-control"])
        self.assertNotIn("stale", answer.headers["cache-control"])

    def test_a_page_of_before_may_not_be_kept(self) -> None:
        self.tell()
        self.assert_may_keep(self.site.get(FRONT))
        make_article(title="央行降息")
        self.site.cache.watch.poll()
        self.tell()
        old = self.site.get(FRONT)
        self.assertNotIn("央行降息", old.text)
        self.assert_may_not_keep(old)

    def test_a_killed_article_may_not_be_kept_as_it_was(self) -> None:
        self.tell()
        self.assert_may_keep(self.site.get(self.path))
        kill(self.article, reason="错", notices={}, by=make_chief())
        self.site.cache.watch.poll()
        self.tell()
        answer = self.site.get(self.path)
        self.assertEqual(answer.status, 410)
        self.assert_may_keep(answer)

    def test_what_was_told_holds_no_longer_than_the_database_said(self) -> None:
        self.tell()
        self.site.cache.watch.seen_at -= edge.LEASE
        self.assert_may_not_keep(self.site.get(self.path))
        self.tell()
        self.assertEqual(len(self.server.received), 1)

    def test_one_that_refuses_may_keep_nothing(self) -> None:
        self.server.answers = [403]
        with self.assertLogs("articles.serving.edge", "ERROR") as logged:
            self.tell()
        self.assertIn("refuses: 403", logged.output[0])
        self.assertNotIn(SECRET, logged.output[0])
        self.assert_may_not_keep(self.site.get(self.path))
        self.tell()
        self.assert_may_keep(self.site.get(self.path))

    def test_one_that_is_away_may_keep_nothing(self) -> None:
        self.server.server_close()
        with self.assertLogs("articles.serving.edge", "ERROR") as logged:
            self.tell()
            self.tell()
        self.assertEqual(len(logged.output), 1)
        self.assert_may_not_keep(self.site.get(self.path))

    def test_no_page_may_be_kept_past_its_end(self) -> None:
        soon = timezone.now() + timedelta(seconds=20)
        make_article(title="明日头条", published_at=soon)
        self.site.notice_changes()
        self.tell()
        said = self.site.get(self.path).headers["surrogate-control"]
        seconds = [*map(int, re.findall(r"=(\d+)", said))]
        self.assertLessEqual(sum(seconds), 20)
        self.assertGreater(seconds[0], 0)

    def test_what_the_site_does_not_keep_nobody_keeps(self) -> None:
        self.tell()
        self.site.get(self.path)
        for path, cookie in {
            "/zh-cn/search/?q=港股": "",
            "/": "",
            self.path: f"{settings.SESSION_COOKIE_NAME}=abc",
        }.items():
            with self.subTest(path):
                self.assert_may_not_keep(self.site.get(path, HTTP_COOKIE=cookie))

    def test_what_is_uncertain_nobody_keeps(self) -> None:
        self.site.get(self.path)
        self.tell()
        with mock.patch.object(type(self.site.cache.watch), "is_late", True):
            answer = self.site.get(self.path)
        self.assertEqual(answer.headers["cache-control"], "no-store")
        self.assert_may_not_keep(answer)

    def test_a_page_that_did_not_change_may_be_kept_on(self) -> None:
        self.tell()
        tag = self.site.get(self.path).headers["etag"]
        answer = self.site.get(self.path, HTTP_IF_NONE_MATCH=tag)
        self.assertEqual(answer.status, 304)
        self.assert_may_keep(answer)


class NetworkTests(EdgeCase):
    def setUp(self) -> None:
        super().setUp()
        self.cdn = Cdn(self.hook("http"))
        self.site = Site(edge=self.cdn)

    def tell(self, cdn: Cdn | None = None, *, is_settled: bool = True) -> None:
        cdn = cdn or self.cdn
        ago = edge.SETTLED if is_settled else 0.0
        self.site.cache.watch.changed_at = time.monotonic() - ago
        cdn._again_at = -1e9
        cdn.tell(self.site.cache.watch)

    def test_a_change_is_purged_at_once_and_again_when_no_worker_sends_what_was(
        self,
    ) -> None:
        for is_settled in (False, False, True, True):
            self.tell(is_settled=is_settled)
        self.assertEqual(len(self.server.received), 2)

    def test_a_page_may_be_kept_after_the_second_purge(self) -> None:
        self.tell(is_settled=False)
        self.assert_may_not_keep(self.site.get(self.path))
        self.tell()
        self.assert_may_keep(self.site.get(self.path))

    def test_after_a_change_no_page_may_be_kept_before_it_is_purged(self) -> None:
        self.tell()
        self.assert_may_keep(self.site.get(FRONT))
        make_article()
        self.site.notice_changes()
        self.assert_may_not_keep(self.site.get(FRONT))

    def test_no_page_may_be_kept_that_the_database_has_not_just_vouched_for(
        self,
    ) -> None:
        self.tell()
        self.assert_may_keep(self.site.get(self.path))
        self.site.cache.watch.seen_at = time.monotonic() - edge.LEASE + 1
        self.assert_may_keep(self.site.get(self.path))
        self.site.cache.watch.seen_at -= 1
        with mock.patch("articles.serving.watch.LATE_AFTER", 100.0):
            self.assert_may_not_keep(self.site.get(self.path))

    def test_the_key_of_all_pages_is_purged_with_the_secret(self) -> None:
        self.tell()
        (got,) = self.server.received
        key = self.site.get(self.path).headers["surrogate-key"]
        self.assertEqual(json.loads(got.body), {"tags": [key]})
        self.assertEqual(got.path, "/purge/content?soft=0")
        self.assertEqual(got.headers["authorization"], f"Bearer {SECRET}")

    def test_of_two_processes_one_purges_and_both_know(self) -> None:
        other = Cdn(self.hook("http"))
        self.tell(is_settled=False)
        self.tell(other, is_settled=False)
        self.assertEqual(len(self.server.received), 1)
        self.tell()
        self.tell(other)
        self.assertEqual(len(self.server.received), 2)
        self.assertTrue(other.knows(self.site.cache.watch.number))

    def test_another_process_purges_once_one_that_began_is_gone(self) -> None:
        self.tell(is_settled=False)
        other = Cdn(self.hook("http"))
        EdgePurge.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
        self.tell(other)
        self.assertTrue(other.knows(self.site.cache.watch.number))

    def test_a_purge_that_is_refused_is_tried_again_later_and_later(self) -> None:
        self.server.answers = [503] * 3
        pauses = []
        with self.assertLogs("articles.serving.edge", "ERROR") as logged:
            for _time in range(3):
                self.tell()
                pauses.append(self.cdn._pause)
        self.assertEqual(pauses, [2 * edge.PAUSE, 4 * edge.PAUSE, 8 * edge.PAUSE])
        self.assertNotIn(SECRET, logged.output[0])
        self.assert_may_not_keep(self.site.get(self.path))
        self.tell()
        self.assert_may_keep(self.site.get(self.path))

    @mock.patch.object(edge, "PAUSE", 100.0)
    def test_many_changes_in_a_row_are_purged_together(self) -> None:
        self.tell()
        for _time in range(3):
            make_article()
            self.site.cache.watch.poll()
            self.cdn.tell(self.site.cache.watch)
        self.assertEqual(len(self.server.received), 1)

    def test_a_backup_that_was_restored_is_another_version_to_purge(self) -> None:
        self.tell()
        ContentVersion.objects.update(version=1)
        self.site.cache.watch.poll()
        self.tell()
        self.assertEqual(len(self.server.received), 2)
        self.assertTrue(self.cdn.knows(1))


class CheckTests(EdgeCase):
    def setting(self, scheme: str) -> override_settings:
        url = urlsplit(f"{scheme}://localhost:{self.server.server_port}/")
        header = ("Authorization", f"Bearer {SECRET}")
        return override_settings(EDGE_PURGE_URL=url, EDGE_PURGE_HEADER=header)

    def test_without_one_there_is_nothing_to_say(self) -> None:
        with self.assertNumQueries(0):
            self.assertEqual(check_edge().remedy, "")

    def test_a_varnish_that_refuses_is_named_without_the_secret(self) -> None:
        self.server.answers = [403]
        with self.setting("varnish"):
            finding = check_edge().finding
            self.assertIn("localhost refuses: 403", finding)
            self.assertNotIn(SECRET, finding)
            self.assertEqual(check_edge().remedy, "")

    def test_a_network_that_is_late_is_named(self) -> None:
        with self.setting("https"):
            self.assertEqual(check_edge().remedy, "")
            number = int((time.time() - 90) * 1e6)
            ContentVersion.objects.update(version=number)
            self.assertIn("has not purged the change of 90 sec", check_edge().finding)
            EdgePurge.objects.create(pk=1, version=number)
            self.assertEqual(check_edge().remedy, "")
