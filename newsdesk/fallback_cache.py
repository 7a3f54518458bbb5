"""Redis as Django's cache, and memory of this process while Redis does not answer.

Counts of what strangers send are then each process's own: slower to notice, but never off.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

ASKED_AGAIN_AFTER = 2.0  # Seconds.
LOGGED_EVERY = 60.0
TIMEOUT = 1.0  # Seconds that a question may take.


class _Outage:
    """When Redis is asked again, and when its absence was last logged, in this process."""

    until = -1e9
    logged_at = -1e9


class FallbackRedisCache(RedisCache):
    """Django's Redis cache, which raises nothing when the server is gone."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
        params["OPTIONS"] = options | params.get("OPTIONS", {})
        super().__init__(server, params)
        self._memory = LocMemCache("without-redis", {"KEY_PREFIX": self.key_prefix})

    def _either(self, name: str, *arguments: Any, **named: Any) -> Any:
        method: Callable[..., Any] = getattr(super(), name)
        if time.monotonic() >= _Outage.until:
            try:
                return method(*arguments, **named)
            except RedisError as error:
                _note(error)
        return getattr(self._memory, name)(*arguments, **named)

    def add(self, *arguments: Any, **named: Any) -> bool:
        return bool(self._either("add", *arguments, **named))

    def get(self, *arguments: Any, **named: Any) -> Any:
        return self._either("get", *arguments, **named)

    def set(self, *arguments: Any, **named: Any) -> None:
        self._either("set", *arguments, **named)

    def touch(self, *arguments: Any, **named: Any) -> bool:
        return bool(self._either("touch", *arguments, **named))

    def delete(self, *arguments: Any, **named: Any) -> bool:
        return bool(self._either("delete", *arguments, **named))

    def get_many(self, *arguments: Any, **named: Any) -> dict[Any, Any]:
        return dict(self._either("get_many", *arguments, **named))

    def has_key(self, *arguments: Any, **named: Any) -> bool:
        return bool(self._either("has_key", *arguments, **named))

    def incr(self, *arguments: Any, **named: Any) -> int:
        return int(self._either("incr", *arguments, **named))

    def set_many(self, *arguments: Any, **named: Any) -> list[Any]:
        return list(self._either("set_many", *arguments, **named))

    def delete_many(self, *arguments: Any, **named: Any) -> None:
        self._either("delete_many", *arguments, **named)

    def clear(self) -> None:
        self._either("clear")


def _note(error: RedisError) -> None:
    now = time.monotonic()
    _Outage.until = now + ASKED_AGAIN_AFTER
    if now - _Outage.logged_at > LOGGED_EVERY:
        _Outage.logged_at = now
        logger.error("Redis does not answer (%s): its work is done in memory.", error)
