"""Put a backup in the place of the site, or leave the site as it was."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from redis.exceptions import RedisError

from articles.backup.databases import copies
from articles.backup.failures import BackupError, in_words
from articles.backup.making import Progress, site_storage
from articles.backup.opening import OpenedBackup, open_backup
from articles.backup.scratch import scratch_folder
from articles.models import Article
from newsdesk.file_storage import SCRATCH, WholeFileStorage


@dataclass(frozen=True)
class RestoredSite:
    version: str
    made_at: str
    tables: int
    rows: int
    media: int
    was_migrated: bool = False


def verify_backup(
    file: Path, *, identity: Path | None, progress: Progress = lambda _done, _all: None
) -> RestoredSite:
    """Restore a backup into a scratch place, and compare every table and picture with what
    they were. Raises ``BackupError``."""
    with in_words(_room()), _opened(file, identity, progress) as (backup, _name):
        return _described(backup, was_migrated=False)


def restore_backup(
    file: Path,
    *,
    identity: Path | None,
    is_replacing: bool = False,
    progress: Progress = lambda _done, _all: None,
) -> RestoredSite:
    """Put a backup in the place of what is there, which must be nothing or given up.

    Everything is unpacked, checked and brought up to date beside the site first. Pictures
    come before the database, which changes in one transaction, and those that it does not
    name go after it: killed at any moment, one of the two sites is there as a whole.
    Everybody has to sign in again. Raises ``BackupError``.
    """
    if not is_replacing and not is_empty():
        raise BackupError(
            "This site has articles or accounts: --replace gives them up for the backup."
        )
    with in_words(_room()), _opened(file, identity, progress) as (backup, name):
        unknown = set(backup.about.migrations) - _migrations()
        if unknown:
            raise BackupError(
                f"The backup is of a newer Newsdesk, {backup.about.version}, with "
                f"{min(unknown)}: install that first. Nothing was changed."
            )
        was_migrated = _migrations() != set(backup.about.migrations)
        if was_migrated:
            _migrate(copies().address_of(name), backup.media_folder)
        # Whoever signed out since is not signed in again.
        for table in ("articles_desksession", "django_session"):
            copies().execute(name, f"DELETE FROM {table}")  # noqa: S608
        with _media_in_place(backup.media_folder):
            connections.close_all()
            copies().replace_live(name, backup.folder)
    _empty_cache()
    return _described(backup, was_migrated=was_migrated)


def is_empty() -> bool:
    """Tell whether the site has neither articles nor accounts. Asks for its tables."""
    tables = set(connection.introspection.table_names())
    return not any(
        model._meta.db_table in tables and model._default_manager.exists()
        for model in (Article, User)
    )


@contextmanager
def _opened(
    file: Path, identity: Path | None, progress: Progress
) -> Iterator[tuple[OpenedBackup, str]]:
    """Unpack a backup, open its database beside the site's, and compare."""
    with scratch_folder(_room(), SCRATCH) as scratch:
        backup = open_backup(
            file,
            scratch,
            identity=identity,
            dump=copies().NAME,
            progress=progress,
        )
        with copies().opened_beside(backup.database) as name:
            found = copies().tables_of(name)
            if found != backup.about.tables:
                wrong = sorted(
                    table
                    for table in {*found, *backup.about.tables}
                    if found.get(table) != backup.about.tables.get(table)
                )
                raise BackupError(
                    f"The database came back with other rows in {', '.join(wrong)}. "
                    "Nothing was changed."
                )
            yield backup, name


def _room() -> Path:
    """Return the folder below which backups are unpacked: that of the pictures, into which
    files are only moved, or that of the site where they lie in a store."""
    return Path(settings.DATA_DIR if settings.MEDIA_STORE else settings.MEDIA_ROOT)


def _migrations() -> set[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return {f"{app}.{name}" for app, name in loader.disk_migrations}


def _migrate(address: str, media: Path) -> None:
    """Bring an older database up to date beside the site, in a process of its own."""
    media.mkdir(exist_ok=True)
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {"DATABASE_URL": address, "MEDIA_ROOT": str(media), "MEDIA_STORE": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise BackupError(
            f"The backup cannot be brought up to date: {said[-1]} Nothing was changed."
        )


@contextmanager
def _media_in_place(folder: Path) -> Iterator[None]:
    """Have the pictures of a folder among the site's while the database changes.

    Those that the site lacks come before; what it has otherwise is replaced, and what the
    folder has not is deleted, after. If the change fails, those that came go again.
    """
    storage = site_storage()
    there = dict(storage.files())
    kept = dict(WholeFileStorage(location=folder).files())
    added, changed = [], []
    try:
        for name, size in kept.items():
            if name not in there:
                storage.take(folder / name, name)
                added.append(name)
            elif there[name] != size or not _is_same(name, folder / name):
                changed.append(name)
        yield
    except BaseException:
        for name in added:
            storage.delete(name)
        raise
    for name in changed:
        storage.take(folder / name, name)
    for name, _size in list(storage.files()):
        if name not in kept:
            storage.delete(name)


def _is_same(name: str, other: Path) -> bool:
    with site_storage().open(name) as first, other.open("rb") as second:
        while part := first.read(1 << 20):
            if part != second.read(1 << 20):
                return False
    return True


def _empty_cache() -> None:
    """Forget what was kept of the former site, and nothing of others in the same Redis."""
    backend = caches["default"]
    if not isinstance(backend, RedisCache):
        backend.clear()
        return
    client = backend._cache.get_client(None, write=True)
    prefix = re.sub(r"([*?\[\\])", r"\\\1", backend.key_prefix)
    with suppress(RedisError):  # It is empty when it comes back, or forgets in time.
        for key in client.scan_iter(match=f"{prefix}:*", count=500):
            client.unlink(key)


def _described(backup: OpenedBackup, *, was_migrated: bool) -> RestoredSite:
    about = backup.about
    return RestoredSite(
        version=about.version,
        made_at=about.made_at,
        tables=len(about.tables),
        rows=sum(int(count) for count, _checksum in about.tables.values()),
        media=len(backup.media),
        was_migrated=was_migrated,
    )
