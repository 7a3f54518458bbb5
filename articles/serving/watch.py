"""Watch the content's version: a thread asks the database, requests read a variable."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event, Lock

from django.db import Error, close_old_connections, connection

from articles.background_threads import BackgroundThread
from articles.serving.version import Version, read_version

logger = logging.getLogger(__name__)

INTERVAL = 0.25  # Seconds between two questions.
LATE_AFTER = 2.0  # Seconds without an answer; then the database is gone.
LOGGED_EVERY = 60.0


class VersionWatch:
    """The content's version as this process last saw it.

    ``previous`` was current until ``changed_at``, and None where nothing is known of
    before. Times are of ``time.monotonic``.
    """

    def __init__(self) -> None:
        self.number = -1
        self.hidden_at = 0
        self.previous: int | None = None
        self.changed_at = self.seen_at = -1e9
        self.on_change: Callable[[], None] = lambda: None
        self.on_poll: Callable[[], None] = lambda: None
        self._logged_at = -1e9
        self._lock = Lock()
        self._wake = Event()
        self._thread = BackgroundThread(self._run, name="content-version")

    @property
    def age(self) -> float:
        """The seconds since the question that the database last answered."""
        return time.monotonic() - self.seen_at

    @property
    def is_late(self) -> bool:
        return self.age > LATE_AFTER

    def start(self) -> None:
        """Ask now, and have a thread ask from now on. Nothing if there is one already."""
        if self._thread.start():
            self.poll()

    def poll_soon(self) -> None:
        """Have the thread ask at once: something was changed here."""
        self._wake.set()

    def poll(self) -> bool:
        """Ask the database once; return whether it answered."""
        try:
            version = self.read()
        except Error:
            self._log()
            return False
        if version.number < self.number and self.read().number < self.number:
            self._forget()  # Another database, as after a restore.
        self.note(version)
        return True

    def read(self) -> Version:
        """Return the version that is committed now. Raises ``django.db.Error``."""
        asked_at = time.monotonic()
        close_old_connections()
        try:
            version = read_version()
        except Error:
            connection.close()
            raise
        self.seen_at = asked_at
        return version

    def note(self, version: Version) -> None:
        """Remember a version that was read, unless a later one is known."""
        with self._lock:
            if version.number <= self.number:
                return
            self.previous = self.number if self.number >= 0 else None
            self.number, self.hidden_at = version
            self.changed_at = time.monotonic()
        self.on_change()

    def _forget(self) -> None:
        with self._lock:
            self.number, self.previous, self.hidden_at = -1, None, 0

    def _run(self) -> None:
        while True:
            self._wake.wait(INTERVAL)
            self._wake.clear()
            self.poll()
            self.on_poll()

    def _log(self) -> None:
        if time.monotonic() - self._logged_at > LOGGED_EVERY:
            self._logged_at = time.monotonic()
            logger.error("The database does not answer: pages are served as kept.")
