"""Show the front page: what the desk placed and what is new; its further pages are a list
that goes on behind it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from django.db.models import CharField, DateTimeField
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import listings
from articles.choices import Variant
from articles.listings import CountedLabel, FrontPage
from articles.models import (
    Article,
    Listing,
    ListingQuerySet,
    ListPage,
    ListPageQuerySet,
)
from articles.pages import PageContext, PageKind, is_fit_to_lead
from articles.prepared_queries import Parameter, prepared
from articles.serving import keep_until, kept_page
from articles.views.front_meta import front_meta
from articles.views.list_pages import (
    annotated_list_page,
    find_list_page,
    with_list_page,
)
from articles.views.page_meta import open_page, render_page
from articles.views.pagination import PAGE_SIZE, PAGES_AHEAD, Paging, paged

# Where the desk chose none, so many categories have a place, those with the most articles.
USUAL_SECTIONS = 4

_Shown = tuple[dict[str, Any], Sequence[Article]]


@require_safe
@kept_page
@paged
def front_page(request: HttpRequest, variant: Variant, number: int) -> HttpResponse:
    page = open_page(
        request,
        variant,
        PageKind.HOME,
        addresses=lambda other: reverse("articles:front_page", args=[other]),
    )
    key = listings.listing_key(page.language_group)
    rows = _front_listing.read(variant, number == 1, key=key, at=timezone.now())
    listing = rows[0] if rows else None
    list_page = (
        annotated_list_page(listing, page)
        if listing
        else find_list_page(_front_pages(), page)
    )
    shown, first = (
        _first_page(listing, page) if number == 1 else _further(listing, page, number)
    )
    if front := shown.get("front"):
        keep_until(request, front.wire_changes_at)
    meta = front_meta(page, shown["paging"], list_page, first)
    context = {"list_page": list_page, **shown}
    return render_page(request, "articles/front_page.html", page, meta, context)


def _front_pages() -> ListPageQuerySet:
    return ListPage.objects.filter(kind=ListPage.Kind.FRONT)


@prepared
def _front_listing(variant: Variant, is_first: bool) -> ListingQuerySet:
    at: Any = Parameter("at", DateTimeField())
    rows = Listing.objects.with_visible_count(at)
    rows = with_list_page(rows, _front_pages(), variant)
    if is_first:
        rows = listings.with_front_data(rows, at)
    return rows.filter(key=Parameter("key", CharField()))


def _first_page(listing: Listing | None, page: PageContext) -> _Shown:
    """Return what the template shows, and the articles that stand first."""
    front: FrontPage | None = None
    if listing is not None:
        front = listings.front_of(
            listing, _sections(page), lambda article: is_fit_to_lead(article, page.site)
        )
    if front:
        page.apply_variant_to_list(front.articles)
        page.shows_latest = True
    pages = ceil((listing.visible_count if listing else 0) / PAGE_SIZE)
    count = pages - PAGES_AHEAD
    paging = Paging(1, count > 1, max(count, 1))
    return {"front": front, "paging": paging}, front.first_block if front else []


def _further(listing: Listing | None, page: PageContext, number: int) -> _Shown:
    found = listings.page_of(listing, number + PAGES_AHEAD, PAGE_SIZE)
    page.apply_variant_to_list(found)
    paging = Paging(number, found.has_next(), found.paginator.num_pages - PAGES_AHEAD)
    return {"found": found, "paging": paging}, [*found]


def _sections(page: PageContext) -> list[CountedLabel]:
    """Return the categories that may have a place, in order: those that the desk chose,
    else those with the most articles. One query, which the panels share."""
    counted = page.counted("category")
    if chosen := page.site.front_sections:
        by_slug = {label.slug: label for label in counted}
        return [by_slug[slug] for slug in chosen if slug in by_slug]
    counted.sort(key=lambda label: -label.visible_count)
    return counted[:USUAL_SECTIONS]
