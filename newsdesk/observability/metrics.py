"""Counters for Prometheus that all workers of one server share.

https://prometheus.github.io/client_python/multiprocess/ says how: each worker keeps its
numbers in files that it maps into memory, and whichever is asked adds up those of all.
"""

from __future__ import annotations

import os
from collections import Counter as CollectionCounter
from collections.abc import Iterable

from newsdesk.observability.server_runs import begin_run, run_folder

_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
os.environ[_VARIABLE] = str(run_folder())

# The library looks for the variable when it is imported: all others take it from here.
from prometheus_client import (  # noqa: E402
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric  # noqa: E402
from prometheus_client.multiprocess import MultiProcessCollector  # noqa: E402
from prometheus_client.registry import Collector  # noqa: E402

__all__ = [
    "CONTENT_TYPE",
    "Collector",
    "GaugeMetricFamily",
    "Metric",
    "as_text",
    "begin_run",
    "count_edge",
    "count_kept",
    "observe",
]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_METHODS = {"GET", "HEAD", "POST", "OPTIONS"}

_requests = Counter(
    "newsdesk_requests",
    "Requests answered, by view, method and status.",
    ["view", "method", "status"],
)
_kept = Counter(
    "newsdesk_kept_pages_sent",
    "Requests answered with a kept page before Django was asked, by status.",
    ["status"],
)
_edge = Counter(
    "newsdesk_edge_purges",
    "Requests to what keeps pages in front of the site, by what became of them.",
    ["result"],
)
_seconds = Histogram(
    "newsdesk_request_seconds",
    "Time from a request to its answer, by view.",
    ["view"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
_queries = Counter(
    "newsdesk_database_queries", "Database queries, by the view that asked.", ["view"]
)
_query_seconds = Counter(
    "newsdesk_database_seconds", "Time spent in database queries, by view.", ["view"]
)


def observe(
    view: str,
    method: str,
    status: int,
    seconds: float,
    *,
    queries: int = 0,
    query_seconds: float = 0.0,
) -> None:
    """Count a request that was answered."""
    method = method if method in _METHODS else "other"
    _requests.labels(view, method, str(status)).inc()
    _seconds.labels(view).observe(seconds)
    if queries:
        _queries.labels(view).inc(queries)
        _query_seconds.labels(view).inc(query_seconds)


def count_kept(statuses: Iterable[str]) -> None:
    """Count requests that the page cache answered."""
    for status, number in CollectionCounter(statuses).items():
        _kept.labels(status).inc(number)


def count_edge(result: str) -> None:
    """Count a request to the edge: done, or refused."""
    _edge.labels(result).inc()


def as_text(*collectors: Collector) -> bytes:
    """Return all metrics as Prometheus reads them, with those that are counted now."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    for collector in collectors:
        registry.register(collector)
    return generate_latest(registry)
