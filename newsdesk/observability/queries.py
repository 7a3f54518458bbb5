"""Count the queries of a request, and log those that take long."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

_log = logging.getLogger(__name__)
_LONGEST = 2000  # Characters of a statement in a log line.


@dataclass
class QueryCount:
    number: int = 0
    seconds: float = 0.0


# Of the request that is being answered; None outside of one.
query_count: ContextVar[QueryCount | None] = ContextVar("query_count", default=None)


def watch_queries(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Let each query of a new connection be counted, once however often it reconnects."""
    if _watch not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch)


def _watch(
    execute: Callable[..., Any],
    sql: str,
    params: Any,
    many: bool,
    context: dict[str, Any],
) -> Any:
    """Run a query. What is logged is its statement without any value: those are people's."""
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = time.perf_counter() - started
        if count := query_count.get():
            count.number += 1
            count.seconds += seconds
        if settings.SLOW_QUERY_MS and seconds * 1000 >= settings.SLOW_QUERY_MS:
            milliseconds = round(seconds * 1000)
            _log.warning(
                "Slow query, %d ms: %s",
                milliseconds,
                " ".join(sql[:_LONGEST].split()),
                extra={"duration_ms": milliseconds},
            )
