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
# of some kilobytes.
MOST = 500


@dataclass(frozen=True)
class _Kept:
    """The parts of one version, between two moments."""

    version: int
    since: datetime
    until: datetime
    parts: dict[Hashable, Any] = field(default_factory=dict)


_kept: _Kept | None = None


def shared(version: int, key: Hashable, make: Callable[[], _Part]) -> _Part:
    """Return the part of that key, made if it is not kept in this version.

    ``version`` was read before the request was begun; 0 keeps nothing. Who gets a part
    changes nothing in it: others have the same one.
    """
    parts = _parts_of(version)
    if parts is None:
        return make()
    if key not in parts:
        part = make()
        if len(parts) >= MOST:
            return part
        parts[key] = part
    found: _Part = parts[key]
    return found


def _parts_of(version: int) -> dict[Hashable, Any] | None:
    """Return the parts of the version; None for one that is over, or where none are kept."""
    global _kept
    if not version or not MOST:
        return None
    now = timezone.now()
    # Threads that begin anew at the same time only make some parts twice.
    kept = _kept
    is_over = kept is None or not kept.since <= now < kept.until  # A clock may go back.
    if kept is None or is_over or kept.version < version:
        kept = _kept = _Kept(version, now, serving.next_change_at(now))
    return kept.parts if kept.version == version else None
