"""Make a backup of the site while it is in use."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

import newsdesk
from articles.backup.backup_files import StoredBackup, new_backup, write_checksum
from articles.backup.databases import copies
from articles.backup.encryption import Recipient, read_recipient
from articles.backup.failures import BackupError, in_words
from articles.backup.packing import (
    ABOUT,
    MANIFEST,
    MEDIA,
    TERMS,
    About,
    Hashing,
    packing,
)
from articles.backup.scratch import scratch_folder
from articles.variants.term_base import export_terms
from newsdesk.file_storage import SiteStorage

_UNFINISHED = ".unfinished"
_ABANDONED = 24 * 60 * 60  # Seconds.

Progress = Callable[[int, int], None]  # Bytes done, of how many.


def make_backup(
    folder: Path, *, recipient: str = "", progress: Progress = lambda _done, _all: None
) -> StoredBackup:
    """Put database, term base and pictures into one file of a folder; return it.

    The database is as it was at one moment, and the pictures are all that it names. A file
    by that name is there only once it is whole. Raises ``BackupError``.
    """
    key = read_recipient(recipient) if recipient else None
    with in_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(folder)
        backup = new_backup(folder, is_encrypted=key is not None)
        if backup.path.exists():
            raise BackupError(f"{backup.path} is there already: wait a second.")
        unfinished = backup.path.with_name(backup.path.name + _UNFINISHED)
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
        descriptor = os.open(unfinished, flags, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                hashing = Hashing(cast(BinaryIO, file))
                _write(cast(BinaryIO, hashing), backup, key, progress)
                file.flush()
                os.fsync(file.fileno())
            unfinished.rename(backup.path)
        finally:
            unfinished.unlink(missing_ok=True)
        write_checksum(backup, hashing.digest)
    return backup


def _remove_abandoned(folder: Path) -> None:
    """Delete what a backup that was killed a day ago or before left in its folder."""
    for path in folder.glob(f"newsdesk-*{_UNFINISHED}"):
        if time.time() - path.stat().st_mtime > _ABANDONED:
            path.unlink(missing_ok=True)


def _write(
    file: BinaryIO, backup: StoredBackup, key: Recipient | None, progress: Progress
) -> None:
    storage = site_storage()
    terms = export_terms().encode()
    with scratch_folder(Path(settings.DATA_DIR), "backup-") as scratch:
        dump = copies().dump(scratch)
        names = list(storage.files())  # Later than the database: all it names.
        sizes = [size for _name, size in names]
        about = About(
            version=newsdesk.__version__,
            vendor=connection.vendor,
            made_at=backup.made_at.isoformat(),
            migrations=dump.migrations,
            tables=dump.tables,
            database_bytes=dump.path.stat().st_size,
            media_bytes=sum(sizes),
            media_count=len(sizes),
        )
        whole = about.database_bytes + about.media_bytes
        with packing(file, key) as packer:
            packer.add_bytes(ABOUT, _as_json(about.as_data()))
            with dump.path.open("rb") as database:
                done = packer.add_file(copies().NAME, cast(BinaryIO, database))
            dump.path.unlink()
            packer.add_bytes(TERMS, terms)
            progress(done, whole)
            for name, _size in names:
                # It may be deleted meanwhile, on the site too.
                with suppress(FileNotFoundError), storage.open(name) as picture:
                    opened = cast(BinaryIO, picture)
                    done += packer.add_file(f"{MEDIA}/{name}", opened)
                progress(done, whole)
            packer.add_bytes(MANIFEST, _as_json(packer.manifest))


def _as_json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=True, indent=1).encode()


def site_storage() -> SiteStorage:
    """Return where the site's pictures lie, as its settings say."""
    return cast(SiteStorage, default_storage)
