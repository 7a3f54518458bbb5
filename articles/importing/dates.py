"""The moments that archives write, in the spellings found in 125,030 real files."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

_NUMERIC = re.compile(
    r"""(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})
    (?:[T\s]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?
    \s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2})?(?:\s+[A-Z]{3,4})?""",
    re.VERBOSE | re.IGNORECASE,
)
_CHINESE = re.compile(
    r"(\d{4})年(\d{1,2})月(\d{1,2})日(?:\s*(\d{1,2})[:时時](\d{1,2})分?)?"
)
_WORDED = ("%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y")
_IN_A_NAME = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")


def parse_moment(text: str, default_zone: tzinfo) -> datetime | None:
    """The aware moment that a text names, or None where it names none.

    A moment without a zone is in ``default_zone``; a day alone begins at midnight.
    """
    text = text.strip()
    try:
        moment = _numeric(text) or _chinese(text) or _worded(text) or _rfc_1123(text)
    except (ValueError, OverflowError):  # 2019-02-30, or a year beyond 9999.
        return None
    if moment is None:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=default_zone)


def date_in_name(name: str, zone: tzinfo) -> datetime | None:
    """The day at the start of a file or folder name, as Jekyll writes it."""
    if found := _IN_A_NAME.match(name):
        return parse_moment(found[0], zone)
    return None


def _numeric(text: str) -> datetime | None:
    found = _NUMERIC.fullmatch(text)
    if found is None:
        return None
    parts = [int(found[name] or 0) for name in ("hour", "minute", "second")]
    day = datetime(int(found["year"]), int(found["month"]), int(found["day"]))
    moment = day.replace(hour=parts[0], minute=parts[1], second=min(parts[2], 59))
    return moment.replace(tzinfo=_zone(found["zone"]))


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _chinese(text: str) -> datetime | None:
    found = _CHINESE.fullmatch(text)
    if found is None:
        return None
    return datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]


def _worded(text: str) -> datetime | None:
    for form in _WORDED:
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


def _rfc_1123(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (TypeError, IndexError):
        return None
