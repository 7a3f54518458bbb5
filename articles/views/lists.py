"""Show the front page, and share what all lists of articles have in common."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
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
from articles.views.page_meta import (
    PageMeta,
    absolute,
    alternates_of,
    feeds_of,
    joined_title,
    open_page,
    render_page,
)
from articles.views.pagination import PAGE_SIZE, Paging, paged, paging_of


@require_safe
@paged
def front_page(request: HttpRequest, variant: Variant, number: int) -> HttpResponse:
    page = open_page(request, variant, PageKind.HOME, addresses=_front_address)
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


def _front_address(variant: Variant) -> str:
    return reverse("articles:front_page", args=[variant])


def _lead_story(found: Page[Article], page: PageContext) -> int | None:
    """Return the id of the first story of the first page, if it has a picture."""
    first = found[0] if found and found.number == 1 else None
    if first and shows_thumbnail(first, page.site, ThumbnailPlace.LIST):
        return first.pk
    return None


def numbered(number: int) -> str:
    return _("Page %d") % number


def list_meta(
    title: str, page: PageContext, paging: Paging, description: str = "", **more: Any
) -> PageMeta:
    """Describe a list to search engines; each of its pages is canonical by itself."""
    return PageMeta(
        title=joined_title(title, page),
        description=description or page.tagline,
        canonical=absolute(page.path + paging.own_query),
        language=page.language,
        alternates=alternates_of(page, paging.own_query),
        **more,
    )
