"""Move a site's pictures and attached files from one storage to another, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import islice

from articles.outages import is_outage
from newsdesk.file_storage import SiteStorage

# A store answers many at once, and each only after some time.
_AT_ONCE = 8


@dataclass(frozen=True)
class MovedFile:
    """A file that is in the other storage now, or the reason why not."""

    name: str
    size: int
    was_there: bool = False
    error: str = ""


def move_files(
    files: Iterable[tuple[str, int]], source: SiteStorage, target: SiteStorage
) -> Iterator[MovedFile]:
    """Copy files, given by name and size, and yield each once it was read from its new place
    and is the same. What is there as it should be is left alone.

    Raises the ``OSError`` of a storage that is away: a later run goes on from there.
    """
    move = partial(_move, source, target, dict(target.files()))
    waiting = iter(files)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while batch := list(islice(waiting, 4 * _AT_ONCE)):
            yield from pool.map(move, batch)


def _move(
    source: SiteStorage,
    target: SiteStorage,
    there: dict[str, int],
    file: tuple[str, int],
) -> MovedFile:
    name, size = file
    try:
        wanted = _digest(source, name)
        if there.get(name) == size and _digest(target, name) == wanted:
            return MovedFile(name, size, was_there=True)
        if name in there:
            target.delete(name)
        with source.open(name) as opened:
            saved = target.save(name, opened)
        if saved != name or _digest(target, name) != wanted:
            target.delete(saved)
            return MovedFile(name, size, error="it came out as another file")
    except OSError as error:
        if is_outage(error):
            raise
        return MovedFile(name, size, error=str(error))
    return MovedFile(name, size)


def _digest(storage: SiteStorage, name: str) -> bytes:
    with storage.open(name) as file:
        return hashlib.file_digest(file, "sha256").digest()


def delete_files(names: Iterable[str], storage: SiteStorage) -> Iterator[str]:
    """Delete files that lie in another storage now, and yield each name."""
    for name in names:
        storage.delete(name)
        yield name
