"""Until when a page that is made now may be kept, and which views' pages are kept at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.db.models import Min, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles.choices import Status
from articles.models import Article, PendingVersion, Pin

# Where a request says until when its page may be kept: its views write, the cache reads.
UNTIL = "newsdesk.kept_until"
# A change whose hour has come waits no longer for the request that makes it.
_UNDONE = timedelta(seconds=1)
# What a page may depend on, beside its path.
PARAMETERS = ("order", "page")

View = Callable[..., HttpResponse]


def kept_page(view: View) -> View:
    """Let the page cache keep what a view answers: the same for everybody.

    The view sees of the query what is in the cache's key, whoever asks.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked, query = request.META.get("QUERY_STRING", ""), request.GET
        if query:
            _strip(request)
        request.META.setdefault(UNTIL, float("inf"))
        try:
            return view(request, *args, **kwargs)
        except Http404:
            # Who is led elsewhere keeps the query.
            request.META["QUERY_STRING"], request.GET = asked, query
            raise

    wrapped.is_kept = True  # type: ignore[attr-defined]
    return wrapped


def keep_until(request: HttpRequest, moment: datetime | None) -> None:
    """Keep the page of this request no longer than to a moment; None bounds nothing."""
    if moment is not None:
        known = request.META.get(UNTIL, float("inf"))
        request.META[UNTIL] = min(known, moment.timestamp())


def is_kept_path(path: str) -> bool:
    """Tell whether a view whose pages are kept answers at a path."""
    try:
        return getattr(resolve(path).func, "is_kept", False)
    except Resolver404:
        return False


def next_change_at(now: datetime) -> datetime:
    """Return when the clock alone next changes a page: at a moment that the desk chose, or
    at the midnight after which nothing is of today any more. Six queries."""
    return min([_next_midnight(now), *_chosen_moments(now)])


def _next_midnight(now: datetime) -> datetime:
    local = timezone.localtime(now)
    tomorrow = local.date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day)
    return timezone.make_aware(midnight)


def _chosen_moments(now: datetime) -> Iterator[datetime]:
    published = Article.objects.filter(status=Status.PUBLISHED).order_by()
    for rows, name in (
        (published, "published_at"),
        (published, "embargoed_until"),
        (published, "expires_at"),
        (Pin.objects.order_by(), "starts_at"),
        (Pin.objects.order_by(), "ends_at"),
    ):
        later = rows.filter(Q(**{f"{name}__gt": now}))
        if moment := later.aggregate(at=Min(name))["at"]:
            yield moment
    waiting = PendingVersion.objects.filter(state=PendingVersion.State.SCHEDULED)
    if moment := waiting.order_by().aggregate(at=Min("go_live_at"))["at"]:
        yield moment if moment > now else now + _UNDONE


def _strip(request: HttpRequest) -> None:
    known = QueryDict(mutable=True)
    for name in PARAMETERS:
        if name in request.GET:
            known.setlist(name, request.GET.getlist(name))
    request.META["QUERY_STRING"] = known.urlencode()
    known._mutable = False
    request.GET = known  # type: ignore[assignment]
