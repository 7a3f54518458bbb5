"""Put articles in their lists, and read any page of a list at the same small cost.

A listing is cut into shelves of at most ``2 * SHELF`` entries whose first position
and size stand on the listing's row, like the two upper levels of a counted B-tree.
Finding page N adds up the shelves and skips within one; nothing counts or skips
through the table, and saving an article touches one shelf of each of its lists.
"""

from __future__ import annotations

from articles.listings.membership import (
    merge,
    place,
    place_new,
    place_versions,
    rebuild,
    withdraw,
)
from articles.listings.paging import (
    Around,
    ListingPage,
    NoSuchPage,
    around,
    latest,
    page_of,
)
from articles.listings.panels import CountedLabel, counted_labels
from articles.listings.positions import key_of, position_of

__all__ = [
    "Around",
    "CountedLabel",
    "ListingPage",
    "NoSuchPage",
    "around",
    "counted_labels",
    "key_of",
    "latest",
    "merge",
    "page_of",
    "place",
    "place_new",
    "place_versions",
    "position_of",
    "rebuild",
    "withdraw",
]
