"""The date spellings of real archives, and what is no date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from django.test import SimpleTestCase
from hypothesis import given, strategies as st

from articles.archive.front_matter.dates import (
    date_in_folders,
    date_in_name,
    is_zero,
    parse_datetime,
    without_date,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


class ParseTests(SimpleTestCase):
    def test_every_spelling_found_in_archives_is_read(self) -> None:
        cases = {
            "2025-02-10 15:35:00": "2025-02-10T15:35:00+08:00",
            "2025-02-10": "2025-02-10T00:00:00+08:00",
            "2022-11": "2022-11-01T00:00:00+08:00",
            "2022/3": "2022-03-01T00:00:00+08:00",
            "２０２２年１１月": "2022-11-01T00:00:00+08:00",
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
            "31st of May, 2013 3:04 PM": "2013-05-31T15:04:00+08:00",
            "2006-01-02T15:04": "2006-01-02T15:04:00+08:00",
            "2025-02-10 3:35 pm": "2025-02-10T15:35:00+08:00",
            "2020年8月8日 下午3:04": "2020-08-08T15:04:00+08:00",
            "２０２０年８月８日 12时30分": "2020-08-08T12:30:00+08:00",
            "20250210": "2025-02-10T00:00:00+08:00",
            "<2025-02-10 Mon>": "2025-02-10T00:00:00+08:00",
            "[2025-02-10 周一 15:35 +1w]": "2025-02-10T15:35:00+08:00",
            "20250210153500": "2025-02-10T15:35:00+08:00",
            "1500000000": "2017-07-14T02:40:00+00:00",
            "1500000000000": "2017-07-14T02:40:00+00:00",
            "Fri May 31 2013 10:00:00 GMT+0800 (China Standard Time)": "2013-05-31T10:00:00+08:00",
        }
        self.check(cases)

    def test_every_spelling_that_hugo_knows_is_read(self) -> None:
        cases = {
            "2006-01-02T15:04:05Z": "2006-01-02T15:04:05+00:00",
            "2006-01-02T15:04:05-0700": "2006-01-02T15:04:05-07:00",
            "2006-01-02 15:04:05 -07:00": "2006-01-02T15:04:05-07:00",
            "2006-01-02 15:04:05.999999999 -0700 MST": "2006-01-02T15:04:05-07:00",
            "2001-12-14t21:59:43.10-05:00": "2001-12-14T21:59:43-05:00",
            "Mon, 02 Jan 2006 15:04:05 -0700": "2006-01-02T15:04:05-07:00",
            "Mon, 02 Jan 2006 15:04:05 GMT": "2006-01-02T15:04:05+00:00",
            "02 Jan 06 15:04 -0700": "2006-01-02T15:04:00-07:00",
            "Monday, 02-Jan-06 15:04:05 UTC": "2006-01-02T15:04:05+00:00",
            "Mon Jan  2 15:04:05 2006": "2006-01-02T15:04:05+08:00",
            "Mon Jan  2 15:04:05 UTC 2006": "2006-01-02T15:04:05+00:00",
            "Mon Jan 02 15:04:05 -0700 2006": "2006-01-02T15:04:05-07:00",
            "02 Jan 2006": "2006-01-02T00:00:00+08:00",
        }
        self.check(cases)

    def test_an_abbreviation_counts_only_where_it_names_one_place(self) -> None:
        self.check(
            {
                "2025-02-10 15:35:00 EST": "2025-02-10T15:35:00-05:00",
                "2025-02-10 15:35:00 HKT": "2025-02-10T15:35:00+08:00",
                "Mon, 10 Feb 2025 15:35:00 CST": "2025-02-10T15:35:00+08:00",
            }
        )

    def check(self, cases: dict[str, str]) -> None:
        for text, expected in cases.items():
            with self.subTest(text):
                moment = parse_datetime(text, SHANGHAI)
                self.assertEqual(moment and moment.isoformat(), expected)

    def test_what_is_no_date_is_none(self) -> None:
        for text in (
            "",
            "Invalid Date",
            "2019-02-30",
            "9999-99-99 9:99:99 -9999",
            "soon",
            "2025",
            "2025-02-10 soon",
            "May 2025",
            "0000-12-01",
            "0001-01-01",
            "12:30",
            "<soon>",
            "<2025-02-30 Sun>",
            "31/12/2019",
            "x" * 5000,
        ):
            with self.subTest(text):
                self.assertIsNone(parse_datetime(text, SHANGHAI))

    @given(st.datetimes(min_value=datetime(1000, 1, 1), max_value=datetime(9999, 1, 1)))
    def test_an_iso_date_survives(self, date: datetime) -> None:
        date = date.replace(microsecond=0, tzinfo=UTC)
        self.assertEqual(parse_datetime(date.isoformat(), SHANGHAI), date)

    @given(st.text(max_size=40))
    def test_any_text_is_a_date_or_none(self, text: str) -> None:
        moment = parse_datetime(text, SHANGHAI)
        self.assertTrue(moment is None or moment.tzinfo is not None)


class NeverTests(SimpleTestCase):
    def test_the_last_days_of_all_are_one_that_every_zone_has(self) -> None:
        west, east = (timezone(timedelta(hours=hours)) for hours in (-12, 14))
        for text in ("9999-12-31", "9999-12-31T23:59:59Z", "9999-12-31 23:59:59"):
            for zone in (UTC, west, east):
                moment = parse_datetime(text, zone)
                assert moment is not None
                for other in (west, east):
                    self.assertEqual(moment.astimezone(other).year, 9999)

    def test_the_first_days_of_all_are_none(self) -> None:
        self.assertIsNone(parse_datetime("0001-01-02T00:00:00Z", UTC))


class ZeroTests(SimpleTestCase):
    def test_no_date_is_written_in_two_ways(self) -> None:
        for text in ("0001-01-01T00:00:00Z", "0000-00-00 00:00:00", " 0000-00-00"):
            self.assertTrue(is_zero(text), text)
        self.assertFalse(is_zero("0000-12-01"))


class DateInNameTests(SimpleTestCase):
    def test_a_leading_day_counts_and_other_digits_do_not(self) -> None:
        day = datetime(2012, 2, 14, tzinfo=UTC)
        for name in ("2012-02-14-why.md", "20120214 Why.md", "2012-02-14"):
            self.assertEqual(date_in_name(name, UTC), day, name)
        for name in (
            "why-2012-02-14.md", "2012-02-145.md", "832914.md", "2012-02-31-no.md",
            "20120214.md", "99998877-x.md",
        ):  # fmt: skip
            self.assertIsNone(date_in_name(name, UTC), name)

    def test_a_name_without_its_day(self) -> None:
        self.assertEqual(without_date("2012-02-14-why"), "why")
        self.assertEqual(without_date("2012-02-14"), "2012-02-14")

    def test_folders_can_name_the_day(self) -> None:
        self.assertEqual(
            date_in_folders("news/2019/05/07/a.md", UTC),
            datetime(2019, 5, 7, tzinfo=UTC),
        )
        self.assertIsNone(date_in_folders("news/2019/05/a.md", UTC))
