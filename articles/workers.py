"""Other processes for work that needs no database of this one."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread

import django

COUNT = os.cpu_count() or 1


def pool() -> ProcessPoolExecutor:
    """One process a core. They end when this one does, however it ends."""
    # Spawned, not forked: a fork would share the open database connection.
    return ProcessPoolExecutor(
        COUNT, mp_context=get_context("spawn"), initializer=_begin
    )


def _begin() -> None:
    django.setup()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A killed parent says nothing to who waits for its work."""
    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)
