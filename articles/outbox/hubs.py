"""The hubs that feeds name. Every feed asks for them, and they seldom change."""

from __future__ import annotations

from django.core.cache import cache

from articles.models import Receiver

_KEY = "websub-hubs"
_KEPT = 60  # Seconds; other processes may name one for so long that is gone.


def hub_addresses() -> tuple[str, ...]:
    """Return the addresses of the active hubs. A query a minute."""
    hubs: tuple[str, ...] | None = cache.get(_KEY)
    if hubs is None:
        hubs = tuple(Receiver.objects.hubs().values_list("address", flat=True))
        cache.set(_KEY, hubs, _KEPT)
    return hubs


def forget_hubs() -> None:
    """Have the next feed ask again."""
    cache.delete(_KEY)
