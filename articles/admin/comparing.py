"""Compare two texts side by side: the lines that differ, and the words in them. Pure.

Chinese has no spaces, so a Han character counts as a word; so does a whole number. The
work is bounded: a text that would take too long is marked as a whole, between the parts
that are alike at both ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

# Pairs of lines or words that are looked at; more would keep an editor waiting.
_MOST_PAIRS = 500_000
_MOST_LINES_PAIRED = 400
_MOST_WITHIN = 5_000_000
_CONTEXT = 2  # Lines alike that stay beside a difference.
_SIMILAR = 0.5  # From left on, a line has become the other.
_CJK = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"\d+(?:[.,:]\d+)*%?|[^\W\d_{_CJK}]+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Span:
    text: str
    is_marked: bool


@dataclass(frozen=True)
class Row:
    """A line of both texts; None where one has no such line. ``left_out`` stands for
    that many lines that are alike."""

    left: tuple[Span, ...] | None = None
    right: tuple[Span, ...] | None = None
    is_changed: bool = False
    left_out: int = 0


def compare(left: str, right: str) -> list[Row]:
    """Return the rows in which the texts differ, with a few around each difference."""
    rows: list[Row] = []
    effort = _MOST_WITHIN
    for is_alike, ours, theirs in _runs(left.split("\n"), right.split("\n")):
        if is_alike:
            rows += [Row(spans, spans) for line in ours for spans in [_plain(line)]]
            continue
        for line, counterpart in _paired(ours, theirs):
            effort -= len(line or "") * len(counterpart or "")
            rows.append(_changed(line, counterpart, is_quick=effort < 0))
    return list(_shortened(rows))


def _runs(
    left: Sequence[str], right: Sequence[str], most: int = _MOST_PAIRS
) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    """Yield the stretches of items that are alike in both, and of those that are not."""
    shorter = min(len(left), len(right))
    start = next((n for n in range(shorter) if left[n] != right[n]), shorter)
    end = next(
        (n for n in range(shorter - start) if left[-1 - n] != right[-1 - n]),
        shorter - start,
    )
    ours, theirs = left[start : len(left) - end], right[start : len(right) - end]
    if start:
        yield True, left[:start], right[:start]
    if len(ours) * len(theirs) > most:
        yield False, ours, theirs
    else:
        matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
        for tag, a1, a2, b1, b2 in matcher.get_opcodes():
            yield tag == "equal", ours[a1:a2], theirs[b1:b2]
    if end:
        yield True, left[len(left) - end :], right[len(right) - end :]


def _paired(
    left: Sequence[str], right: Sequence[str]
) -> Iterator[tuple[str | None, str | None]]:
    """Put each line beside what it became; lines without such a one fill up."""
    if len(left) * len(right) > _MOST_LINES_PAIRED:
        yield from zip_longest(left, right)
        return
    i = j = 0
    for n, m in _best_pairs(left, right):
        yield from zip_longest(left[i:n], right[j:m])
        yield left[n], right[m]
        i, j = n + 1, m + 1
    yield from zip_longest(left[i:], right[j:])


def _best_pairs(left: Sequence[str], right: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of similar lines, in order, with the greatest similarity in all."""
    ours, theirs = [Counter(line) for line in left], [Counter(line) for line in right]
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {}
    for i in range(len(left), -1, -1):
        for j in range(len(right), -1, -1):
            if i == len(left) or j == len(right):
                best[i, j] = 0.0, []
                continue
            best[i, j] = max(best[i + 1, j], best[i, j + 1], key=lambda found: found[0])
            shared = (ours[i] & theirs[j]).total()
            similarity = 2 * shared / max(1, len(left[i]) + len(right[j]))
            score, pairs = best[i + 1, j + 1]
            if similarity >= _SIMILAR and score + similarity > best[i, j][0]:
                best[i, j] = score + similarity, [(i, j), *pairs]
    return best[0, 0][1]


def _changed(left: str | None, right: str | None, *, is_quick: bool) -> Row:
    if left is None or right is None:
        return Row(_plain(left), _plain(right), is_changed=True)
    runs = list(
        _runs(_WORD.findall(left), _WORD.findall(right), 0 if is_quick else _MOST_PAIRS)
    )
    last = len(runs) - 1
    # A single character alike between two changes would only be confetti.
    steady = [
        is_alike and (n in {0, last} or len("".join(ours)) > 1)
        for n, (is_alike, ours, _theirs) in enumerate(runs)
    ]
    return Row(
        _spans(
            (kept, ours) for kept, (_alike, ours, _) in zip(steady, runs, strict=True)
        ),
        _spans(
            (kept, them) for kept, (_alike, _, them) in zip(steady, runs, strict=True)
        ),
        is_changed=True,
    )


def _spans(runs: Iterator[tuple[bool, Sequence[str]]]) -> tuple[Span, ...]:
    joined = (
        (is_alike, "".join(word for _kept, words in group for word in words))
        for is_alike, group in groupby(runs, key=lambda run: run[0])
    )
    return tuple(Span(text, not is_alike) for is_alike, text in joined if text)


def _plain(line: str | None) -> tuple[Span, ...] | None:
    return None if line is None else (Span(line, False),)


def _shortened(rows: Sequence[Row]) -> Iterator[Row]:
    """Leave out what is alike and far from any difference."""
    near = {
        beside
        for number, row in enumerate(rows)
        if row.is_changed
        for beside in range(number - _CONTEXT, number + _CONTEXT + 1)
    }
    for is_near, group in groupby(enumerate(rows), key=lambda pair: pair[0] in near):
        run = [row for _number, row in group]
        # A line that says one line is left out would save nothing.
        if is_near or len(run) == 1:
            yield from run
        else:
            yield Row(left_out=len(run))
