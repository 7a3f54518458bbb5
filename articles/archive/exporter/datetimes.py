"""Spell a datetime as the one that it replaces: zone, separators, length."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

_FORM = re.compile(
    r"""(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})
    (?:(?P<gap>[Tt\s]+)(?P<hour>\d{1,2}):\d{2}(?P<second>:\d{2}(?P<part>[.,]\d+)?)?)?
    (?P<space>\s*)(?P<zone>Z|UTC|GMT|[+-][01]\d:?[0-5]\d)?(?P<name>\s+[A-Z]{3,4})?""",
    re.VERBOSE | re.IGNORECASE,
)


class DatetimeText(str):
    """A datetime as text; formats with dates of their own write it without quotes."""

    __slots__ = ()


def spell(value: datetime, like: str, zone: tzinfo) -> DatetimeText:
    """Spell a datetime like another of the file: in its zone, else in ``zone``."""
    form = _FORM.fullmatch(like.strip())
    if form is None:
        return DatetimeText(value.astimezone(zone).isoformat(" ", "seconds"))
    local = value.astimezone(_zone(form["zone"]) or zone)
    month, number = (_padded(getattr(local, n), form[n]) for n in ("month", "day"))
    day = form["sep"].join([f"{local.year:04}", month, number])
    if form["hour"] or local.hour or local.minute or local.second:
        hour = _padded(local.hour, form["hour"] or "00")
        day += f"{form['gap'] or ' '}{hour}:{local.minute:02}"
        if form["second"] or form["hour"] is None or local.second:
            day += f":{local.second:02}"
        if form["part"]:
            day += form["part"][0] + "0" * (len(form["part"]) - 1)
    zone_text = f"{form['space']}{form['zone']}{form['name'] or ''}"
    return DatetimeText(day + (zone_text if form["zone"] else ""))


def _padded(number: int, like: str) -> str:
    return f"{number:0{len(like)}}" if len(like) == 2 else str(number)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    sign = re.sub("UTC|GMT", "Z", text.upper())
    return datetime.strptime(sign, "%z").tzinfo
