"""Repair a header that a parser refused, if only one reading makes sense.

Each repair is tried only after an error, touches only the line it names, and is reported.
An error with two possible meanings, such as an unclosed quote, is left alone.
"""

from __future__ import annotations

import re

# A value without quotes on its key's own line, at the left margin.
_PLAIN_LINE = re.compile(r"(?P<key>[A-Za-z_][\w-]*):[ \t]+(?P<value>[^\s\"'|>&!].*)$")
_LEADING_TABS = re.compile(r"^\t+", re.MULTILINE)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])')
_LEADING_ZERO = re.compile(
    r"^([ \t]*[\w-]+[ \t]*=[ \t]*)([+-]?0\d+)(?=[ \t]*(?:#|$))", re.MULTILINE
)


def quote_line(text: str, number: int) -> tuple[str, str] | None:
    """Put the value on that line (from 0) of a YAML text in quotes; also give its key.

    For ``title: A: B`` and for values that begin with a mark of YAML's own: ``@ % * [``.
    """
    lines = text.split("\n")
    line = lines[number].rstrip() if 0 <= number < len(lines) else ""
    found = _PLAIN_LINE.match(line)
    if found is None or not _is_one_value(found["value"]):
        return None
    if number + 1 < len(lines) and lines[number + 1].startswith((" ", "\t")):
        return None  # The value goes on below, perhaps.
    value = found["value"].replace("'", "''")
    lines[number] = f"{found['key']}: '{value}'"
    return "\n".join(lines), found["key"]


def _is_one_value(value: str) -> bool:
    """Tell whether it can only be text, and not a list or a map that is broken."""
    closing = {"[": "]", "{": "}"}.get(value[0])
    if closing is None:
        return True
    return closing in value and not value.endswith(closing)


def expand_tabs(text: str) -> str | None:
    """Replace the tabs that start lines of a YAML text; None if spaces do as well."""
    if not _LEADING_TABS.search(text) or re.search(r"^ +\S|^\t+ ", text, re.MULTILINE):
        return None
    return _LEADING_TABS.sub(lambda found: "  " * len(found[0]), text)


def drop_trailing_commas(text: str) -> str:
    """Drop the commas after the last entries of lists and maps in a JSON text."""
    return _TRAILING_COMMA.sub(lambda found: found[1] or "", text)


def quote_leading_zeros(text: str) -> str:
    """Put numbers such as 07, which TOML does not have, in quotes.

    Hugo read them until version 0.93.
    """
    return _LEADING_ZERO.sub(r'\1"\2"', text)
