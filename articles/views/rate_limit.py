"""How much strangers may send. Counted in the cache; no address is kept anywhere."""

from __future__ import annotations

import time
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

WINDOW = 600  # Seconds.
PER_CLIENT = 5
IN_ALL = 100


def may_send(request: HttpRequest) -> bool:
    """Count what this client sends, and say whether it is within the limits."""
    client = salted_hmac(__name__, _network_of(client_address(request))).hexdigest()
    # Whoever sends too much does not use up what is there for all.
    return _counted(client) <= PER_CLIENT and _counted("all") <= IN_ALL


def client_address(request: HttpRequest) -> str:
    """Who asks: the connection's other end, or what the site's own proxy says of it."""
    header = settings.CLIENT_ADDRESS_HEADER
    told = request.headers.get(header, "") if header else ""
    # A client may send a list of its own; the proxy adds its word at the end.
    return told.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def _network_of(address: str) -> str:
    """An IPv6 client has a network of addresses to itself; an IPv4 one has one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return address if parsed.version == 4 else str(ip_network((parsed, 64), False))


def _counted(who: str) -> int:
    """Count one more within the window at hand, and say the number."""
    key = f"sent:{int(time.time()) // WINDOW}:{who}"
    cache.add(key, 0, timeout=2 * WINDOW)
    try:
        return cache.incr(key)
    except ValueError:  # A full cache threw it out in between.
        return 1
