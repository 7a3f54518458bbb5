"""A date is written back in the spelling that stood there."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase

from articles.archive.exporter.datetimes import spell

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2025, 2, 3, 16, 5, 9, tzinfo=UTC)  # 00:05:09 on the 4th in Shanghai


class SpellTests(SimpleTestCase):
    def test_zone_separators_and_length_stay(self) -> None:
        for like, expected in {
            "2024-01-01 08:00:00": "2025-02-04 00:05:09",
            "2024-01-01T08:00:00": "2025-02-04T00:05:09",
            "2024-01-01T08:00:00Z": "2025-02-03T16:05:09Z",
            "2024-01-01T08:00:00.000Z": "2025-02-03T16:05:09.000Z",
            "2024-01-01 08:00:00 -0400": "2025-02-03 12:05:09 -0400",
            "2024-01-01T08:00:00+08:00": "2025-02-04T00:05:09+08:00",
            "2024/1/1 8:00": "2025/2/4 0:05:09",
            "2024-01-01 08:00:00 +0800 CST": "2025-02-04 00:05:09 +0800 CST",
            "2024-01-01": "2025-02-04 00:05:09",
            "1 Jan 2024": "2025-02-04 00:05:09+08:00",
            "": "2025-02-04 00:05:09+08:00",
        }.items():
            with self.subTest(like):
                self.assertEqual(spell(MOMENT, like, SHANGHAI), expected)

    def test_a_day_alone_stays_one_at_midnight(self) -> None:
        midnight = datetime(2025, 2, 3, 16, tzinfo=UTC)
        self.assertEqual(spell(midnight, "2024-01-01", SHANGHAI), "2025-02-04")
