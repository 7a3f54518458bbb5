"""The network address that somebody acts from, also where no request is at hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_acting_from: ContextVar[str | None] = ContextVar("acting_from", default=None)


def client_address(request: HttpRequest) -> str:
    """Return the client's address, as the connection or the site's own proxy has it."""
    name = settings.CLIENT_ADDRESS_HEADER
    addresses = request.headers.get(name, "") if name else ""
    # A client may send a list of its own; the proxy adds an address at the end.
    return addresses.rpartition(",")[2].strip() or str(
        request.META.get("REMOTE_ADDR", "")
    )


def client_network(request: HttpRequest) -> str | None:
    """Return the first address of the network that a client has to itself.

    That is a /64 of IPv6, or one IPv4 address; None where there is no address.
    """
    recorded = _as_recorded(client_address(request))
    if recorded is None:
        return None
    address = ip_address(recorded)
    if isinstance(address, IPv6Address):
        # A socket for both kinds hands out IPv4 addresses in this form.
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False).network_address)
    return recorded


@contextmanager
def acting_for(request: HttpRequest) -> Iterator[None]:
    """Let what is done for a request be recorded with the address it came from."""
    token = _acting_from.set(_as_recorded(client_address(request)))
    try:
        yield
    finally:
        _acting_from.reset(token)


def acting_from() -> str | None:
    """Return the address of whoever acts; None for a command."""
    return _acting_from.get()


def _as_recorded(address: str) -> str | None:
    """Return an address without the zone of its network card; None where it is none."""
    try:
        return str(ip_address(address.partition("%")[0]))
    except ValueError:  # Through a socket of the machine, or a proxy with words.
        return None
