"""The front page, and the frame that all lists of articles share."""

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
from articles.views.list_pages import brought, own_page, with_own_page
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
    rows = with_own_page(Listing.objects.with_visible_count(), pages, variant)
    listing = rows.filter(key=listings.listing_key(page.language_group)).first()
    own = brought(listing) if listing else own_page(pages, variant)
    own = own.said_on(page)
    found = listings.page_of(listing, number, PAGE_SIZE)
    page.apply_variant_to_list(found)
    paging = paging_of(found)
    title = "" if number == 1 else numbered(number)
    feeds = feeds_of("front_page_feed", variant)
    head = list_head(title, page, paging, own.description, feeds=feeds)
    context = {"found": found, "paging": paging, "top": _top(found, page)}
    context["own_page"] = own
    return render_page(request, "articles/front_page.html", page, head, context)


def _front_address(variant: Variant) -> str:
    return reverse("articles:front_page", args=[variant])


def _top(found: Page[Article], page: PageContext) -> int | None:
    """The id of the story that leads the first page: the first one, with a picture."""
    first = found[0] if found and found.number == 1 else None
    if first and shows_thumbnail(first, page.site, ThumbnailPlace.LIST):
        return first.pk
    return None


def numbered(number: int) -> str:
    return _("Page %d") % number


def list_head(
    title: str, page: PageContext, paging: Paging, description: str = "", **more: Any
) -> PageMeta:
    """A list's own address is canonical, each page of it being another."""
    return PageMeta(
        title=joined_title(title, page),
        description=description or page.tagline,
        canonical=absolute(page.path + paging.own_query),
        language=page.language,
        alternates=alternates_of(page, paging.own_query),
        **more,
    )
