"""Find what two sequences have in common, in bounded time. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

# Stretches without an item that is unique in them: pairs that are compared.
_MOST_PAIRS = 10_000
_MOST_DEPTH = 30


def matching_items(
    base: Sequence[str], side: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Yield the places of what both have in one order: first what is unique in both
    (patience), then what lies between, as long as that is little."""
    todo = [(0, len(base), 0, len(side), 0)]
    while todo:
        start, end, at, until, depth = todo.pop()
        while start < end and at < until and base[start] == side[at]:
            yield start, at
            start, at = start + 1, at + 1
        while start < end and at < until and base[end - 1] == side[until - 1]:
            end, until = end - 1, until - 1
            yield end, until
        if start == end or at == until:
            continue
        if anchors := _anchors(base, side, (start, end, at, until), depth):
            yield from anchors
            ends = [(start - 1, at - 1), *anchors, (end, until)]
            todo += [
                (i + 1, next_i, j + 1, next_j, depth + 1)
                for (i, j), (next_i, next_j) in pairwise(ends)
                if i + 1 < next_i and j + 1 < next_j
            ]
        elif (end - start) * (until - at) <= _MOST_PAIRS:
            yield from _longest_common(base[start:end], side[at:until], start, at)


def _anchors(
    base: Sequence[str],
    side: Sequence[str],
    stretch: tuple[int, int, int, int],
    depth: int,
) -> list[tuple[int, int]]:
    """Return the places of what occurs once on both sides, as far as the order agrees."""
    if depth > _MOST_DEPTH:
        return []
    start, end, at, until = stretch
    counts, their_counts = Counter(base[start:end]), Counter(side[at:until])
    where = {
        side[n]: n
        for n in range(at, until)
        if their_counts[side[n]] == 1 and counts[side[n]] == 1
    }
    pairs = [(n, where[base[n]]) for n in range(start, end) if base[n] in where]
    # The longest run of pairs that rises on both sides.
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for n, (_, j) in enumerate(pairs):
        level = bisect_left(tops, j)
        before.append(ends[level - 1] if level else -1)
        tops[level : level + 1] = [j]
        ends[level : level + 1] = [n]
    rising: list[tuple[int, int]] = []
    n = ends[-1] if ends else -1
    while n >= 0:
        rising.append(pairs[n])
        n = before[n]
    return rising[::-1]


def _longest_common(
    ours: Sequence[str], theirs: Sequence[str], start: int, at: int
) -> Iterator[tuple[int, int]]:
    lengths = [[0] * (len(theirs) + 1) for _ in range(len(ours) + 1)]
    for i in range(len(ours) - 1, -1, -1):
        for j in range(len(theirs) - 1, -1, -1):
            lengths[i][j] = (
                lengths[i + 1][j + 1] + 1
                if ours[i] == theirs[j]
                else max(lengths[i + 1][j], lengths[i][j + 1])
            )
    i = j = 0
    while i < len(ours) and j < len(theirs):
        if ours[i] == theirs[j]:
            yield start + i, at + j
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
