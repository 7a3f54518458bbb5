"""Repair a header that a parser refused, if only one reading makes sense.

Each repair is tried only after an error, touches only the line it names, and is reported.
An error with two possible meanings, such as an unclosed quote, is left alone.
"""

from __future__ import annotations

import re

# A value without quotes on its key's own line, at the left margin.
_PLAIN_LINE = re.compile(r"(?P<key>[A-Za-z_][\w-]*):[ \t]+(?P<value>[^\s\"'|>&!].*)$")
# A value or an item in quotes, with a quote of the same kind somewhere within.
_QUOTED_LINE = re.compile(
    r"""(?P<lead>\s*(?:-[ ]+)*(?:-[ ]+|[A-Za-z_][\w-]*:[ \t]+))(?P<quote>['"])
    (?P<inner>.+)(?P=quote)(?P<rest>(?:[ \t]+\#[^'"]*)?)""",
    re.VERBOSE,
)
_QUOTE_MARKS = {
    "'": re.compile(r"''|(?P<bare>')"),
    '"': re.compile(r'\\.|(?P<bare>")'),
}
_FLOW_LIST = re.compile(r"\s*[A-Za-z_][\w-]*:[ \t]+\[[^\"]*\]")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z\d])'(?=[A-Za-z])")
_OPENING_QUOTE = re.compile(r"(?<!\w)['\"](?=\w)")
_LEADING_TABS = re.compile(r"^\t+", re.MULTILINE)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])')
_LEADING_ZERO = re.compile(
    r"^([ \t]*[\w-]+[ \t]*=[ \t]*)([+-]?0\d+)(?=[ \t]*(?:#|$))", re.MULTILINE
)


def repair_line(text: str, number: int) -> tuple[str, str] | None:
    """Repair that line (from 0) of a YAML text; also say what was done."""
    lines = text.split("\n")
    line = lines[number].rstrip() if 0 <= number < len(lines) else ""
    goes_on = lines[number + 1 : number + 2]
    repaired = None if goes_on and goes_on[0].startswith((" ", "\t")) else _quoted(line)
    repaired = repaired or _with_escaped_quotes(line)
    if repaired is None:
        return None
    lines[number], message = repaired
    return "\n".join(lines), message


def _quoted(line: str) -> tuple[str, str] | None:
    """Quote the value of a key, which has no quotes, such as ``A: B``, or one that begins
    with a mark of YAML's own: ``@ % * [``."""
    found = _PLAIN_LINE.match(line)
    if found is None or not _is_one_value(found["value"]):
        return None
    value = found["value"].replace("'", "''")
    key = found["key"]
    message = f"“{key}” needs quotes round its value; it was read as text."
    return f"{key}: '{value}'", message


def _with_escaped_quotes(line: str) -> tuple[str, str] | None:
    """Escape the quotes within a text that stands in the same quotes."""
    if found := _QUOTED_LINE.fullmatch(line):
        quote, inner = found["quote"], found["inner"]
        marks = [mark for mark in _QUOTE_MARKS[quote].finditer(inner) if mark["bare"]]
        if not marks or _may_be_two_texts(inner, marks):
            return None
        escape = "'" if quote == "'" else "\\"
        inner = _QUOTE_MARKS[quote].sub(
            lambda mark: escape + mark[0] if mark["bare"] else mark[0], inner
        )
        text = f"{found['lead']}{quote}{inner}{quote}{found['rest']}"
    else:
        is_list = _FLOW_LIST.fullmatch(line)
        text = _APOSTROPHE.sub("''", line) if is_list else line
    if text == line:
        return None
    message = (
        "A quote within quotes was read as a part of the text: write '' between single "
        'quotes and \\" between double ones.'
    )
    return text, message


def _may_be_two_texts(inner: str, marks: list[re.Match[str]]) -> bool:
    """Tell whether the line may begin and end with texts in quotes: ``'a' and 'b'``."""
    places = [
        mark.start() for mark in marks if not _APOSTROPHE.match(inner, mark.start())
    ]
    if not places or len(places) % 2:
        return False
    return _OPENING_QUOTE.match(inner, places[0]) is None


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
