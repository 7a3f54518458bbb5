"""Limit how much strangers may send, counted in the cache. No address is kept."""

from __future__ import annotations

import time
from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from articles.client_address import client_address

WINDOW = 600  # Seconds.
PER_CLIENT = 5
IN_ALL = 100


def is_within_rate_limit(request: HttpRequest) -> bool:
    """Count what this client sends, and tell whether it is within the limits."""
    client = salted_hmac(__name__, _network_of(client_address(request))).hexdigest()
    # A client above its own limit uses up nothing of the common one.
    return _count(client) <= PER_CLIENT and _count("all") <= IN_ALL


def _network_of(address: str) -> str:
    """Return the network that a client has to itself: a /64 of IPv6, one IPv4 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return address if parsed.version == 4 else str(ip_network((parsed, 64), False))


def _count(sender: str) -> int:
    """Count one more within the current window and return the number."""
    key = f"sent:{int(time.time()) // WINDOW}:{sender}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # A full cache threw it out in between.
        return 1
