"""Post one message to an address elsewhere, within limits of time and size."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass

from articles.connections import (
    CheckedConnection,
    ForbiddenAddress,
    deadline,
    retry_after,
    split_address,
    target_of,
)

SILENCE_SECONDS = 10.0
WHOLE_SECONDS = 20.0
_MAX_ANSWER = 2_000  # Bytes: enough for what a server says of an error.
_USER_AGENT = "Newsdesk"


@dataclass(frozen=True)
class Message:
    """A request: its address, headers and body."""

    url: str
    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """The answer to a message; without a status, why there is none."""

    status: int | None
    reason: str = ""
    retry_after: float | None = None

    @property
    def is_accepted(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def is_gone(self) -> bool:
        return self.status == http.HTTPStatus.GONE


def post(message: Message) -> Answer:
    """Post the message and return the answer. Redirects are not followed."""
    try:
        return _post(message)
    except ForbiddenAddress as refused:
        return Answer(None, str(refused))
    except ssl.SSLCertVerificationError as error:
        return Answer(None, f"certificate: {error.verify_message}")
    except socket.gaierror:
        return Answer(None, "the name of the host is not found")
    except TimeoutError:
        return Answer(None, "no answer in time")
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, f"connection: {error or type(error).__name__}")


def _post(message: Message) -> Answer:
    parts = split_address(message.url)
    connection = CheckedConnection(parts, SILENCE_SECONDS)
    headers = {"User-Agent": _USER_AGENT, **message.headers}
    with deadline(connection, WHOLE_SECONDS) as expired:
        try:
            connection.request("POST", target_of(parts), message.body, headers)
            response = connection.getresponse()
            said = b"" if response.status < 300 else response.read(_MAX_ANSWER)
        finally:
            connection.close()
            if expired.is_set():
                raise TimeoutError
    return Answer(
        response.status,
        _reason_of(response, said),
        retry_after(response.getheader("Retry-After")),
    )


def _reason_of(response: http.client.HTTPResponse, said: bytes) -> str:
    """Return what the server said of an answer that is no success."""
    if response.status < 300:
        return ""
    reason = f"{response.status} {response.reason}".strip()
    if response.status < 400:
        return f"{reason}: redirects are not followed"
    lines = said.decode("utf-8", "replace").replace("\x00", "").split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    return f"{reason}: {first[:200]}" if first else reason
