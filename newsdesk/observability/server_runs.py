"""The folders in which the workers of a running server keep what they counted.

Each run of a server has a folder of its own, named for the process that started its
workers, so that numbers of an earlier run are not added to those of this one.
"""

from __future__ import annotations

import os
import shutil
import socket
from contextlib import suppress
from pathlib import Path

from django.conf import settings

FOLDER = "metrics"  # In DATA_DIR.


def run_folder() -> Path:
    """Return the folder of this run of the server: its workers have one parent."""
    parent = os.getppid()
    name = f"{socket.gethostname()}-{parent}-{_started(parent)}"
    return Path(settings.DATA_DIR, FOLDER, name)


def remove_former_runs() -> None:
    """Delete the folders of servers of this machine that do not run any more."""
    for folder in Path(settings.DATA_DIR, FOLDER).glob(f"{socket.gethostname()}-*"):
        if not _is_running(folder):
            shutil.rmtree(folder, ignore_errors=True)


def running_workers() -> int:
    """Return how many processes of servers of this machine have answered a request."""
    files = Path(settings.DATA_DIR, FOLDER).glob(
        f"{socket.gethostname()}-*/counter_*.db"
    )
    processes = {
        int(file.stem.rpartition("_")[2]) for file in files if _is_running(file.parent)
    }
    return sum(_started(process) != "0" for process in processes)


def _is_running(folder: Path) -> bool:
    _host, process, started = folder.name.rsplit("-", 2)
    return process.isdecimal() and _started(int(process)) == started


def _started(process: int) -> str:
    """Return when a process started, in ticks since the machine did; "0" if there is none,
    or no such file system."""
    with suppress(OSError):
        stat = Path(f"/proc/{process}/stat").read_text()
        return stat.rpartition(")")[2].split()[19]
    return "0"
