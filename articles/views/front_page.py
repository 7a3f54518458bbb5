"""Show the front page: what the desk placed and what is new; its further pages are lists."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import listings
from articles.choices import Variant
from articles.listings import CountedLabel, FrontPage
from articles.models import Article, Listing, ListPage
from articles.pages import PageContext, PageKind, is_fit_to_lead
from articles.serving import keep_until, kept_page
from articles.views.front_meta import front_meta
from articles.views.list_pages import (
    annotated_list_page,
    find_list_page,
    with_list_page,
)
from articles.views.page_meta import open_page, render_page
from articles.views.pagination import PAGE_SIZE, Paging, paged, paging_of

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
    pages = ListPage.objects.filter(kind=ListPage.Kind.FRONT)
    rows = with_list_page(Listing.objects.with_visible_count(), pages, variant)
    if number == 1:
        rows = listings.with_front_data(rows)
    listing = rows.filter(key=listings.listing_key(page.language_group)).first()
    list_page = (
        annotated_list_page(listing, page) if listing else find_list_page(pages, page)
    )
    shown, first = (
        _first_page(listing, page) if number == 1 else _further(listing, page, number)
    )
    if front := shown.get("front"):
        keep_until(request, front.wire_changes_at)
    meta = front_meta(page, shown["paging"], list_page, first)
    context = {"list_page": list_page, **shown}
    return render_page(request, "articles/front_page.html", page, meta, context)


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
    count = ceil((listing.visible_count if listing else 0) / PAGE_SIZE)
    paging = Paging(1, count > 1, max(count, 1))
    return {"front": front, "paging": paging}, front.first_block if front else []


def _further(listing: Listing | None, page: PageContext, number: int) -> _Shown:
    found = listings.page_of(listing, number, PAGE_SIZE)
    page.apply_variant_to_list(found)
    return {"found": found, "paging": paging_of(found)}, [*found]


def _sections(page: PageContext) -> list[CountedLabel]:
    """Return the categories that may have a place, in order: those that the desk chose,
    else those with the most articles. One query, which the panels share."""
    counted = page.counted("category")
    if chosen := page.site.front_sections:
        by_slug = {label.slug: label for label in counted}
        return [by_slug[slug] for slug in chosen if slug in by_slug]
    counted.sort(key=lambda label: -label.visible_count)
    return counted[:USUAL_SECTIONS]
