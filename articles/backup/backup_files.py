"""The names of backups, and which of those in a folder are kept.

Beside each lies its checksum, as ``sha256sum --check`` reads it; it is written last, so a
backup with one was finished by this program. Nothing else in the folder is ever touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

_NAME = re.compile(r"newsdesk-(\d{8}T\d{6}Z)\.tar\.gz(?:\.age)?")
_STAMP = "%Y%m%dT%H%M%SZ"
_CHECKSUM = ".sha256"


@dataclass(frozen=True)
class StoredBackup:
    path: Path
    made_at: datetime

    @property
    def checksum_path(self) -> Path:
        return self.path.with_name(self.path.name + _CHECKSUM)


def new_backup(folder: Path, *, is_encrypted: bool) -> StoredBackup:
    """Name a backup that begins now."""
    made_at = datetime.now(UTC).replace(microsecond=0)
    ending = ".tar.gz.age" if is_encrypted else ".tar.gz"
    path = folder / f"newsdesk-{made_at.strftime(_STAMP)}{ending}"
    return StoredBackup(path, made_at)


def write_checksum(backup: StoredBackup, digest: str) -> None:
    line = f"{digest}  {backup.path.name}\n"
    backup.checksum_path.write_text(line, encoding="utf-8")


def backups_in(folder: Path) -> list[StoredBackup]:
    """Return the finished backups in a folder, the newest first; none if there is none."""
    return sorted(_found(folder), key=lambda backup: backup.made_at, reverse=True)


def _found(folder: Path) -> Iterator[StoredBackup]:
    for path in folder.glob("newsdesk-*"):
        if named := _NAME.fullmatch(path.name):
            made_at = datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)
            backup = StoredBackup(path, made_at)
            if backup.checksum_path.is_file():
                yield backup


def prune_backups(folder: Path, keep: int) -> list[Path]:
    """Delete all but the newest backups; return which. Raises ``OSError``."""
    old = backups_in(folder)[keep:]
    for backup in old:
        backup.path.unlink()
        backup.checksum_path.unlink()
    return [backup.path for backup in old]
