"""Check hosts before a download: public ones are allowed, and those a setting names.

An address in an article must not make the server ask its own network. A name is
resolved here, every address it has is checked, and the connection goes to one that
was checked: whoever changes the name's address in between wins nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

PORTS = {"http": 80, "https": 443}
# IPv6 that stands for an IPv4 address behind a translator.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


class ForbiddenAddress(Exception):
    """The address may never be requested. The message says why."""


def split_address(url: str) -> SplitResult:
    """Split a web address. Raises ``ForbiddenAddress`` for anything else."""
    try:
        parts = urlsplit(url)
        if parts.port == 0:
            raise ValueError
    except ValueError:
        raise ForbiddenAddress("no valid address") from None
    if parts.scheme not in PORTS:
        raise ForbiddenAddress(
            f"{parts.scheme or 'no scheme'}: only http and https are asked"
        )
    if not parts.hostname:
        raise ForbiddenAddress("no host in the address")
    return parts


def checked_addresses(host: str, port: int) -> list[str]:
    """Resolve a host, whose addresses must all be public.

    Raises ``ForbiddenAddress`` or ``OSError``.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError:
        raise ForbiddenAddress(f"{host} is no valid host name") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if host.lower() not in {name.lower() for name in settings.FETCH_ALLOWED_HOSTS}:
        for address in addresses:
            if not is_public(address):
                raise ForbiddenAddress(
                    f"{host} is {address}, which is not a public address"
                )
    return addresses


def is_public(address: str) -> bool:
    """Tell whether an address is reachable from the whole internet."""
    if "%" in address:  # Of one network interface.
        return False
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])
        if ip in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner:
            return is_public(str(inner))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)
