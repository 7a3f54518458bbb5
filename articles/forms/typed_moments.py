"""A moment as a person types it: 9:30, 明天 9:30, 12月1日 9点半, 2026-12-01 09:30.

What is typed is read in the time zone of the desk, in any width and script. A time of day
alone is the next one that the clocks will show.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.forms.moments import MomentField, check_year
from articles.time_zones import moment_in_words, zone_names

_NOT_READ = _(
    "This time cannot be read. Write it as 9:30, 明天 9:30 or 2026-12-01 09:30."
)
_NO_TIME = _("Give a time of day too, such as 9:30.")

_DAYS = {
    **dict.fromkeys(("今天", "今日", "今早", "今晚", "today", "tonight"), 0),
    **dict.fromkeys(("明天", "明日", "明早", "明晚", "tomorrow"), 1),
    **dict.fromkeys(("后天", "後天", "后日", "後日"), 2),
    **dict.fromkeys(("昨天", "昨日", "昨晚", "yesterday"), -1),
}
# Half a day that the word for the day or the time names.
_EVENING = {"今晚", "明晚", "昨晚", "tonight"}
_WEEKDAYS = {
    **{name: number for number, name in enumerate("一二三四五六日")},
    "天": 6,
    **{
        name: number
        for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))
    },
}
_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            *("jan", "feb", "mar", "apr", "may", "jun"),
            *("jul", "aug", "sep", "oct", "nov", "dec"),
        ),
        start=1,
    )
}
_MONTH = "(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?"

_DATE = [
    re.compile(
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    ),
    re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号號]"),
    re.compile(rf"(?P<day>\d{{1,2}}) {_MONTH},?(?: (?P<year>\d{{4}}))?"),
    re.compile(rf"{_MONTH} (?P<day>\d{{1,2}}),?(?: (?P<year>\d{{4}}))?"),
]
_RELATIVE = re.compile(rf"{'|'.join(_DAYS)}")
_WEEKDAY = re.compile(
    r"(?P<next>下(?:个|個)?|next )?(?:(?:周|週|星期|礼拜|禮拜)(?P<han>[一二三四五六日天])"
    r"|(?P<latin>mon|tue|wed|thu|fri|sat|sun)[a-z]*)"
)
_TIME = re.compile(
    r"(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上)?\s*"
    r"(?P<hour>\d{1,2})"
    r"(?:(?P<clock>[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?)"
    r"|[点點时時](?:(?P<thirty>半)|(?P<minutes>\d{1,2})分?|整)?"
    r"|(?=\s*[ap]\.?m))"
    r"\s*(?P<meridiem>[ap]\.?m\.?)?"
)
_DIGITS = re.compile(r"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)")


def parse_moment(text: str, now: datetime) -> datetime:
    """Return the wall time that the text means, without a zone.

    ``now`` is the wall time of the desk. Raises ``ValidationError``.
    """
    rest = _folded(text)
    day, rest, word = _day_in(rest, now)
    at, rest = _time_in(rest, word in _EVENING)
    rest = re.sub(r"[,;()，、]|\bat\b|\bon\b", "", rest).strip()
    # The echo names the weekday beside the date.
    if day and (match := _WEEKDAY.fullmatch(rest)):
        if _weekday(match) != day.weekday():
            raise ValidationError(_("That day is no such day of the week."))
        rest = ""
    if rest or (day is None and at is None):
        raise ValidationError(_NOT_READ)
    if at is None:
        raise ValidationError(_NO_TIME)
    if day is None:
        moment = datetime.combine(now.date(), at)
        return moment if moment > now else moment + timedelta(days=1)
    return datetime.combine(day, at)


def _folded(text: str) -> str:
    """Return the text in one width and case, without the name of the desk's zone."""
    folded = unicodedata.normalize("NFKC", text).lower()
    folded = " ".join(folded.split())
    for name in zone_names():
        folded = folded.removesuffix(name.lower()).rstrip()
    return folded


def _day_in(text: str, now: datetime) -> tuple[date | None, str, str]:
    """Take the day out of the text: the day, what is left, and the word that named it."""
    for pattern in _DATE:
        if match := pattern.search(text):
            return _date(match, now.date()), _without(match, text), ""
    if match := _RELATIVE.search(text):
        word = match.group()
        day = now.date() + timedelta(days=_DAYS[word])
        return day, _without(match, text), word
    if match := _WEEKDAY.search(text):
        return (
            _coming(_weekday(match), bool(match["next"]), now.date()),
            _without(match, text),
            "",
        )
    return None, text, ""


def _date(match: re.Match[str], today: date) -> date:
    """Return a date; one without a year is the nearest of that name."""
    groups = match.groupdict()
    month = _MONTHS[groups["name"][:3]] if groups.get("name") else int(groups["month"])
    years = (
        [int(groups["year"])]
        if groups["year"]
        else [today.year + step for step in (-1, 0, 1)]
    )
    found = []
    for year in years:
        try:
            found.append(date(year, month, int(groups["day"])))
        except ValueError:
            continue  # 29 February, or no day at all.
    if not found:
        raise ValidationError(_("There is no such day."))
    return min(found, key=lambda day: abs(day - today))


def _weekday(match: re.Match[str]) -> int:
    return _WEEKDAYS[match["han"] or match["latin"]]


def _coming(weekday: int, is_next_week: bool, today: date) -> date:
    """Return the next such day; “next” is the one of the week that begins on Monday."""
    if is_next_week:
        return today + timedelta(days=7 - today.weekday() + weekday)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def _time_in(text: str, is_evening: bool) -> tuple[time | None, str]:
    """Take the time of day out of the text."""
    match = _TIME.search(text) or _DIGITS.search(text)
    if match is None:
        return None, text
    groups = match.groupdict()
    hour = int(groups["hour"])
    if groups.get("thirty"):
        minute = 30
    else:
        minute = int(groups.get("minute") or groups.get("minutes") or 0)
    half, meridiem = groups.get("half"), (groups.get("meridiem") or "")[:1]
    if hour < 12 and (
        meridiem == "p" or half in {"下午", "傍晚", "晚上"} or (is_evening and not half)
    ):
        hour += 12
    elif hour == 12 and (meridiem == "a" or half in {"凌晨", "晚上"}):
        hour = 0
    elif half == "中午" and hour < 3:
        hour += 12
    try:
        return time(hour, minute, int(groups.get("second") or 0)), _without(match, text)
    except ValueError as error:
        raise ValidationError(_("There is no such time of day.")) from error


def _without(match: re.Match[str], text: str) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}".strip()


class TypedMomentField(forms.CharField):
    """One box for a moment, in the time zone of the desk. Empty is None.

    ``shown`` is the moment that the form was rendered with: sent back in the same words, it
    is that moment to the microsecond.
    """

    shown: datetime | None = None

    def __init__(
        self, *, now: Callable[[], datetime] = timezone.localtime, **kwargs: Any
    ):
        super().__init__(**kwargs)
        self._now = now

    def clean(self, value: Any) -> datetime | None:
        text: str = super().clean(value)
        if not text:
            return None
        if self.shown and text == moment_in_words(self.shown):
            return self.shown
        wall_time = parse_moment(text, self._now().replace(tzinfo=None))
        moment = MomentField().compress([wall_time.date(), wall_time.time()])
        if moment:
            check_year(moment)
        return moment
