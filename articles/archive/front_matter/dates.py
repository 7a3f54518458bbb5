"""Parse the dates of archives: Hugo's spellings, and those of 125,030 real files.

Hugo reads what ``cast.ToTime`` of its library spf13/cast reads: ISO 8601 with and
without zone, RFC 822, 850, 1123 and 3339, ANSI C, Unix date, and whole numbers as
seconds since 1970. All of these are read here, and more.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_NUMERIC = re.compile(
    r"""(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})
    (?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{1,2})
        (?::(?P<second>\d{1,2})(?:[.,]\d+)?)?(?:\s*(?P<half>[AP]M))?)?
    \s*(?P<zone>Z|[A-Z]{1,5}(?:[+-]\d{2}:?\d{2})?|[+-]\d{1,2}(?::?\d{2})?)?
    (?:\s+(?:[A-Z]{1,5}|[+-]\d{2,4}))?(?:\s+m=\S+)?""",
    re.VERBOSE | re.IGNORECASE,
)
# A month alone begins on its first day.
_MONTH_ALONE = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})|\s*年\s*(\d{1,2})\s*月)")
_COMPACT = re.compile(
    r"((?:19|20)\d{2})(\d{2})(\d{2})(?:[T\s]?(\d{2})(\d{2})(\d{2})?)?(Z|[+-]\d{4})?"
)
_CHINESE = re.compile(
    r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号號]?\s*"
    r"(?P<half>[上下]午|凌晨|早上|晚上|中午)?\s*"
    r"(?:(?P<hour>\d{1,2})[:时時点點](?:(?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})?秒?)?)?)?"
)
# Org's timestamps, with a day of the week in any language and a repeater.
_ORG = re.compile(
    r"[<\[](\d{4}-\d{2}-\d{2})(?:\s+[^\W\d]+\.?)?(\s+\d{1,2}:\d{2})?[^<>\[\]]*[>\]]"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")  # fmt: skip
_MONTH = re.compile(
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = re.compile(
    r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\.?"
)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?([ap]m)?")
_OFFSET = re.compile(r"(?:gmt|utc)?([+-])(\d{1,2}):?(\d{2})?")
# Abbreviations that name one place. Others, such as CST of China and America, are read
# in the site's own zone, as Hugo does with all.
_ZONES = {
    "z": 0, "gmt": 0, "utc": 0, "ut": 0, "wet": 0, "cet": 1, "cest": 2, "hkt": 8,
    "sgt": 8, "jst": 9, "kst": 9, "est": -5, "edt": -4, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "cdt": -5,
}  # fmt: skip
_EPOCH = re.compile(r"\d{9,10}|\d{13}")
_IN_A_NAME = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|((?:19|20)\d{2})(\d{2})(\d{2})(?=[ _-])"
)
# Every time zone has these days; a later date means never.
_EARLIEST = datetime(1, 1, 3, tzinfo=UTC)
_LATEST = datetime(9999, 12, 30, tzinfo=UTC)
_IN_FOLDERS = re.compile(r"(?:^|/)((?:19|20)\d{2})/(\d{2})/(\d{2})(?=/)")


def parse_datetime(text: str, default_zone: tzinfo) -> datetime | None:
    """Parse an aware date and time; None if the text is no date.

    Without a zone it is in ``default_zone``; a day alone begins at midnight. The last
    days of 9999, which mean never, become one that all zones have. A month alone is its
    first day.
    """
    text = unicodedata.normalize("NFKC", text).strip()
    if len(text) > 80:
        return None
    if found := _ORG.fullmatch(text):
        text = found[1] + (found[2] or "")
    if found := _MONTH_ALONE.fullmatch(text):
        text = f"{found[1]}-{found[3] or found[4]}-1"
    parsed = None
    try:
        parsed = _epoch(text) or _numeric(text) or _chinese(text) or _worded(text)
        if parsed is None:
            return None
        parsed = parsed if parsed.tzinfo else parsed.replace(tzinfo=default_zone)
        utc = parsed.astimezone(UTC)
    except OverflowError:  # The first day of all, or the last.
        return _LATEST if parsed and parsed.year == 9999 else None
    except ValueError:  # 2019-02-30, or a year beyond 9999.
        return None
    if utc < _EARLIEST:
        return None
    return min(parsed, _LATEST)


def is_zero(text: str) -> bool:
    """Tell whether it is the empty date of Hugo or MySQL."""
    return re.match(r"0001-01-01(?!\d)|0000-00-00(?!\d)", text.strip()) is not None


def date_in_name(name: str, zone: tzinfo) -> datetime | None:
    """Return the day at the start of a file or folder name, as Jekyll writes it."""
    if found := _IN_A_NAME.match(name):
        return parse_datetime("-".join(part for part in found.groups() if part), zone)
    return None


def without_date(name: str) -> str:
    """Drop the day at the start of a name, unless it is the whole name."""
    found = _IN_A_NAME.match(name)
    return (name[found.end() :].lstrip(" _-") or name) if found else name


def date_in_folders(path: str, zone: tzinfo) -> datetime | None:
    """Return the day that folders name, as in ``news/2019/05/07/story.md``."""
    found = _IN_FOLDERS.search(path)
    return parse_datetime("-".join(found.groups()), zone) if found else None


def _epoch(text: str) -> datetime | None:
    """Parse seconds, or JavaScript's milliseconds, since 1970."""
    if _EPOCH.fullmatch(text) is None:
        return None
    seconds = int(text) / (1000 if len(text) == 13 else 1)
    return datetime.fromtimestamp(int(seconds), UTC)


def _numeric(text: str) -> datetime | None:
    if found := _COMPACT.fullmatch(text):
        numbers = [int(part or 0) for part in found.groups()[:6]]
        return datetime(*numbers, tzinfo=_zone(found[7]))  # type: ignore[arg-type, misc]
    found = _NUMERIC.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = (int(found[n] or 0) for n in ("hour", "minute", "second"))
    day = datetime(int(found["year"]), int(found["month"]), int(found["day"]))
    hour = _on_24_hours(hour, found["half"])
    parsed = day.replace(hour=hour, minute=minute, second=min(second, 59))
    return parsed.replace(tzinfo=_zone(found["zone"]))


def _on_24_hours(hour: int, half: str | None) -> int:
    if not half or hour > 12:
        return hour
    is_later = half.lower() in {"pm", "下午", "晚上"} or (half == "中午" and hour < 11)
    return hour % 12 + 12 if is_later else hour if half == "中午" else hour % 12


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    name = text.lower()
    if name in _ZONES:
        return timezone(timedelta(hours=_ZONES[name])) if _ZONES[name] else UTC
    found = _OFFSET.fullmatch(name)
    if found is None:
        if not text.isupper() or len(text) < 3:
            raise ValueError(text)
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset)


def _chinese(text: str) -> datetime | None:
    found = _CHINESE.fullmatch(text)
    if found is None:
        return None
    names = ("year", "month", "day", "hour", "minute", "second")
    numbers = [int(found[name] or 0) for name in names]
    numbers[3] = _on_24_hours(numbers[3], found["half"])
    return datetime(*numbers)  # type: ignore[arg-type]


def _worded(text: str) -> datetime | None:
    """Parse a date with its month in English and its parts in any order."""
    text = re.sub(r"\s*\([^()]*\)$", "", text).lower().replace(",", " ")
    text = re.sub(r"(\d)-([a-z]+)-(\d)", r"\1 \2 \3", text)
    month = day = year = hour = minute = second = 0
    zone: tzinfo | None = None
    for token in re.sub(r"(\d)\s+([ap]m)\b", r"\1\2", text).split():
        if found := _CLOCK.fullmatch(token):
            hour = _on_24_hours(int(found[1]), found[4])
            minute, second = int(found[2]), min(int(found[3] or 0), 59)
        elif found := _MONTH.fullmatch(token):
            month = _MONTHS.index(found[1][:3]) + 1
        elif found := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", token):
            day, year = (day, _century(int(found[1]))) if day else (int(found[1]), year)
        elif re.fullmatch(r"\d{4}", token):
            year = int(token)
        elif _OFFSET.fullmatch(token) or (token in _ZONES and zone is None):
            zone = _zone(token)
        elif not (
            _WEEKDAY.fullmatch(token) or re.fullmatch(r"of|at|the|[a-z]{3,4}", token)
        ):
            return None
    if not (month and day and year):
        return None
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)


def _century(year: int) -> int:
    """Return the year that two digits mean, by Go's rule."""
    return year + (1900 if year >= 69 else 2000)
