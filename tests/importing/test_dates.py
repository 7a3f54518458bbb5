"""The date spellings of real archives, and what is no date."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.importing.dates import date_in_name, parse_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")


class ParseMomentTests(SimpleTestCase):
    def test_every_spelling_found_in_archives_is_read(self) -> None:
        cases = {
            "2025-02-10 15:35:00": "2025-02-10T15:35:00+08:00",
            "2025-02-10": "2025-02-10T00:00:00+08:00",
            "2021-02-2": "2021-02-02T00:00:00+08:00",
            "2025/02/10 9:05": "2025-02-10T09:05:00+08:00",
            "2014-06-30 10:00:00 -0400": "2014-06-30T10:00:00-04:00",
            "2020-10-09T08:44:00.000Z": "2020-10-09T08:44:00+00:00",
            "2017-02-13T20:56:11.0000000": "2017-02-13T20:56:11+08:00",
            "2019-03-28T09:30:00+08:00": "2019-03-28T09:30:00+08:00",
            "2016-01-05 12:00:00 +0000 UTC": "2016-01-05T12:00:00+00:00",
            "Fri, 31 May 2013 10:00:00 -0400": "2013-05-31T10:00:00-04:00",
            "2020年8月8日": "2020-08-08T00:00:00+08:00",
            "May 31, 2013": "2013-05-31T00:00:00+08:00",
        }
        for text, expected in cases.items():
            with self.subTest(text):
                moment = parse_moment(text, SHANGHAI)
                self.assertEqual(moment and moment.isoformat(), expected)

    def test_what_is_no_date_is_none(self) -> None:
        for text in (
            "",
            "Invalid Date",
            "2019-02-30",
            "9999-99-99 9:99:99 -9999",
            "soon",
            "2025",
        ):
            with self.subTest(text):
                self.assertIsNone(parse_moment(text, SHANGHAI))

    @given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9999, 1, 1)))
    def test_an_iso_moment_survives(self, moment: datetime) -> None:
        moment = moment.replace(microsecond=0, tzinfo=UTC)
        self.assertEqual(parse_moment(moment.isoformat(), SHANGHAI), moment)

    @given(st.text(max_size=40))
    def test_any_text_is_a_moment_or_none(self, text: str) -> None:
        moment = parse_moment(text, SHANGHAI)
        self.assertTrue(moment is None or moment.tzinfo is not None)


class DateInNameTests(SimpleTestCase):
    def test_a_leading_day_counts_and_other_digits_do_not(self) -> None:
        self.assertEqual(
            date_in_name("2012-02-14-why.md", UTC), datetime(2012, 2, 14, tzinfo=UTC)
        )
        for name in ("why-2012-02-14.md", "2012-02-145.md", "832914.md"):
            self.assertIsNone(date_in_name(name, UTC))
