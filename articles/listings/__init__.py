"""The lists that readers page through: who is in them, and their pages.

An entry holds the position of its article and from when to when readers see it, so that
a page of any list is one stretch of an index, whatever the clock says. ``membership``
decides and stores who is in which list, in the order of ``positions``; ``paging`` reads a
page, ``front`` arranges the front page, ``months`` the lists by time, ``panels`` the
labels that something is found under, ``related`` what stands near an article in several
lists, ``public_labels`` the labels that readers may know of at all.
"""

from __future__ import annotations

from articles.listings.front import COVERED, FrontPage, front_of, with_front_data
from articles.listings.membership import (
    add_to_listings,
    merge_listings,
    rebuild_listings,
    remove_from_listings,
    update_listings,
    update_many,
    update_versions,
)
from articles.listings.months import days_held, months_held, page_of_month
from articles.listings.paging import (
    Neighbours,
    latest,
    neighbours,
    page_of,
)
from articles.listings.panels import CountedLabel, LabelName, counted_labels
from articles.listings.positions import listing_key
from articles.listings.public_labels import public_labels
from articles.listings.related import related

__all__ = [
    "COVERED",
    "CountedLabel",
    "FrontPage",
    "LabelName",
    "Neighbours",
    "add_to_listings",
    "counted_labels",
    "days_held",
    "front_of",
    "latest",
    "listing_key",
    "merge_listings",
    "months_held",
    "neighbours",
    "page_of",
    "page_of_month",
    "public_labels",
    "rebuild_listings",
    "related",
    "remove_from_listings",
    "update_listings",
    "update_many",
    "update_versions",
    "with_front_data",
]
