"""Three-way merge: what the archive changed and what editors changed, both kept.

``base`` is what the last import read, ``theirs`` what the file says now, ``ours`` what
the article says now. Pure: values in, values out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.publishing import matching_items

_ABSENT = object()


@dataclass(frozen=True)
class Merged:
    """The value to keep. In a conflict it is ours, and theirs must not be lost."""

    value: Any
    is_conflict: bool = False


def merge(base: Any, ours: Any, theirs: Any) -> Merged:
    """Merge one field; lists are merged item by item, maps key by key, long texts line
    by line."""
    if theirs in (base, ours):
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    if isinstance(base, dict) and isinstance(ours, dict) and isinstance(theirs, dict):
        return merge_maps(base, ours, theirs)
    if isinstance(base, list) and isinstance(ours, list) and isinstance(theirs, list):
        return Merged(merge_lists(base, ours, theirs))
    if isinstance(base, str) and isinstance(ours, str) and isinstance(theirs, str):
        lines = merge_lines(
            *(text.splitlines(keepends=True) for text in (base, ours, theirs))
        )
        if lines is not None:
            return Merged("".join(lines))
    return Merged(ours, is_conflict=True)


def merge_maps(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> Merged:
    """Return ours with their changes key by key; a key that both changed keeps ours."""
    found = {
        key: merge(*(side.get(key, _ABSENT) for side in (base, ours, theirs)))
        for key in (ours | theirs)
    }
    values = {key: m.value for key, m in found.items() if m.value is not _ABSENT}
    return Merged(values, any(merged.is_conflict for merged in found.values()))


def merge_lists(base: list[Any], ours: list[Any], theirs: list[Any]) -> list[Any]:
    """Return ours, without what they took out, and with what they added at the end."""
    kept = [item for item in ours if item in theirs or item not in base]
    return kept + [item for item in theirs if item not in base and item not in kept]


def merge_lines(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> list[str] | None:
    """Return the text with both sides' changes; None if both changed the same place.

    Two changes that touch without a common line between them count as the same
    place, as in diff3; the same change on both sides counts once.
    """
    merged: list[str] = []
    at_base = at_ours = at_theirs = 0
    for base_start, base_end, ours_start, theirs_start in _stable(base, ours, theirs):
        chunk = _merge_chunk(
            base[at_base:base_start],
            ours[at_ours:ours_start],
            theirs[at_theirs:theirs_start],
        )
        if chunk is None:
            return None
        merged += chunk
        merged += base[base_start:base_end]
        length = base_end - base_start
        at_base, at_ours, at_theirs = (
            base_end,
            ours_start + length,
            theirs_start + length,
        )
    return merged


def _merge_chunk(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> Sequence[str] | None:
    if theirs in (base, ours):
        return ours
    return theirs if ours == base else None


def _stable(
    base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]
) -> list[tuple[int, int, int, int]]:
    """Return the runs of lines that both sides kept: (base start, base end, ours, theirs).

    The last run is empty and stands at the ends.
    """
    in_ours = dict(matching_items(base, ours))
    in_theirs = dict(matching_items(base, theirs))
    runs: list[tuple[int, int, int, int]] = []
    for number in range(len(base)):
        if number not in in_ours or number not in in_theirs:
            continue
        place = in_ours[number], in_theirs[number]
        if runs:
            start, end, ours_start, theirs_start = runs[-1]
            length = end - start
            if end == number and place == (ours_start + length, theirs_start + length):
                runs[-1] = start, end + 1, ours_start, theirs_start
                continue
        runs.append((number, number + 1, *place))
    return [*runs, (len(base), len(base), len(ours), len(theirs))]
