"""The numbers that tokens are stored under: moments, so that the newest come last.

An index read from its end gives the newest hits first and can stop after ten, and near
numbers keep it small. Where articles share a place the later comer stands after it:
whoever reads the places sorts what is near by its real moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from articles.search.entries import (
    first_free,
    lowest_place,
    taken_among,
    taken_between,
)

_BLOCK = 512
# Seconds in a place. With fewer the numbers are longer, and the index a quarter larger;
# with more they are crowded where a story is saved again and again.
_STEP = 15


def sought_place(published_at: datetime | None) -> int | None:
    """The place for that moment, if it is free; None for what no reader may see."""
    return max(1, int(published_at.timestamp() // _STEP)) if published_at else None


def free_places(index: int, sought: Sequence[int | None]) -> list[int]:
    """A place for each, none given before: the first that is free from the sought one on,
    or the next below zero.

    A query or two, and one more for each crowded stretch.
    """
    match sought:
        case [int(start)]:
            return [first_free(index, start)]
    free = _Free(index, {place for place in sought if place})
    below = min(lowest_place(index) or 0, 0) if None in sought else 0
    places = []
    for place in sought:
        if place is None:
            below -= 1
        places.append(below if place is None else free.take(place))
    return places


class _Free:
    """The places of an index, read block by block where several want the same one."""

    def __init__(self, index: int, wanted: set[int]) -> None:
        self.index = index
        self.taken = taken_among(index, wanted)
        self.read: set[int] = set()
        self.next: dict[int, int] = {}

    def take(self, start: int) -> int:
        place = start
        if start in self.taken:
            place = self.next.get(start, start)
            while self._is_taken(place):
                place += 1
        self.taken.add(place)
        self.next[start] = place + 1
        return place

    def _is_taken(self, place: int) -> bool:
        block = place // _BLOCK
        if block not in self.read:
            self.read.add(block)
            first = block * _BLOCK
            self.taken |= taken_between(self.index, first, first + _BLOCK - 1)
        return place in self.taken
