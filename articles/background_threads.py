"""Threads that work behind requests, one of each kind in a process."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread


class BackgroundThread:
    """Runs a function in a thread that a request begins, not an import: the server may have
    made processes of the one that imported it."""

    def __init__(self, run: Callable[[], None], *, name: str) -> None:
        self._run, self._name = run, name
        self._thread: Thread | None = None
        self._starting = Lock()

    def start(self) -> bool:
        """Begin it unless it is running; tell whether it was begun."""
        with self._starting:
            if self._thread is not None and self._thread.is_alive():
                return False
            self._thread = Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
            return True

    def join(self) -> None:
        """Wait until it ends."""
        if self._thread is not None:
            self._thread.join()
