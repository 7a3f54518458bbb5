"""Put articles in their lists, and read any page of a list at the same small cost.

A listing is cut into shelves of at most ``2 * SHELF`` entries whose first position
and size stand on the listing's row, like the two upper levels of a counted B-tree.
Finding page N adds up the shelves and skips within one; nothing counts or skips
through the table, and saving an article touches one shelf of each of its lists.
"""

from __future__ import annotations

from articles.listings.membership import (
    add_to_listings,
    merge_listings,
    rebuild_listings,
    remove_from_listings,
    update_listings,
    update_versions,
)
from articles.listings.paging import (
    ListingPage,
    Neighbours,
    NoSuchPage,
    latest,
    neighbours,
    page_of,
)
from articles.listings.panels import CountedLabel, counted_labels
from articles.listings.positions import listing_key, position_of

__all__ = [
    "CountedLabel",
    "ListingPage",
    "Neighbours",
    "NoSuchPage",
    "add_to_listings",
    "counted_labels",
    "latest",
    "listing_key",
    "merge_listings",
    "neighbours",
    "page_of",
    "position_of",
    "rebuild_listings",
    "remove_from_listings",
    "update_listings",
    "update_versions",
]
