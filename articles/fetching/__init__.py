"""Bring in the pictures that articles show from other sites.

``hosts`` says which addresses may be asked, ``downloads`` asks one, ``scheduling``
asks many at once without pressing anyone: no database, any thread. ``remote`` knows
which pictures are wanted and stores what came: all rows are written in the thread that
runs it.
"""

from __future__ import annotations

from articles.fetching.remote import (
    Fetched,
    Plan,
    State,
    Wanted,
    fetch_images,
    plan_fetching,
)

__all__ = ["Fetched", "Plan", "State", "Wanted", "fetch_images", "plan_fetching"]
