"""Tell partners what changed since a moment: articles as ninjs, ended ones too.

Each page holds what happened next, in order: an article was stored or became public, was
withdrawn, expired or was killed. A partner keeps the ``next`` of the last page and asks there
again. The same change may be told twice, never not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import conditional_page, require_safe

from articles import listings
from articles.choices import Status, Variant, Visibility
from articles.models import Article, Kill, ListingEntry, SiteSettings
from articles.pages import PageContext, PageKind, shown_in
from articles.publishing import was_public
from articles.views.ninjs import (
    Document,
    answer,
    ended_document,
    partner_rows,
    usable_documents,
)
from articles.views.page_meta import absolute

PAGE_SIZE = 50
_FIRST = timedelta(days=1)  # Where nobody says since when.


class Event(NamedTuple):
    """A moment at which an article, by its number, may have changed for readers."""

    at: datetime
    number: int


@require_safe
@conditional_page
def partner_feed(request: HttpRequest, variant: Variant) -> HttpResponse:
    """Answer with the changes after ``since``, a moment with its offset, and behind that
    article, by its number, which changed in the same moment. A dozen queries at most."""
    after = _asked(request)
    if after is None:
        return HttpResponseBadRequest(
            "since: 2026-11-30T09:30:00+08:00\n", content_type="text/plain"
        )
    page = PageContext(SiteSettings.current(), variant, PageKind.SINGLE)
    documents: dict[int, Document] = {}
    told, more = after, True
    while more and not documents:
        events, more = _events(after, page)
        documents = _documents(events, page)
        after = events[-1] if events else after
        # Of what readers may not see nobody learns when it was changed.
        told = next((e for e in reversed(events) if e.number in documents), told)
    query = urlencode({"since": told.at.isoformat(), "after": told.number})
    url = reverse("articles:partner_feed", args=[variant])
    return answer(
        {
            "items": [*documents.values()],
            "next": absolute(f"{url}?{query}"),
            "more": more,
        }
    )


def _asked(request: HttpRequest) -> Event | None:
    since = request.GET.get("since", "")
    number = request.GET.get("after", "0")
    if not since:
        return Event(timezone.now() - _FIRST, 0)
    try:
        at = parse_datetime(since)
    except ValueError:
        return None
    is_number = number.isdecimal() and number.isascii() and len(number) < 19
    return Event(at, int(number)) if at and at.tzinfo and is_number else None


def _events(after: Event, page: PageContext) -> tuple[list[Event], bool]:
    """Return the next events in order, and whether more follow them."""
    streams = [list(stream) for stream in _streams(after, page)]
    full = [stream[-1] for stream in streams if len(stream) == PAGE_SIZE]
    # Behind the end of a stream that was cut, something is missing.
    known = min(full) if full else None
    events = sorted({event for stream in streams for event in stream})
    sure = [event for event in events if known is None or event <= known]
    return sure[:PAGE_SIZE], len(sure) > PAGE_SIZE or bool(full)


def _streams(after: Event, page: PageContext) -> Iterator[Iterator[Event]]:
    now = timezone.now()
    group = page.language_group
    ours = Article.objects.in_language_group(group)
    entries = ListingEntry.objects.filter(listing__key=listings.listing_key(group))
    ours = ours.filter(status__in=[Status.PUBLISHED, Status.WITHDRAWN])
    yield _after(after, ours, "edited_at", "pk")
    began = entries.visible(now).filter(is_timed=True)
    yield _after(after, began, "public_from", "article")
    over = entries.filter(public_until__lte=now)
    yield _after(after, over, "public_until", "article")
    killed = Kill.objects.standing().filter(
        article__in=Article.objects.in_language_group(group)
    )
    yield _after(after, killed, "at", "article")


def _after(
    after: Event, rows: QuerySet[Any], moment: str, number: str
) -> Iterator[Event]:
    """Yield the first events that rows tell of behind one. One query."""
    later = Q(**{f"{moment}__gt": after.at})
    same = Q(**{moment: after.at, f"{number}__gt": after.number})
    found = rows.filter(later | same).order_by(moment, number)
    values = found.values_list(F(moment), F(number))[:PAGE_SIZE]
    return (Event(at, pk) for at, pk in values)


def _documents(events: list[Event], page: PageContext) -> dict[int, Document]:
    """Return what has become of the articles, by their numbers, each at the place of its
    last event."""
    last = {event.number: event.at for event in events}
    rows = partner_rows().exclude(visibility=Visibility.UNLISTED).in_bulk([*last])
    shown = [
        rows[number]
        for number in sorted(rows, key=lambda number: (last[number], number))
        if shown_in(rows[number], page.variant) == page.variant
        and not _is_told_later(rows[number], last[number])
    ]
    usable = usable_documents([one for one in shown if one.is_published], page)
    documents = {}
    for article in shown:
        if article.pk in usable:
            documents[article.pk] = usable[article.pk]
        elif not article.is_published and was_public(article):
            documents[article.pk] = ended_document(article, page)
    return documents


def _is_told_later(article: Article, at: datetime) -> bool:
    """Tell whether another event follows, at which the article was stored last."""
    return article.status != Status.KILLED and at < article.edited_at
