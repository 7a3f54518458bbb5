"""The archive by time: the months and days that hold something, and their pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, Count
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from articles.listings.paging import numbers_of_page
from articles.listings.positions import COUNTDOWN_FROM, position_of, stretch_of
from articles.models import Article, Listing, ListingEntry, read_cards

# Every zone's midnight is one of its full quarters of an hour.
_QUARTER = 900


def months_held() -> list[Listing]:
    """Return the lists of months that readers of any language group find something in,
    the earliest first. One query."""
    months = Listing.objects.filter(month__gt="", entry_count__gt=0)
    return list(months.holding_something().order_by("month"))


def days_held(months: Collection[Listing]) -> dict[int, Counter[date]]:
    """Return how many articles readers find on each day of each of these lists, by the
    list's number. One query, which reads the months' entries in the index alone."""
    quarter = (COUNTDOWN_FROM - Cast(Substr("position", 1, 12), BigIntegerField())) / (
        _QUARTER
    )
    rows = (
        ListingEntry.objects.visible()
        .filter(listing__in=months)
        .order_by()
        .annotate(quarter=quarter)
        .values_list("listing", "quarter")
        .annotate(Count("pk"))
    )
    held: dict[int, Counter[date]] = {month.pk: Counter() for month in months}
    zone = timezone.get_default_timezone()
    for listing, number, count in rows:
        day = datetime.fromtimestamp(number * _QUARTER, zone).date()
        held[listing][day] += count
    return held


def page_of_month(
    month: Listing, number: int, size: int, day: date | None = None, count: int = 0
) -> Page[Article]:
    """Return a page of a month as ``page_of`` does, by time alone; or of one of its days,
    which holds so many articles. Four queries."""
    between = None
    if day:
        between = stretch_of(_midnight(day), _midnight(day + timedelta(days=1)))
    paginator: Paginator[Any] = Paginator([], size)
    paginator.count = count if day else month.visible_count
    page = paginator.page(number)
    numbers = numbers_of_page(month, page, between)
    page.object_list = sorted(read_cards(numbers), key=position_of)
    return page


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
