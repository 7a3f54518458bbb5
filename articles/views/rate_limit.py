"""Limit how much strangers may send, counted in the cache. No address is kept."""

from __future__ import annotations

import time
from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from articles.client_address import client_address

WINDOW = 600  # Seconds.
PER_CLIENT = 5
IN_ALL = 100
TRIES = 10


def is_within_rate_limit(request: HttpRequest, kind: str) -> bool:
    """Count what this client sends of a kind, and tell whether it is within the limits."""
    client = _hidden(kind, _network_of(client_address(request)))
    # A client above its own limit uses up nothing of the common one.
    return _count(client) <= PER_CLIENT and _count(f"all:{kind}") <= IN_ALL


def as_too_many(response: HttpResponse) -> HttpResponse:
    """Make an answer one that tells when to try again."""
    response.status_code = 429
    response["Retry-After"] = str(WINDOW)
    return response


def may_try_to_sign_in(request: HttpRequest, name: str) -> bool:
    """Count one more try for an account from here, before the password is looked at."""
    return _count(_tries(request, name)) <= TRIES


def forget_tries(request: HttpRequest, name: str) -> None:
    """Begin anew after somebody signed in."""
    cache.delete(_key(_tries(request, name)))


def _tries(request: HttpRequest, name: str) -> str:
    network = _network_of(client_address(request))
    return _hidden("sign-in", network, name.casefold())


def _hidden(*said: str) -> str:
    return salted_hmac(__name__, "\n".join(said)).hexdigest()


def _network_of(address: str) -> str:
    """Return the network that a client has to itself: a /64 of IPv6, one IPv4 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return address if parsed.version == 4 else str(ip_network((parsed, 64), False))


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
