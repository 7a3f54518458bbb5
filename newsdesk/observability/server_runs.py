"""The folders in which the workers of a running server keep what they counted.

They lie in memory: a file that is mapped and cannot grow, on a full disk, kills its process.
Each run of a server has a folder of its own, named for the process that started its
workers, so that numbers of an earlier run are not added to those of this one.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings

_MEMORY = Path("/dev/shm")  # noqa: S108 – the folder in it is checked to be ours


def run_folder() -> Path:
    """Return the folder of this run of the server: its workers have one parent."""
    parent = os.getppid()
    return _site_folder() / f"{parent}-{_started(parent)}"


def begin_run() -> None:
    """Make that folder, and delete those of servers of this account that do not run any
    more, also of other sites. Raises ``OSError``."""
    sites = {_site_folder(), *_MEMORY.glob(f"newsdesk-{os.geteuid()}-*")}
    for folder in (run for site in sites for run in site.glob("*-*")):
        if not _is_running(folder):
            shutil.rmtree(folder, ignore_errors=True)
    for site in sites:
        with suppress(OSError):  # It holds one that runs.
            site.rmdir()
    run_folder().mkdir(mode=0o700, parents=True, exist_ok=True)


def running_workers() -> int:
    """Return how many processes of this site's servers have answered a request."""
    files = _site_folder().glob("*/counter_*.db")
    processes = {
        int(file.stem.rpartition("_")[2]) for file in files if _is_running(file.parent)
    }
    return sum(_started(process) != "0" for process in processes)


def _site_folder() -> Path:
    """Return a folder that no other site and no other account has."""
    own = Path(settings.DATA_DIR, "metrics")
    digest = sha256(str(settings.DATA_DIR).encode()).hexdigest()[:12]
    folder = _MEMORY / f"newsdesk-{os.geteuid()}-{digest}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        is_ours = folder.lstat().st_uid == os.geteuid() and not folder.is_symlink()
    except OSError:
        return own
    return folder if is_ours else own


def _is_running(folder: Path) -> bool:
    process, _, started = folder.name.partition("-")
    return process.isdecimal() and _started(int(process)) == started


def _started(process: int) -> str:
    """Return when a process started, in ticks since the machine did; "0" if there is none,
    or no such file system."""
    with suppress(OSError):
        stat = Path(f"/proc/{process}/stat").read_text()
        return stat.rpartition(")")[2].split()[19]
    return "0"
