"""The hubs that feeds name."""

from __future__ import annotations

from articles.models import Receiver


def hub_addresses() -> tuple[str, ...]:
    """Return the addresses of the active hubs. One query."""
    return tuple(Receiver.objects.hubs().values_list("address", flat=True))
