"""Folders for what is unpacked or copied, of which a killed run leaves none for good."""

from __future__ import annotations

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from articles.backup.failures import BackupError


@contextmanager
def scratch_folder(parent: Path, prefix: str) -> Iterator[Path]:
    """Give an empty folder that only its owner may read, and delete it at the end.

    Raises ``BackupError`` while another backup or restore of this site runs, or if nothing
    can be written.
    """
    try:
        with Path(settings.DATA_DIR, "backup.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            parent.mkdir(parents=True, exist_ok=True)
            for stale in parent.glob(f"{prefix}*"):
                shutil.rmtree(stale, ignore_errors=True)
            with tempfile.TemporaryDirectory(prefix=prefix, dir=parent) as folder:
                yield Path(folder)
    except BlockingIOError:
        raise BackupError("Another backup or restore of this site runs.") from None
