"""Download one address, within limits of time, size and redirects.

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
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import SplitResult, urljoin

from articles.images.hosts import (
    PORTS,
    ForbiddenAddress,
    checked_addresses,
    split_address,
)
from articles.images.processing import MAX_BYTES
from articles.rendering import escape_address

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 15.0
WHOLE_SECONDS = 60.0
MOST_REDIRECTS = 5
_CHUNK = 64 * 1024
_MOVED = frozenset([301, 302, 303, 307, 308])
_TRY_AGAIN = frozenset([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])
_HEADERS = {
    "User-Agent": "Newsdesk",
    "Accept": "image/avif,image/webp,image/png,image/jpeg,image/gif,*/*;q=0.5",
    "Accept-Encoding": "identity",
}


class Gone(Exception):
    """There is no picture to be had at this address. The message says why."""


@dataclass
class Unavailable(Exception):
    """It did not work this time; the host may say when to ask again, in seconds."""

    reason: str
    retry_after: float | None = None

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class _Hop:
    """A redirect to follow."""

    address: str


def download(url: str) -> bytes:
    """Return the bytes at an address. Raises ``Gone`` or ``Unavailable``."""
    for _hop in range(MOST_REDIRECTS + 1):
        try:
            answer = _request(split_address(url))
        except ForbiddenAddress as refused:
            raise Gone(str(refused)) from None
        except ssl.SSLCertVerificationError as error:
            raise Gone(f"certificate: {error.verify_message}") from None
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise Unavailable("the name server does not answer") from None
            raise Gone("no such host") from None
        except TimeoutError:
            raise Unavailable("no answer in time") from None
        except http.client.InvalidURL:
            raise Gone("no valid address") from None
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable(f"connection: {error or type(error).__name__}") from None
        if isinstance(answer, bytes):
            return answer
        url = _redirected(url, answer.address)
    raise Gone(f"more than {MOST_REDIRECTS} redirects")


def _redirected(url: str, location: str) -> str:
    try:
        return escape_address(urljoin(url, location))
    except ValueError:
        raise Gone("redirected to no valid address") from None


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was checked, under the host's own name."""

    def __init__(self, parts: SplitResult) -> None:
        port = parts.port or PORTS[parts.scheme]
        super().__init__(parts.hostname or "", port, timeout=SILENCE_SECONDS)
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
        pipe.settimeout(SILENCE_SECONDS)
        self.sock = self.pipe = pipe
        if self.is_secure:
            # The handshake comes after, so that the deadline can end it.
            secure = ssl.create_default_context().wrap_socket(
                pipe, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = self.pipe = secure
            secure.do_handshake()


def _request(parts: SplitResult) -> bytes | _Hop:
    connection = _Connection(parts)
    target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    with _deadline(connection) as expired:
        try:
            connection.request("GET", target, headers=_HEADERS)
            response = connection.getresponse()
            if response.status in _MOVED and (
                location := response.getheader("Location")
            ):
                # The client reads headers as Latin-1; sites write UTF-8.
                return _Hop(location.encode("latin-1").decode("utf-8", "replace"))
            if response.status != http.HTTPStatus.OK:
                raise _refusal(response)
            content = _read(response)
        finally:
            connection.close()
            if expired.is_set():
                raise TimeoutError
    return content


def _refusal(response: http.client.HTTPResponse) -> Gone | Unavailable:
    reason = f"{response.status} {response.reason}".strip()
    if response.status in _TRY_AGAIN:
        return Unavailable(reason, _seconds(response.getheader("Retry-After", "")))
    return Gone(reason)


def _seconds(value: str | None) -> float | None:
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


def _read(response: http.client.HTTPResponse) -> bytes:
    limit = f"larger than {MAX_BYTES // 1024 // 1024} MB"
    if (response.length or 0) > MAX_BYTES:
        raise Gone(limit)
    content = bytearray()
    while chunk := response.read(_CHUNK):
        content += chunk
        if len(content) > MAX_BYTES:
            raise Gone(limit)
    if response.length:
        raise Unavailable("the connection ended before the picture")
    return bytes(content)


@contextmanager
def _deadline(connection: _Connection) -> Iterator[threading.Event]:
    """Hang up when the whole takes too long: a few bytes reset the other limits."""
    expired = threading.Event()

    def hang_up() -> None:
        expired.set()
        if connection.pipe is not None:
            with suppress(OSError):  # It may have ended by itself meanwhile.
                # The plain socket's way: TLS would wait for a polite goodbye.
                socket.socket.shutdown(connection.pipe, socket.SHUT_RDWR)

    timer = threading.Timer(WHOLE_SECONDS, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield expired
    finally:
        timer.cancel()
