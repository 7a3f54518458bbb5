"""Pictures and attached files on disk: a file is there as a whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from django.core.files import File
from django.core.files.storage import FileSystemStorage

# In the name of a file that is being written. A kill leaves it behind; nothing reads it.
PARTIAL = ".partial-"
# At the start of a folder's name: what a restore that runs, or was killed, keeps beside them.
SCRATCH = ".restore-"


class SiteStorage(Protocol):
    """The storage of all pictures and attached files of a site: a folder, or a store."""

    def open(self, name: str, mode: str = "rb") -> File[Any]: ...
    def save(self, name: str, content: File[Any]) -> str: ...
    def delete(self, name: str) -> None: ...
    def files(self) -> Iterator[tuple[str, int]]: ...
    def take(self, path: Path, name: str) -> None: ...


class WholeFileStorage(FileSystemStorage):
    """Write a file under another name beside its place, and rename it once it is whole.

    A full disk or a kill leaves no empty or half-written file under a name that a row will
    have. Files below the folders in ``synced`` outlive a power cut too: they cannot be made
    again, and to wait for the disk costs some milliseconds each.
    """

    def __init__(self, *args: Any, synced: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.synced = frozenset(synced)

    def _save(self, name: str, content: File[Any]) -> str:
        """Store the content; return the name that it got. Raises ``OSError``."""
        partial = Path(self.path(f"{name}{PARTIAL}{uuid4().hex[:8]}"))
        try:
            # The stubs do not know it.
            super()._save(os.path.relpath(partial, self.location), content)  # type: ignore[misc]
            is_synced = Path(name).parts[0] in self.synced
            if is_synced:
                _sync(partial)
            name = self._put_in_place(partial, name)
            if is_synced:
                _sync(Path(self.path(name)).parent)
        finally:
            partial.unlink(missing_ok=True)
        return name

    def files(self) -> Iterator[tuple[str, int]]:
        """Yield the name and the size of each file that is whole."""
        for folder, folders, names in os.walk(self.location):
            folders[:] = sorted(
                each for each in folders if not each.startswith(SCRATCH)
            )
            for each in sorted(names):
                path = Path(folder, each)
                if PARTIAL not in each and path.is_file() and not path.is_symlink():
                    with suppress(FileNotFoundError):
                        name = path.relative_to(self.location).as_posix()
                        yield name, path.stat().st_size

    def take(self, path: Path, name: str) -> None:
        """Have a file of this machine, which lies nowhere else afterwards."""
        place = Path(self.path(name))
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)

    def _put_in_place(self, partial: Path, name: str) -> str:
        """Give the file its name; another one where somebody was faster, as Django does."""
        while True:
            try:
                os.link(partial, self.path(name))
            except FileExistsError:
                name = self.get_available_name(name)
                continue
            except OSError:  # A file system without links.
                partial.rename(self.path(name))
            return name


def _sync(path: Path) -> None:
    """Wait until the disk has a file, or the names in a folder."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
