"""An HTTP connection to an address that was checked, and the end of its time.

The standard library's client suffices: ``connect`` alone decides where a connection
goes. Proxies of the environment are not used, since what a proxy
resolves cannot be checked.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult

from articles.connections.hosts import PORTS, checked_addresses

CONNECT_SECONDS = 10.0


class CheckedConnection(http.client.HTTPConnection):
    """A connection to an address that was checked, under the host's own name.

    ``silence`` is how many seconds the other side may say nothing.
    """

    def __init__(self, parts: SplitResult, silence: float) -> None:
        port = parts.port or PORTS[parts.scheme]
        super().__init__(parts.hostname or "", port, timeout=silence)
        self.silence = silence
        self.is_secure = parts.scheme == "https"
        self.default_port = PORTS[parts.scheme]
        # The client forgets its own socket once the server says it will close.
        self.pipe: socket.socket | None = None

    def connect(self) -> None:
        addresses = checked_addresses(self.host, self.port)
        for number, address in enumerate(addresses, start=1):
            try:
                pipe = socket.create_connection((address, self.port), CONNECT_SECONDS)
                break
            except OSError:
                if number == len(addresses):
                    raise
        pipe.settimeout(self.silence)
        self.sock = self.pipe = pipe
        if self.is_secure:
            # The handshake comes after, so that the deadline can end it.
            secure = ssl.create_default_context().wrap_socket(
                pipe, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = self.pipe = secure
            secure.do_handshake()


def target_of(parts: SplitResult) -> str:
    """Return what a request asks for at the host of an address."""
    return parts._replace(scheme="", netloc="", fragment="").geturl() or "/"


def retry_after(value: str | None) -> float | None:
    """Return the seconds that ``Retry-After`` gives, as a number or as a date."""
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        retry_at = parsedate_to_datetime(value)
    except ValueError:
        return None
    if retry_at.tzinfo is None:
        retry_at = retry_at.replace(tzinfo=UTC)
    return max(0.0, (retry_at - datetime.now(UTC)).total_seconds())


@contextmanager
def deadline(
    connection: CheckedConnection, seconds: float
) -> Iterator[threading.Event]:
    """Hang up when the whole takes too long: a few bytes reset the other limits."""
    expired = threading.Event()

    def hang_up() -> None:
        expired.set()
        if connection.pipe is not None:
            with suppress(OSError):  # It may have ended by itself meanwhile.
                # The plain socket's way: TLS would wait for a polite goodbye.
                socket.socket.shutdown(connection.pipe, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield expired
    finally:
        timer.cancel()
