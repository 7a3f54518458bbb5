"""Steps that the commands which make and restore backups share."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

from articles.management.progress import progress_bar


class BytesBar:
    """A bar of bytes whose number is known only once the work has begun."""

    def __init__(self, *, quiet: bool) -> None:
        self.bar = progress_bar(total=None, unit="B", quiet=quiet)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.bar.close()

    def show(self, done: int, whole: int) -> None:
        self.bar.total = whole
        self.bar.update(done - self.bar.n)


def identity_file(given: Path | None) -> Path | None:
    return given or (
        Path(settings.BACKUP_IDENTITY) if settings.BACKUP_IDENTITY else None
    )


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"“{text}” is no number of backups: 1 or more.")
    return int(text)
