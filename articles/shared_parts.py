"""Parts that many pages share, kept in this process until the content has another version.

A part is made from nothing but what its key names and what readers of the content's version
see, so that nothing of one page or one person gets into another. All parts end with the
version under which they were made, and at the next moment at which the clock alone changes
what readers see; they are never of an earlier version than the request that shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.utils import timezone

from articles import serving

_Part = TypeVar("_Part")
# Each panel and each half of the frame, for every variant and kind of page: some hundred
# of some kilobytes. Cards have a room of their own, for whoever reads all lists fills it.
MOST, MOST_CARDS = 500, 3_000


@dataclass(frozen=True)
class _Kept:
    """The parts of one version, between two moments."""

    version: int
    since: datetime
    until: datetime
    parts: dict[Hashable, Any] = field(default_factory=dict)
    cards: dict[Hashable, Any] = field(default_factory=dict)


_kept: _Kept | None = None


def shared(version: int, key: Hashable, make: Callable[[], _Part]) -> _Part:
    """Return the part of that key, made if it is not kept in this version.

    ``version`` was read before the request was begun; 0 keeps nothing. Who gets a part
    changes nothing in it: others have the same one.
    """
    kept = _kept_of(version)
    return _found_or_made(kept.parts, MOST, key, make) if kept else make()


def shared_card(version: int, key: Hashable, make: Callable[[], _Part]) -> _Part:
    """Return the card of that key, as ``shared`` does."""
    kept = _kept_of(version)
    return _found_or_made(kept.cards, MOST_CARDS, key, make) if kept else make()


def _found_or_made(
    parts: dict[Hashable, Any], most: int, key: Hashable, make: Callable[[], _Part]
) -> _Part:
    if key not in parts:
        part = make()
        if len(parts) >= most:
            return part
        parts[key] = part
    found: _Part = parts[key]
    return found


def _kept_of(version: int) -> _Kept | None:
    """Return what is kept of the version; None if it is over, or where nothing is kept."""
    global _kept
    if not version or not MOST:
        return None
    now = timezone.now()
    # Threads that begin anew at the same time only make some parts twice.
    kept = _kept
    is_over = kept is None or not kept.since <= now < kept.until  # A clock may go back.
    if kept is None or is_over or kept.version < version:
        kept = _kept = _Kept(version, now, serving.next_change_at(now))
    return kept if kept.version == version else None
