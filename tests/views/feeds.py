"""Read a feed as a program would: strictly, with the few questions tests ask."""

from __future__ import annotations

import json
from typing import Any

import feedparser
from django.test import TestCase

HOST = "http://127.0.0.1:8000"


class FeedTestCase(TestCase):
    def answer(
        self, path: str, status: int = 200, headers: dict[str, str] | None = None
    ) -> Any:
        answer = self.client.get(path, headers=headers)
        self.assertEqual(answer.status_code, status, path)
        return answer

    def parsed(self, path: str) -> Any:
        """The feed of an XML format, which must be well formed."""
        found = feedparser.parse(self.answer(path).content, sanitize_html=False)
        self.assertFalse(found.bozo, found.get("bozo_exception"))
        return found

    def entries(self, path: str) -> list[Any]:
        return list(self.parsed(path).entries)

    def items(self, path: str) -> list[dict[str, Any]]:
        return list(json.loads(self.answer(path).content)["items"])

    def titles(self, path: str = "/zh-cn/feed.rss") -> list[str]:
        return [entry.title for entry in self.entries(path)]
