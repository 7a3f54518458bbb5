"""A list or a map in brackets with other entries: YAML's, TOML's and JSON's alike.

An entry that stays keeps its spelling, its line and the comments above and beside it;
one that goes takes its comments along.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_OPENING = re.compile(r"[\[{](?:[ \t]*#[^\n]*)?")
_BEHIND = re.compile(
    r"(?:(?P<gap>(?:\s|#[^\n]*\n)*)(?P<comma>,))?(?P<beside>[ \t]*#[^\n]*)?"
)


@dataclass(frozen=True)
class _Entry:
    """``lead`` is space and comments above, ``beside`` a comment on the same line."""

    lead: str
    text: str
    gap: str = ""
    comma: str = ""
    beside: str = ""


def relisted(raw: str, places: list[tuple[int, int]], wanted: list[int | str]) -> str:
    """The text with the entries that are wanted: old ones by number, new ones as text.

    ``places`` are where each old one begins and ends in ``raw``.
    """
    if not wanted:
        return raw[0] + raw[-1]
    opening, old, tail = _parts(raw, places)
    if not old:
        tail = tail if "\n" in tail else ""
        old = [_Entry("\n  " if tail else "", "")]
    made, above = [opening], opening
    for place, want in enumerate(wanted):
        entry = old[want] if isinstance(want, int) else _Entry("", want)
        lead = _lead(entry, old, is_first=place == 0, is_new=isinstance(want, str))
        if "#" in above and "\n" not in lead:  # Else the comment would swallow it.
            lead = f"\n{lead}"
        is_last = place == len(wanted) - 1
        comma = old[-1].comma if is_last else ","
        gap = entry.gap if comma or "#" in entry.gap else ""
        made += [lead, entry.text, gap, comma, entry.beside]
        above = entry.beside
    if "#" in above and "\n" not in tail:
        tail = f"\n{tail}"
    return f"{''.join(made)}{tail}{raw[-1]}"


def _parts(raw: str, places: list[tuple[int, int]]) -> tuple[str, list[_Entry], str]:
    found = _OPENING.match(raw)
    assert found is not None  # noqa: S101 – a bracket opens it
    end, entries = found.end(), []
    for start, stop in places:
        behind = _BEHIND.match(raw, stop)
        assert behind is not None  # noqa: S101 – it matches nothing as well
        parts = {name: part or "" for name, part in behind.groupdict().items()}
        entries.append(_Entry(raw[end:start], raw[start:stop], **parts))
        end = behind.end()
    return found[0], entries, raw[end:-1]


def _lead(entry: _Entry, old: list[_Entry], *, is_first: bool, is_new: bool) -> str:
    """What stands before an entry: its own, unless it is new or came to another place
    in a line."""
    first = old[0].lead
    if is_first and (is_new or (entry is not old[0] and not entry.lead.strip())):
        return _space(first)
    if is_first or not (is_new or (entry is old[0] and "\n" not in first)):
        return entry.lead
    usual = Counter(_space(other.lead) for other in old[1:]).most_common(1)
    if usual:
        return usual[0][0]
    return _space(first) if "\n" in first else " "


def _space(lead: str) -> str:
    """A line's start without what stands above it."""
    _above, line_end, indent = lead.rpartition("\n")
    return line_end + indent
