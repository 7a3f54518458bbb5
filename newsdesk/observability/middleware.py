"""Name each request, measure it, and log it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from newsdesk.observability import metrics
from newsdesk.observability.queries import QueryCount, query_count
from newsdesk.observability.request_ids import HEADER, request_id, take_request_id

GetResponse = Callable[[HttpRequest], HttpResponseBase]

_log = logging.getLogger("newsdesk.requests")


class RequestIdMiddleware:
    """Put the request's name into every log line about it, and into its answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = take_request_id(request.headers.get(HEADER))
        request.request_id = name  # type: ignore[attr-defined]
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response[HEADER] = name
        return response


class MeasuringMiddleware:
    """Count a request, its time and its queries; at level INFO, log it.

    The path is logged without its query, which may be what a reader searched for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        metrics.begin_run()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        count = QueryCount()
        token = query_count.set(count)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
        finally:
            query_count.reset(token)
        seconds = time.perf_counter() - started
        match = request.resolver_match
        view = match.view_name if match else "none"
        metrics.observe(
            view,
            request.method or "",
            response.status_code,
            seconds,
            queries=count.number,
            query_seconds=count.seconds,
        )
        if _log.isEnabledFor(logging.INFO):
            _log.info(
                "%s %s %d",
                request.method,
                request.path,
                response.status_code,
                extra={
                    "view": view,
                    "status": response.status_code,
                    "duration_ms": round(seconds * 1000, 1),
                    "query_count": count.number,
                    "query_ms": round(count.seconds * 1000, 1),
                },
            )
        return response
