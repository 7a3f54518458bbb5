"""Choose the replica that a page is read from, by the version of the content that it has.

Clocks need not agree for that, and a replica that lags behind nothing lags behind nobody.
"""

from __future__ import annotations

import logging
import time
from itertools import count

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.http import HttpRequest

from articles.serving.version import ENVIRON_KEY, Version, read_version

logger = logging.getLogger(__name__)

LEFT_OUT_FOR = 5.0  # Seconds until one that did not answer is asked again.
TRUSTED_FOR = 1.0  # Seconds that an answer counts.


class _Database:
    """The primary or a replica, as this process last met it. Threads share it.

    Times are of ``time.monotonic``.
    """

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self._version = Version(0, 0)
        self._asked_at = self._lost_at = -1e9

    @property
    def is_lost(self) -> bool:
        return time.monotonic() - self._lost_at < LEFT_OUT_FOR

    def has(self, number: int) -> bool:
        """Tell whether it has all that a version of the content has."""
        now = time.monotonic()
        if self._version.number >= number and now - self._asked_at < TRUSTED_FOR:
            return True
        version = self.version()
        return version is not None and version.number >= number

    def version(self) -> Version | None:
        """Ask for the version that it has; None where it does not answer."""
        if self.is_lost:
            return None
        now = time.monotonic()
        try:
            self._version = read_version(self.alias)
        except Error as error:
            self.leave_out(error)
            return None
        self._asked_at = now
        return self._version

    def leave_out(self, error: Exception) -> None:
        """Ask it nothing for a while."""
        self._lost_at = time.monotonic()
        connections[self.alias].close()
        logger.warning("%s does not answer: %s", self.alias, str(error).strip())


_primary = _Database(DEFAULT_DB_ALIAS)
_replicas = [
    _Database(alias) for alias in settings.DATABASES if alias != DEFAULT_DB_ALIAS
]
_turns = count()


def database_for(request: HttpRequest) -> str:
    """Return the database to read a reader's page from.

    It has all that was committed when the page was begun: a replica, each in its turn, else
    the primary. While the primary is away nothing new can be committed, and it is the
    replica that has most.
    """
    version = request.META.get(ENVIRON_KEY) or _primary.version()
    if version is None:
        return _most_current(request)
    request.META[ENVIRON_KEY] = version
    turn = next(_turns) % len(_replicas)
    for replica in (*_replicas[turn:], *_replicas[:turn]):
        if replica.has(version.number):
            return replica.alias
    return DEFAULT_DB_ALIAS


def _most_current(request: HttpRequest) -> str:
    asked = [(replica.version(), replica.alias) for replica in _replicas]
    found = [(version, alias) for version, alias in asked if version is not None]
    if not found:
        return DEFAULT_DB_ALIAS
    request.META[ENVIRON_KEY], alias = max(found)
    return alias


def leave_out_replica(alias: str, error: Exception) -> None:
    """Read nothing from a replica for a while that failed."""
    for replica in _replicas:
        if replica.alias == alias:
            replica.leave_out(error)
