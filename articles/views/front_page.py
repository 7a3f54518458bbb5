"""Show the front page: the newest articles, and what is written above them."""

from __future__ import annotations

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles import listings
from articles.choices import ThumbnailPlace, Variant
from articles.models import Article, Listing, ListPage
from articles.pages import PageContext, PageKind, shows_thumbnail
from articles.views.list_pages import (
    annotated_list_page,
    find_list_page,
    with_list_page,
)
from articles.views.page_meta import feeds_of, open_page, render_page
from articles.views.pagination import PAGE_SIZE, list_meta, numbered, paged, paging_of


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
    listing = rows.filter(key=listings.listing_key(page.language_group)).first()
    list_page = (
        annotated_list_page(listing, page) if listing else find_list_page(pages, page)
    )
    found = listings.page_of(listing, number, PAGE_SIZE)
    page.apply_variant_to_list(found)
    paging = paging_of(found)
    title = "" if number == 1 else numbered(number)
    feeds = feeds_of("front_page_feed", variant)
    meta = list_meta(title, page, paging, list_page.description, feeds=feeds)
    context = {
        "list_page": list_page,
        "found": found,
        "paging": paging,
        "top": _lead_story(found, page),
    }
    return render_page(request, "articles/front_page.html", page, meta, context)


def _lead_story(found: Page[Article], page: PageContext) -> int | None:
    """Return the id of the first story of the first page, if it has a picture."""
    first = found[0] if found and found.number == 1 else None
    if first and shows_thumbnail(first, page.site, ThumbnailPlace.LIST):
        return first.pk
    return None
