"""Show what was published in each year, month and day, by the site's clock.

A year, month or day in which readers find nothing is not found.
"""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Self

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format, get_format
from django.utils.translation import get_language, gettext as _, ngettext, pgettext
from django.views.decorators.http import require_safe

from articles import listings, serving
from articles.choices import LanguageGroup, Variant
from articles.models import Article, Listing
from articles.pages import PageContext, PageKind
from articles.serving import kept_page
from articles.shared_parts import shared
from articles.views.page_meta import PageMeta, absolute, open_page, render_page
from articles.views.pagination import (
    PAGE_SIZE,
    Paging,
    list_meta,
    numbered,
    paged,
    paging_of,
)
from articles.views.site_data import with_collection

# Titles in the description of a month or day.
_NAMED = 3


@dataclass(frozen=True, order=True)
class Period:
    """All time, a year, a month or a day, by as many numbers."""

    parts: tuple[int, ...]

    @classmethod
    def of_month(cls, month: str) -> Self:
        return cls(tuple(map(int, month.split("-"))))

    @property
    def first_day(self) -> date:
        return date(*self.parts, *(1,) * (3 - len(self.parts)))

    @property
    def around(self) -> list[Period]:
        """The longer periods that it is a part of, the longest first."""
        return [Period(self.parts[:n]) for n in range(len(self.parts))]

    def url_in(self, variant: str) -> str:
        return _url_of(self, variant)

    def __str__(self) -> str:
        return _name_of(self, get_language())


# A month links to its days: to name all of them anew takes a quarter of its page.


@lru_cache(maxsize=2_000)
def _url_of(period: Period, variant: str) -> str:
    route = ("archive", "archive_year", "archive_month", "archive_day")
    parts = period.parts
    return reverse(f"articles:{route[len(parts)]}", args=[variant, *parts])


@lru_cache(maxsize=2_000)
def _name_of(period: Period, _language: str | None) -> str:
    """Return the name of a period in the language of the page."""
    if not period.parts:
        return pgettext("of articles, by time", "Archive")
    formats = (
        pgettext("year, in Django's characters", "Y"),
        pgettext("month, in Django's characters", "F Y"),
        pgettext("day, in Django's characters", "j F Y"),
    )
    return date_format(period.first_day, formats[len(period.parts) - 1])


@require_safe
@kept_page
def archive(request: HttpRequest, variant: Variant) -> HttpResponse:
    """List all years with their months. Four queries."""
    period, months = Period(()), _months(request)
    page = _open(request, variant, period, LanguageGroup.values)
    held = [month for month in months if month.language_group == page.language_group]
    return _show_months(request, page, period, held, {})


@require_safe
@kept_page
def archive_year(request: HttpRequest, variant: Variant, year: int) -> HttpResponse:
    """List the months of a year. Four queries."""
    period, months = Period((year,)), _months(request)
    own = [month for month in months if month.month.startswith(f"{year:04d}-")]
    page = _open(request, variant, period, [month.language_group for month in own])
    held = [month for month in months if month.language_group == page.language_group]
    around = _around(period, {Period.of_month(one.month).around[1] for one in held})
    own = [month for month in own if month in held]
    if not own:
        raise Http404
    return _show_months(request, page, period, own, around)


def _show_months(
    request: HttpRequest,
    page: PageContext,
    period: Period,
    months: Collection[Listing],
    around: Mapping[str, Any],
) -> HttpResponse:
    heading = str(period)
    years: dict[Period, list[tuple[Period, int]]] = defaultdict(list)
    for listing in months:
        month = Period.of_month(listing.month)
        years[month.around[1]].append((month, listing.visible_count))
    count = sum(listing.visible_count for listing in months)
    newest_first = [(year, years[year][::-1]) for year in sorted(years, reverse=True)]
    context = {"heading": heading, "years": newest_first, "count": count, **around}
    description = f"{heading} – {_counted(count)}"
    paging = Paging(1, has_next=False)
    meta = list_meta(heading, page, paging, description, is_hidden=not months)
    meta = _collected(meta, page, period, ())
    return render_page(request, "articles/archive.html", page, meta, context)


@require_safe
@kept_page
@paged
def archive_articles(
    request: HttpRequest, variant: Variant, number: int, **parts: int
) -> HttpResponse:
    """List the articles of a month, or of one of its days. Eight queries at most."""
    period = Period((*parts.values(),))
    try:
        first = period.first_day
    except ValueError:
        raise Http404 from None
    months = _months(request)
    asked = {m.language_group: m for m in months if m.month == f"{first:%Y-%m}"}
    if not asked:
        raise Http404
    days = shared(
        serving.version_of(request),
        ("days", first.year, first.month),
        lambda: listings.days_held(asked.values()),
    )
    is_day = len(parts) == 3
    filled = [g for g, m in asked.items() if not is_day or days[m.pk][first]]
    page = _open(request, variant, period, filled)
    if page.language_group not in filled:
        raise Http404
    listing = asked[page.language_group]
    in_days = {Period((d.year, d.month, d.day)): n for d, n in days[listing.pk].items()}
    day, count = (first, in_days[period]) if is_day else (None, listing.visible_count)
    found = listings.page_of_month(listing, number, PAGE_SIZE, day, count)
    page.apply_variant_to_list(found)
    own = [m for m in months if m.language_group == page.language_group]
    held = in_days if is_day else [Period.of_month(month.month) for month in own]
    paging = paging_of(found)
    context = {
        "heading": str(period),
        "period": period,
        "month": _calendar(first, in_days),
        "found": found,
        "paging": paging,
        "count": count,
        **_around(period, held),
    }
    title = str(period) if number == 1 else f"{period} – {numbered(number)}"
    meta = list_meta(title, page, paging, _description(period, count, found))
    meta = _collected(meta, page, period, found)
    return render_page(request, "articles/archive.html", page, meta, context)


def address_of_period(parts: tuple[int, ...], variant: Variant) -> str:
    """Return the address of a year, month or day, if readers of the variant find something
    in it; else nothing. Up to two queries."""
    period = Period(parts)
    try:
        first = period.first_day
    except ValueError:
        return ""
    begins = f"{first:%Y}" if len(parts) == 1 else f"{first:%Y-%m}"
    held = [
        month
        for month in listings.months_held()
        if month.language_group == variant.language_group
        and month.month.startswith(begins)
    ]
    is_day = len(parts) == 3
    if not held or (is_day and not listings.days_held(held)[held[0].pk][first]):
        return ""
    return period.url_in(variant)


def _months(request: HttpRequest) -> list[Listing]:
    """Return the months that hold something. One query in a version of the content."""
    return shared(serving.version_of(request), "months", listings.months_held)


def _open(
    request: HttpRequest, variant: Variant, period: Period, filled: Collection[str]
) -> PageContext:
    """Make the page, which readers of the ``filled`` language groups have too."""
    return open_page(
        request,
        variant,
        PageKind.LIST,
        addresses=lambda other: (
            period.url_in(other) if other.language_group in filled else None
        ),
    )


def _calendar(first: date, in_days: Mapping[Period, int]) -> dict[str, Any]:
    """Return the calendar of a month: the days of the week as their short and full names,
    and its weeks, each a row of days with how many articles they hold. A day of another
    month is none."""
    begins = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7
    calendar = Calendar(begins)
    # Django has no shorter names in Chinese.
    heads = [
        (str(WEEKDAYS_ABBR[day]).removeprefix("星期"), str(WEEKDAYS[day]))
        for day in calendar.iterweekdays()
    ]
    weeks = [
        [
            (period, in_days.get(period, 0))
            if period.parts[1] == first.month
            else (None, 0)
            for period in (Period((d.year, d.month, d.day)) for d in week)
        ]
        for week in calendar.monthdatescalendar(first.year, first.month)
    ]
    today = timezone.localdate()
    return {
        "heads": heads,
        "weeks": weeks,
        "today": Period((today.year, today.month, today.day)),
        "name": str(Period((first.year, first.month))),
    }


def _around(period: Period, held: Iterable[Period]) -> dict[str, Any]:
    """Return the periods that the page links to: the longer ones, and the nearest of its
    own length that hold something."""
    others = sorted(held)
    return {
        "trail": period.around,
        "older": max((one for one in others if one < period), default=None),
        "newer": min((one for one in others if one > period), default=None),
    }


def _collected(
    meta: PageMeta, page: PageContext, period: Period, articles: Iterable[Article]
) -> PageMeta:
    """Add what the page lists, and the way to it over the longer periods."""
    trail = [(str(p), absolute(p.url_in(page.variant))) for p in period.around]
    return with_collection(meta, page, str(period), articles, trail=trail)


def _counted(count: int) -> str:
    return ngettext("%d article", "%d articles", count) % count


def _description(period: Period, count: int, found: Iterable[Article]) -> str:
    """Say when, how many there are, and which came last. In its first days a month holds
    what one of them does."""
    titles = [article.title for article in found][:_NAMED]
    # Translators: “3 articles, the latest: …”, for search engines.
    said = _("%(count)s, the latest: %(titles)s") % {
        "count": _counted(count),
        "titles": pgettext("between titles", "; ").join(titles),
    }
    return f"{period} – {said}"
