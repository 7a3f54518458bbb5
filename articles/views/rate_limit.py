"""Limit how much strangers may send, counted in the cache. No address is kept."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from articles.client_address import client_address, client_network

WINDOW = 600  # Seconds.
PER_CLIENT = 5
IN_ALL = 100


def is_within_rate_limit(request: HttpRequest, kind: str) -> bool:
    """Count what this client sends of a kind, and tell whether it is within the limits."""
    sender = client_network(request) or client_address(request)
    client = _hidden(kind, sender)
    # A client above its own limit uses up nothing of the common one.
    return _count(client) <= PER_CLIENT and _count(f"all:{kind}") <= IN_ALL


def as_too_many(response: HttpResponse, seconds: int = WINDOW) -> HttpResponse:
    """Make an answer one that tells when to try again."""
    response.status_code = 429
    response["Retry-After"] = str(seconds)
    return response


def _hidden(*said: str) -> str:
    return salted_hmac(__name__, "\n".join(said)).hexdigest()


def _count(sender: str) -> int:
    """Count one more within the current window and return the number."""
    key = _key(sender)
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # A full cache threw it out in between.
        return 1


def _key(sender: str) -> str:
    return f"sent:{int(time.time()) // WINDOW}:{sender}"
