"""The bytes that are sent, and what is served without a database."""

from __future__ import annotations

import gzip
from datetime import timedelta
from email.utils import formatdate
from unittest import mock

from django.db import OperationalError
from django.http import HttpResponse
from django.test import TestCase
from django.utils import timezone

from articles.serving import page_cache
from tests.factories import make_article
from tests.serving.sites import Site, ask, clock_at

FRONT = "/zh-cn/"
GZIP = {"HTTP_ACCEPT_ENCODING": "gzip, deflate, br"}


class BytesTests(TestCase):
    def setUp(self) -> None:
        self.path = make_article(body="正文。" * 300).get_absolute_url()
        self.site = Site()

    def test_each_encoding_is_made_for_who_takes_it(self) -> None:
        plain = self.site.get(self.path)
        packed = self.site.get(self.path, **GZIP)
        self.assertEqual(gzip.decompress(packed.body), plain.body)
        self.assertNotEqual(plain.headers["etag"], packed.headers["etag"])
        for answer in (plain, packed):
            self.assertEqual(answer.headers["vary"], "Accept-Encoding")
            self.assertEqual(answer.headers["content-length"], str(len(answer.body)))

    def test_a_page_kept_packed_is_unpacked_for_who_takes_no_gzip(self) -> None:
        packed = self.site.get(self.path, **GZIP)
        with self.site.not_asked():
            for header in ("", "identity", "gzip;q=0", "br"):
                plain = self.site.get(self.path, HTTP_ACCEPT_ENCODING=header)
                self.assertEqual(plain.body, gzip.decompress(packed.body))

    def test_who_has_the_bytes_gets_none(self) -> None:
        for more in ({}, GZIP):
            tag = self.site.get(self.path, **more).headers["etag"]
            for asked in (tag, f'"x", W/{tag}', "*"):
                found = self.site.get(self.path, HTTP_IF_NONE_MATCH=asked, **more)
                self.assertEqual((found.status, found.body), (304, b""))
                self.assertEqual(found.headers["etag"], tag)
        found = self.site.get(self.path, HTTP_IF_NONE_MATCH='"other"')
        self.assertEqual(found.status, 200)

    def test_a_time_stands_for_the_bytes_once_its_second_is_over(self) -> None:
        tomorrow = timezone.localtime() + timedelta(days=1)
        noon = tomorrow.replace(hour=12, minute=0, second=0)
        later = noon + timedelta(seconds=3)
        with clock_at(noon):
            self.assertNotIn("last-modified", self.site.get(self.path).headers)
        with clock_at(later):
            modified = self.site.get(self.path).headers["last-modified"]
            found = self.site.get(self.path, HTTP_IF_MODIFIED_SINCE=modified)
            self.assertEqual(found.status, 304)
            before = formatdate(later.timestamp() - 3600, usegmt=True)
            for since in (before, "nonsense"):
                found = self.site.get(self.path, HTTP_IF_MODIFIED_SINCE=since)
                self.assertEqual(found.status, 200)

    def test_what_is_not_kept_is_compressed_unless_it_is_of_one_reader(self) -> None:
        search = self.site.get("/zh-cn/search/?q=a", **GZIP)
        self.assertEqual(search.headers["content-encoding"], "gzip")
        report = self.site.get(f"{self.path}report/", **GZIP)
        self.assertNotIn("content-encoding", report.headers)
        admin = self.site.get("/admin/login/", **GZIP)
        self.assertNotIn("content-encoding", admin.headers)

    def test_pages_have_so_much_room(self) -> None:
        site = Site(room=60_000)
        for _n in range(12):
            site.get(make_article(body="正文。" * 300).get_absolute_url(), **GZIP)
        self.assertLessEqual(site.cache.pages.size, 60_000)
        self.assertGreater(len(site.cache.pages), 2)


class CutOffTests(TestCase):
    """The database is gone, as far as the page cache can tell."""

    def setUp(self) -> None:
        self.path = make_article().get_absolute_url()
        self.site = Site()
        self.site.get(self.path)

    def cut_off_for(self, seconds: float) -> None:
        watch = self.site.cache.watch
        error = OperationalError("gone")
        with mock.patch.object(watch, "read", side_effect=error):
            self.assertFalse(watch.poll())
        watch.seen_at -= seconds

    def test_kept_pages_are_served_for_nobody_to_store(self) -> None:
        self.cut_off_for(60)
        with self.site.not_asked():
            found = self.site.get(self.path)
        self.assertEqual(
            (found.status, found.headers["cache-control"]), (200, "no-store")
        )
        self.assertNotIn("etag", found.headers)

    def test_a_page_of_the_version_before_is_served_unless_something_was_taken_back(
        self,
    ) -> None:
        for is_hidden, status in ((False, 200), (True, 503)):
            make_article()
            watch = self.site.cache.watch
            watch.poll()
            watch.changed_at = -1e9
            if is_hidden:
                watch.hidden_at = watch.number
            error = OperationalError("gone")
            with (
                mock.patch.object(watch, "read", side_effect=error),
                mock.patch.object(
                    self.site.django,
                    "get_response",
                    return_value=HttpResponse(status=503),
                ),
            ):
                found = self.site.get(self.path)
            self.assertEqual(found.status, status)
            self.assertIn("no-store", found.headers.get("cache-control", "no-store"))

    def test_after_five_minutes_nothing_is_served_as_kept(self) -> None:
        self.cut_off_for(page_cache.CUT_OFF_FOR)
        before = self.site.django.count
        self.site.get(self.path)
        self.assertEqual(self.site.django.count, before + 1)

    def test_no_page_outlives_its_deadline(self) -> None:
        self.cut_off_for(60)
        with clock_at(timezone.now() + timedelta(days=1)):
            before = self.site.django.count
            self.site.get(self.path)
            self.assertEqual(self.site.django.count, before + 1)

    def test_another_database_makes_the_pages_new(self) -> None:
        # As if this one were an older backup.
        watch = self.site.cache.watch
        watch.number += 10**15
        for _key, (page, _size) in self.site.cache.pages._pages.items():
            page.version = watch.number
        self.site.notice_changes()
        before = self.site.django.count
        self.site.get(self.path)
        self.assertEqual(self.site.django.count, before + 1)


class AskTests(TestCase):
    def test_the_test_client_passes_the_cache_by(self) -> None:
        site = Site()
        self.client.get(FRONT)
        self.assertEqual(ask(site.cache, FRONT).status, 200)
        self.assertEqual(site.django.count, 1)
