"""Show the front page: the newest articles, and what is written above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from django.core.paginator import Page
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import listings
from articles.choices import ThumbnailPlace, Variant
from articles.models import Article, Listing, ListPage, Pin
from articles.pages import PageContext, PageKind, shows_thumbnail
from articles.views.front_meta import front_meta
from articles.views.list_pages import (
    annotated_list_page,
    find_list_page,
    with_list_page,
)
from articles.views.page_meta import open_page, render_page
from articles.views.pagination import PAGE_SIZE, paged, paging_of


@require_safe
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
        rows = rows.annotate(pins=Subquery(Pin.objects.live().as_data()))
    listing = rows.filter(key=listings.listing_key(page.language_group)).first()
    list_page = (
        annotated_list_page(listing, page) if listing else find_list_page(pages, page)
    )
    pins = {pk: kind for _at, pk, kind in sorted(getattr(listing, "pins", None) or [])}
    found = listings.page_of(listing, number, PAGE_SIZE, [*pins])
    leading = _take_leading(found, pins, page)
    first_block = [*chain(*leading.values(), found)]
    page.apply_variant_to_list(first_block)
    paging = paging_of(found)
    meta = front_meta(page, paging, list_page, first_block)
    context = {
        "list_page": list_page,
        "found": found,
        "paging": paging,
        "breaking": leading[Pin.Kind.BREAKING],
        "pinned": leading[Pin.Kind.PIN],
        "top": _lead_story(leading[Pin.Kind.PIN] or found, page)
        if number == 1
        else None,
    }
    return render_page(request, "articles/front_page.html", page, meta, context)


def _take_leading(
    found: Page[Article], pins: Mapping[int, str], page: PageContext
) -> dict[str, list[Article]]:
    """Take what is pinned for these readers out of the page, by the kind of its pin.

    One of several versions of a story leads for all, and none of them stands below.
    """
    leading: dict[str, list[Article]] = {kind.value: [] for kind in Pin.Kind}
    rest: list[Article] = []
    keys: set[str] = set()
    for article in found:
        if article.translation_key and article.translation_key in keys:
            continue
        if article.pk not in pins:
            rest.append(article)
        elif article.language_group == page.language_group:
            leading[pins[article.pk]].append(article)
            keys.add(article.translation_key)
    found.object_list = rest
    return leading


def _lead_story(
    found: Sequence[Article] | Page[Article], page: PageContext
) -> int | None:
    """Return the id of the first story of the page, if it has a picture."""
    first = found[0] if found else None
    if first and shows_thumbnail(first, page.site, ThumbnailPlace.LIST):
        return first.pk
    return None
