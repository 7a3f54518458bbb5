"""The runs that a listing is cut into: ``[[first position, entries], …]``."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from articles.models import Listing

SHELF = 250


def put_in(listing: Listing, positions: Iterable[str]) -> None:
    """Count entries that were just stored. Splits a shelf that grew too long."""
    new = sorted(positions)
    listing.entry_count += len(new)
    if not listing.shelves:
        listing.shelves = [[new[0], 0]]
    listing.shelves[0][0] = min(listing.shelves[0][0], new[0])
    for number, count in Counter(_shelves_of(listing, new)).items():
        listing.shelves[number][1] += count
    for number in reversed(range(len(listing.shelves))):
        if listing.shelves[number][1] > 2 * SHELF:
            _split(listing, number)


def take_out(listing: Listing, position: str) -> None:
    """Stop counting an entry that was just deleted."""
    listing.entry_count -= 1
    (number,) = _shelves_of(listing, [position])
    listing.shelves[number][1] -= 1
    if not listing.shelves[number][1]:
        del listing.shelves[number]


def reshelve(listing: Listing) -> None:
    """Count and cut anew, from the entries."""
    positions = list(
        listing.entries.order_by("position").values_list("position", flat=True)
    )
    listing.entry_count = len(positions)
    listing.shelves = _cut(positions)


def _shelves_of(listing: Listing, positions: Iterable[str]) -> list[int]:
    """The number of the shelf that each position stands on."""
    firsts = [first for first, _count in listing.shelves]
    return [max(0, bisect_right(firsts, position) - 1) for position in positions]


def _split(listing: Listing, number: int) -> None:
    first, count = listing.shelves[number]
    entries = listing.entries.filter(position__gte=first).order_by("position")
    positions = list(entries.values_list("position", flat=True)[:count])
    listing.shelves[number : number + 1] = _cut(positions)


def _cut(positions: list[str]) -> list[list[str | int]]:
    return [
        [positions[start], len(positions[start : start + SHELF])]
        for start in range(0, len(positions), SHELF)
    ]
