"""Connect to servers elsewhere, without being led into the server's own network.

``hosts`` says which addresses may be asked, and ``checked_connection`` connects to one that
was checked, within a time that nobody can stretch.
"""

from __future__ import annotations

from articles.connections.checked_connection import (
    CheckedConnection,
    deadline,
    retry_after,
    target_of,
)
from articles.connections.hosts import ForbiddenAddress, split_address

__all__ = [
    "CheckedConnection",
    "ForbiddenAddress",
    "deadline",
    "retry_after",
    "split_address",
    "target_of",
]
