"""Without Redis the site is slower, not down."""

from __future__ import annotations

import os
import socket

import pytest
from django.core.cache import cache
from django.test import TestCase

from newsdesk import fallback_cache
from newsdesk.fallback_cache import FallbackRedisCache
from tests.factories import make_article


@pytest.fixture(autouse=True)
def _no_outage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback_cache._Outage, "until", -1e9)
    monkeypatch.setattr(fallback_cache._Outage, "logged_at", -1e9)


def _gone() -> FallbackRedisCache:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return FallbackRedisCache(f"redis://127.0.0.1:{port}/0", {})


class FallbackTests(TestCase):
    def test_each_question_is_answered_from_memory(self) -> None:
        gone = _gone()
        gone.set("a", 1)
        self.assertEqual((gone.get("a"), gone.get("b", 2)), (1, 2))
        self.assertTrue(gone.add("count", 0))
        self.assertFalse(gone.add("count", 0))
        self.assertEqual([gone.incr("count"), gone.incr("count")], [1, 2])
        self.assertEqual(gone.get_many(["a", "b"]), {"a": 1})
        self.assertTrue(gone.has_key("a"))
        gone.set_many({"c": 3})
        gone.delete_many(["c"])
        self.assertTrue(gone.delete("a"))
        gone.clear()
        self.assertIsNone(gone.get("count"))

    def test_it_is_logged_once_and_not_asked_at_each_turn(self) -> None:
        gone = _gone()
        with self.assertLogs("newsdesk.fallback_cache", "ERROR") as logged:
            for _turn in range(3):
                gone.get("a")
        self.assertEqual(len(logged.records), 1)

    def test_feeds_and_reports_answer_without_redis(self) -> None:
        article = make_article()
        gone = _gone()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("articles.views.feeds.cache", gone)
            patch.setattr("articles.views.rate_limit.cache", gone)
            self.assertEqual(self.client.get("/zh-cn/feed.rss").status_code, 200)
            path = f"{article.get_absolute_url()}report/"
            sent = self.client.post(path, {"passage": "正文"})
        self.assertLess(sent.status_code, 500)


@pytest.mark.skipif("CACHE_URL" not in os.environ, reason="CACHE_URL names no Redis")
def test_redis_is_asked_again() -> None:
    fallback_cache._Outage.until = -1e9
    cache.set("a", 1)
    assert cache.get("a") == 1
