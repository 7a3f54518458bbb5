"""Answers for monitors: is the process alive, can the site work, what did it do."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict
from ipaddress import ip_address

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from articles.choices import State, Status
from articles.health import CheckResult, Health, readiness, replica_states
from articles.models import Article
from newsdesk.observability.metrics import (
    CONTENT_TYPE,
    Collector,
    GaugeMetricFamily,
    Metric,
    as_text,
)

# How long strangers get the last answer: whoever asks often costs nothing.
STRANGERS_WAIT = 5.0  # Seconds.
# What a proxy adds to a request that it hands on.
_PROXIED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Via")
_last: list[tuple[float, bool]] = []


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers. Asks nothing."""
    response = HttpResponse("ok\n", content_type="text/plain")
    add_never_cache_headers(response)
    return response


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether the site can work: 200, or 503 where something is broken.

    Callers of the machine, or with the token, get a line for each check.
    """
    if is_keeper(request):
        results = readiness()
        worst = max((result.health for result in results), key=list(Health).index)
        checks = {result.name: _line(result) for result in results}
        response = JsonResponse(
            {"status": worst, "checks": checks},
            json_dumps_params={"ensure_ascii": False, "indent": 1},
        )
        is_ready = worst is not Health.BROKEN
    else:
        is_ready = _is_ready_lately()
        response = JsonResponse({"status": Health.OK if is_ready else Health.BROKEN})
    response.status_code = 200 if is_ready else 503
    add_never_cache_headers(response)
    return response


def _line(result: CheckResult) -> dict[str, str]:
    line = asdict(result)
    del line["name"]
    return (
        line if result.remedy else {"health": result.health, "finding": line["finding"]}
    )


def _is_ready_lately() -> bool:
    now = time.monotonic()
    if not _last or now - _last[0][0] > STRANGERS_WAIT:
        is_ready = all(each.health is not Health.BROKEN for each in readiness())
        _last[:] = [(now, is_ready)]
    return _last[0][1]


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give Prometheus what all workers counted; nobody else is told that it is here."""
    if not is_keeper(request):
        response = HttpResponse("Not found\n", status=404, content_type="text/plain")
    else:
        text = as_text(ArticleCounts(), ReplicaStates())
        response = HttpResponse(text, content_type=CONTENT_TYPE)
    add_never_cache_headers(response)
    return response


class ArticleCounts(Collector):
    """The number of articles in each state, counted when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        family = GaugeMetricFamily(
            "newsdesk_articles",
            "Articles by their stage at the desk.",
            labels=["state"],
        )
        counted = dict(
            Article.objects.order_by().values_list("status").annotate(Count("pk"))
        )
        for status in Status.values:
            family.add_metric([status], counted.get(status, 0))
        waiting = Article.objects.in_state(State.SCHEDULED).count()
        family.add_metric(["scheduled"], waiting)
        yield family


class ReplicaStates(Collector):
    """The lag of each replica of the database, measured when it is asked for."""

    def collect(self) -> Iterator[Metric]:
        answers = GaugeMetricFamily(
            "newsdesk_replica_answers",
            "1 for a replica that answers and gets what its primary writes.",
            labels=["replica"],
        )
        behind = GaugeMetricFamily(
            "newsdesk_replica_behind_seconds",
            "How long ago that was written which it read last.",
            labels=["replica"],
        )
        for state in replica_states():
            is_well = state.seconds_behind is not None and state.is_connected
            answers.add_metric([state.alias], is_well)
            if state.seconds_behind is not None:
                behind.add_metric([state.alias], state.seconds_behind)
        yield answers
        yield behind


def is_keeper(request: HttpRequest) -> bool:
    """Tell whether the caller has the token, or is on the machine itself.

    Behind a proxy everybody seems to be on the machine: what it handed on does not count.
    """
    token = settings.MONITOR_TOKEN
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if token and scheme.lower() == "bearer":
        return constant_time_compare(given.strip(), token)
    proxied = (*_PROXIED, settings.CLIENT_ADDRESS_HEADER)
    if any(name and name in request.headers for name in proxied):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
