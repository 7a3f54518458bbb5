"""Let the n-th write fail: what a full disk or a cut connection does to an act."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from errno import EIO
from typing import Any
from unittest import mock

from django.core.files.storage import InMemoryStorage, Storage
from django.db import connection

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class Fault(Exception):
    """The write that was to fail did."""


@contextmanager
def failing_write(number: int) -> Iterator[None]:
    """Raise ``Fault`` instead of the write of that number, counted from 1.

    Writes are statements that change rows, on this thread's connection, and files that are
    stored or deleted.
    """
    left = number

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Fault(f"write {number}")

    def execute(run: Callable[..., Any], sql: str, *arguments: Any) -> Any:
        if sql.lstrip().upper().startswith(_WRITES):
            count()
        return run(sql, *arguments)

    def counted(method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            count()
            return method(*arguments, **named)

        return call

    storages: set[type[Storage]] = {Storage, *_subclasses(Storage)}
    with connection.execute_wrapper(execute), _patched(storages, counted):
        yield


def fail_each_write(act: Callable[[], object], state: Callable[[], object]) -> int:
    """Repeat the act, its first write failing, then its second …, until all succeed.

    After each failure ``state()`` must be what it was before. Return how many writes
    failed; the act has happened then.
    """
    before = state()
    number = 0
    while True:
        number += 1
        try:
            with failing_write(number):
                act()
        except Fault:
            after = state()
            assert after == before, f"write {number} failed: {before} became {after}"
        else:
            return number - 1


def _subclasses(cls: type[Storage]) -> Iterator[type[Storage]]:
    for sub in cls.__subclasses__():
        yield sub
        yield from _subclasses(sub)


@contextmanager
def _patched(
    storages: set[type[Storage]],
    counted: Callable[[Callable[..., Any]], Callable[..., Any]],
) -> Iterator[None]:
    """Count what the storages themselves write; each class its own methods only."""
    patches = [
        mock.patch.object(storage, name, counted(vars(storage)[name]))
        for storage in storages
        for name in ("_save", "delete")
        if name in vars(storage)
    ]
    for patch in patches:
        patch.start()
    try:
        yield
    finally:
        for patch in patches:
            patch.stop()


@contextmanager
def storage_away() -> Iterator[None]:
    """Let the storage of pictures answer nothing and take nothing meanwhile."""

    def fail(*_arguments: Any, **_named: Any) -> Any:
        raise OSError(EIO, "the store answers 503")

    with ExitStack() as stack:
        for name in ("_open", "_save", "exists", "size", "delete"):
            stack.enter_context(mock.patch.object(InMemoryStorage, name, fail))
        yield
