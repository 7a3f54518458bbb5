"""A name for each request, in every log line about it and in its answer.

Imports nothing of Django: what answers before Django does can use it too.
"""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

HEADER = "X-Request-ID"
# Also what load balancers and tracers make; nothing that could break a line of a log.
_WELL_FORMED = re.compile(r"[0-9A-Za-z][0-9A-Za-z._:=/+-]{7,127}")

request_id: ContextVar[str] = ContextVar("request_id", default="-")


def take_request_id(sent: str | None) -> str:
    """Return the name that a proxy gave the request, if it is well formed, or a new one."""
    return sent if sent and _WELL_FORMED.fullmatch(sent) else secrets.token_hex(16)
