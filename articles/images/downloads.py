"""Download one address, within limits of time, size and redirects."""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin

from articles.connections import (
    CheckedConnection,
    ForbiddenAddress,
    deadline,
    retry_after,
    split_address,
    target_of,
)
from articles.images.processing import MAX_BYTES
from articles.rendering import escape_address

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


def _request(parts: SplitResult) -> bytes | _Hop:
    connection = CheckedConnection(parts, SILENCE_SECONDS)
    with deadline(connection, WHOLE_SECONDS) as expired:
        try:
            connection.request("GET", target_of(parts), headers=_HEADERS)
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
        return Unavailable(reason, retry_after(response.getheader("Retry-After")))
    return Gone(reason)


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
