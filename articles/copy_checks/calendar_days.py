"""Days in a text: a weekday that is another, and a past day in the future tense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, Severity, register
from articles.copy_checks.checked_copy import Copy, Finding, Passage

_DAYS = "一二三四五六日"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
_ZH_DAY = r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号號]"
_ZH_WEEKDAY = r"(?:星期|礼拜|禮拜|周|週)(?P<weekday>[一二三四五六日天])"
_EN_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|"
    r"June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|"
    r"Dec(?:ember|\.)?)"
)
_EN_NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_EN_WEEKDAY = r"\b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_WITH_WEEKDAY = [
    re.compile(rf"{_ZH_DAY}[ ]?[（(]?[ ]?{_ZH_WEEKDAY}(?!至|[~～-])"),
    re.compile(rf"{_ZH_WEEKDAY}[ ]?[（(]{_ZH_DAY}[）)]"),
    re.compile(rf"{_EN_WEEKDAY},? {_EN_MONTH} {_EN_NUMBER}(?:,? (?P<year>\d{{4}}))?"),
    re.compile(rf"{_EN_WEEKDAY},? {_EN_NUMBER} {_EN_MONTH}(?:,? (?P<year>\d{{4}}))?"),
    re.compile(
        rf"\b{_EN_MONTH} {_EN_NUMBER}(?:, (?P<year>\d{{4}}))? \({_EN_WEEKDAY}\)"
    ),
]
_IN_FUTURE = [
    re.compile(
        rf"(?:将于|將於|将在|將在|拟于|擬於|定于|定於|计划于|計劃於)"
        rf"(?:当地时间|當地時間|北京时间|美东时间|美東時間)?(?P<date>{_ZH_DAY})"
    ),
    re.compile(
        rf"\bwill (?:[a-z]+ ){{1,6}}on (?:[A-Z][a-z]+day,? )?"
        rf"(?P<date>{_EN_MONTH} {_EN_NUMBER}(?:, (?P<year>\d{{4}}))?)"
    ),
]
# What was planned then is told in this tense, too.
_TOLD_OF_THEN = re.compile(
    "原|此前|曾|当时|當時|早前|先前|彼时|彼時|之前|去年|上月|上周|上週|年前|月前|"
    r"\b(?:had|previously|earlier|originally|last)\b"
)
_CLAUSE_END = re.compile(r"[。！？；\n]|\. ")
# Longer ago it is history, or the day of another year.
_MOST_DAYS_AGO = 60
_HALF_A_YEAR = 190


@register
class WrongWeekday(Check):
    key = "weekday"
    label = gettext_lazy("Weekday that does not match its date")
    severity = Severity.MUST

    def find(self, copy: Copy) -> Iterator[Finding]:
        for passage in copy.passages:
            for pattern in _WITH_WEEKDAY:
                for match in pattern.finditer(passage.prose):
                    if finding := _wrong_weekday(passage, match, copy.published_on):
                        yield finding


def _wrong_weekday(
    passage: Passage, match: re.Match[str], published_on: date
) -> Finding | None:
    written = match["weekday"]
    is_chinese = len(written) == 1
    number = (
        _DAYS.index(written.replace("天", "日"))
        if is_chinese
        else _WEEKDAYS.index(written)
    )
    days = _days(match, published_on)
    if not days or number in {day.weekday() for day in days}:
        return None
    day = _nearest(days, published_on)
    right = _DAYS[day.weekday()] if is_chinese else _WEEKDAYS[day.weekday()]
    if written == "天" or (right == "日" and "天" in match[0]):
        right = right.replace("日", "天")
    message = _("%(day)s is another day of the week") % {"day": day.isoformat()}
    return passage.find(match, message, right, match.re.groupindex["weekday"])


@register
class PastInFuture(Check):
    key = "tense"
    label = gettext_lazy("A past day in the future tense")

    def find(self, copy: Copy) -> Iterator[Finding]:
        for passage in copy.passages:
            for pattern in _IN_FUTURE:
                for match in pattern.finditer(passage.prose):
                    days = _days(match, copy.published_on)
                    if not days or _is_told_of_then(passage.prose, match.start()):
                        continue
                    day = _nearest(days, copy.published_on)
                    if 0 < (copy.published_on - day).days <= _MOST_DAYS_AGO:
                        message = _("%(day)s was before the day of publication")
                        text = message % {"day": day.isoformat()}
                        yield passage.find(match, text)


def _is_told_of_then(prose: str, at: int) -> bool:
    """Tell whether the clause, or the one before, tells of an earlier time."""
    ends = [found.end() for found in _CLAUSE_END.finditer(prose, max(0, at - 200), at)]
    clause = prose[ends[-1] if ends else max(0, at - 200) : at]
    return bool(_TOLD_OF_THEN.search(clause) or re.search(r"\d月|\d日", clause))


def _days(match: re.Match[str], published_on: date) -> list[date]:
    """Return the days that may be meant: of the year named, else of the nearest years."""
    month = match["month"]
    number = int(month) if month.isdigit() else _month_number(month)
    if year := match["year"]:
        years = [int(year)]
    else:
        years = [published_on.year + step for step in (-1, 0, 1)]
    days = []
    for year_of_day in years:
        try:
            day = date(year_of_day, number, int(match["day"]))
        except ValueError:  # 2月30日 is another slip.
            continue
        # Half a year away it is not meant without its year.
        is_near = abs((day - published_on).days) <= _HALF_A_YEAR
        if match["year"] or is_near or day.year == published_on.year:
            days.append(day)
    return days


def _month_number(name: str) -> int:
    start = name.lower()[:3]
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(start))


def _nearest(days: list[date], published_on: date) -> date:
    return min(days, key=lambda day: abs(day - published_on))
