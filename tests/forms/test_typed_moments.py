from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from hypothesis import given, strategies as st

from articles.forms.typed_moments import TypedMomentField, parse_moment
from articles.time_zones import distance_in_words, moment_in_words

# A Monday.
NOW = datetime(2026, 11, 30, 15, 0)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9:30", "2026-12-01 09:30"),
        ("９：３０", "2026-12-01 09:30"),
        ("16:00", "2026-11-30 16:00"),
        ("0930", "2026-12-01 09:30"),
        ("今天 9:30", "2026-11-30 09:30"),
        ("明天9:30", "2026-12-01 09:30"),
        ("明天上午9点半", "2026-12-01 09:30"),
        ("明早 9點", "2026-12-01 09:00"),
        ("今晚8点", "2026-11-30 20:00"),
        ("明晚 20:15", "2026-12-01 20:15"),
        ("后天 下午3:05", "2026-12-02 15:05"),
        ("後天 下午3時5分", "2026-12-02 15:05"),
        ("中午12:00", "2026-12-01 12:00"),
        ("晚上12点", "2026-12-01 00:00"),
        ("周五 9:30", "2026-12-04 09:30"),
        ("下周一 9:30", "2026-12-07 09:30"),
        ("禮拜日 9:30", "2026-12-06 09:30"),
        ("Friday 9:30", "2026-12-04 09:30"),
        ("next Friday at 9.30am", "2026-12-11 09:30"),
        ("tomorrow 9:30 pm", "2026-12-01 21:30"),
        ("9 am", "2026-12-01 09:00"),
        ("12 am", "2026-12-01 00:00"),
        ("2026-12-01 09:30", "2026-12-01 09:30"),
        ("2026/12/1 9:30:15", "2026-12-01 09:30:15"),
        ("2026年12月1日 9:30", "2026-12-01 09:30"),
        ("2026年12月1日9時30分", "2026-12-01 09:30"),
        ("11月30日 09:30 北京时间", "2026-11-30 09:30"),
        ("11月30日 09:30 北京時間", "2026-11-30 09:30"),
        ("1月3日 9:30", "2027-01-03 09:30"),
        ("1 Dec 2026, 9:30", "2026-12-01 09:30"),
        ("December 1, 9:30 Beijing time", "2026-12-01 09:30"),
        ("12月1日 周二 09:30", "2026-12-01 09:30"),
    ],
)
def test_a_moment_is_read_as_it_is_meant(text: str, meant: str) -> None:
    assert parse_moment(text, NOW) == datetime.fromisoformat(meant)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("soon", "cannot be read"),
        ("9:30 12", "cannot be read"),
        ("9:30 台北时间", "cannot be read"),
        ("明天", "time of day"),
        ("2026-12-01", "time of day"),
        ("2026-02-30 9:30", "no such day"),
        ("2月30日 9:30", "no such day"),
        ("25:00", "no such time"),
        ("9:75", "no such time"),
        ("12月1日 周三 09:30", "no such day of the week"),
        ("\x00", "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, problem: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError, match=problem):
        parse_moment(text, NOW)


@given(st.text(max_size=40))
def test_any_text_is_a_moment_or_an_error(text: str) -> None:
    with suppress(ValidationError):
        assert isinstance(parse_moment(text, NOW), datetime)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@given(st.datetimes(datetime(2000, 1, 1), datetime(2199, 1, 1)))
def test_what_is_echoed_can_be_typed(language: str, wall_time: datetime) -> None:
    moment = timezone.make_aware(wall_time.replace(microsecond=0))
    with translation.override(language):
        assert TypedMomentField().clean(moment_in_words(moment)) == moment


def test_a_distance_is_told_in_two_units() -> None:
    moment = timezone.make_aware(datetime(2026, 12, 1, 9, 30))
    with translation.override("en"):
        for now, told in (
            (datetime(2026, 11, 30, 23, 50), "in 9 h 40 min"),
            (datetime(2026, 11, 28, 9, 30), "in 3 d"),
            (datetime(2026, 12, 1, 9, 35), "5 min ago"),
            (datetime(2026, 12, 1, 9, 30), "now"),
        ):
            assert distance_in_words(moment, timezone.make_aware(now)) == told
