"""Read the number of the page asked for; link to a list's other pages, and describe it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.utils.translation import gettext as _

from articles import listings
from articles.pages import PageContext
from articles.views.page_meta import (
    PageMeta,
    alternates_of,
    canonical_of,
    joined_title,
    logo_of,
    shortened,
)
from articles.views.usage_terms import reserves_mining, robots_for

PAGE_SIZE = 10
# The front page holds what stands on the first page of a list and on so many behind it.
PAGES_AHEAD = listings.COVERED // PAGE_SIZE - 1

_NUMBER = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


@dataclass(frozen=True)
class Paging:
    """The links to the pages around one. ``count`` is None where pages are not counted."""

    number: int
    has_next: bool
    count: int | None = None
    query: str = ""

    @property
    def is_needed(self) -> bool:
        return self.number > 1 or self.has_next

    @property
    def previous_query(self) -> str:
        return self._query(self.number - 1) if self.number > 1 else ""

    @property
    def next_query(self) -> str:
        return self._query(self.number + 1)

    @property
    def own_query(self) -> str:
        return self._query(self.number)

    def _query(self, number: int) -> str:
        parts = [self.query] if self.query else []
        if number > 1:
            parts.append(urlencode({"page": number}))
        return "?" + "&".join(parts) if parts else ""


def paging_of(page: Page[Any], query: str = "") -> Paging:
    return Paging(page.number, page.has_next(), page.paginator.num_pages, query)


def paged(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Pass the view the ``number`` of the page asked for.

    The first page has one address, without a number: with ``?page=1`` it redirects.
    Anything but a number is not found, nor is a number that the list has no page of
    (``EmptyPage``).
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        value = request.GET.get("page", "")
        if "page" in request.GET and not _NUMBER.fullmatch(value):
            raise Http404
        if value == "1":
            return HttpResponsePermanentRedirect(_without_number(request))
        try:
            return view(request, *args, number=int(value or 1), **kwargs)
        except EmptyPage:
            raise Http404 from None

    return wrapped


def _without_number(request: HttpRequest) -> str:
    query = request.GET.copy()
    del query["page"]
    return request.path + ("?" + query.urlencode() if query else "")


def numbered(number: int) -> str:
    return _("Page %d") % number


def list_meta(
    title: str,
    page: PageContext,
    paging: Paging,
    description: str = "",
    *,
    is_hidden: bool = False,
    **more: Any,
) -> PageMeta:
    """Describe a list to search engines; each of its pages is canonical by itself."""
    terms = page.site.usage_terms
    if description and paging.number > 1:
        description = f"{shortened(description)} · {numbered(paging.number)}"
    return PageMeta(
        title=joined_title(title, page),
        description=description,
        canonical=canonical_of(page, paging.own_query),
        language=page.language,
        image=logo_of(page),
        robots=robots_for(terms, is_hidden=is_hidden),
        reserves_mining=reserves_mining(terms),
        alternates=alternates_of(page, paging.own_query),
        **more,
    )
