"""Hugo's date layouts in the characters that Django's dates are written with.

Source: the reference time of Go's ``time`` package, Mon Jan 2 15:04:05 MST 2006.
"""

from __future__ import annotations

import re

_PARTS = {
    "2006": "Y", "06": "y", "January": "F", "Jan": "M", "01": "m", "1": "n",
    "Monday": "l", "Mon": "D", "02": "d", "_2": "j", "2": "j", "15": "H", "03": "h",
    "3": "g", "04": "i", "4": "i", "05": "s", "5": "s", "PM": "A", "pm": "a",
    "MST": "T", "-0700": "O", "-07:00": "O", "Z07:00": "O",
}  # fmt: skip
_PART = re.compile("|".join(sorted(map(re.escape, _PARTS), key=len, reverse=True)))


def django_format(layout: str) -> str | None:
    """Translate a layout for Django: ``2006年1月2日`` is ``Y年n月j日``. Empty for Hugo's own
    names (``:date_long``), which follow the language; None for no part of a date.
    """
    if layout.startswith(":"):
        return ""
    parts, end = [], 0
    for found in _PART.finditer(layout):
        parts += [_literal(layout[end : found.start()]), _PARTS[found[0]]]
        end = found.end()
    return "".join([*parts, _literal(layout[end:])]) if parts else None


def _literal(text: str) -> str:
    """Escape the letters that would mean a part of a date."""
    return re.sub(r"([A-Za-z\\])", r"\\\1", text)
