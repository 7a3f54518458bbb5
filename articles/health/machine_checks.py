"""Ask what may be wrong with the machine: the database's files, disks, workers, backups."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.db import connection

from articles.backup import backups_in
from articles.health.check_results import CheckResult, broken, ok, warning
from newsdesk.observability.server_runs import running_workers

OLDEST_SQLITE = (3, 35)
OLDEST_POSTGRESQL = 14
_LITTLE, _TOO_LITTLE = 2 * 1024**3, 200 * 1024**2  # Bytes of free disk.
_BACKUP_AGE = timedelta(days=2)


def machine_checks(*, has_database: bool) -> Iterator[CheckResult]:
    """Yield what each check finds; without a database, those that need none."""
    if has_database:
        yield _check_sqlite() if connection.vendor == "sqlite" else _check_postgresql()
    yield check_private_files()
    yield check_disk()
    yield check_static_files()
    yield check_workers()
    yield check_backups()


def _check_sqlite() -> CheckResult:
    version = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        return broken(
            "database version",
            f"SQLite {version} is too old.",
            "Use a newer Python, or PostgreSQL.",
        )
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()[0]
    if mode != "wal":
        return warning(
            "database version",
            f"SQLite {version} keeps its journal as {mode}: writers stop readers.",
            "Move the database to a local disk: WAL does not work on network drives.",
        )
    return ok("database version", f"SQLite {version}, with write-ahead log.")


def _check_postgresql() -> CheckResult:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        number = int(cursor.fetchone()[0]) // 10_000
        cursor.execute("SHOW server_encoding")
        encoding = cursor.fetchone()[0]
        cursor.execute("SHOW jit")
        compiles = cursor.fetchone()[0] == "on"
    if number < OLDEST_POSTGRESQL:
        finding = f"PostgreSQL {number} is too old."
        return broken("database version", finding, "Upgrade it to 14 or newer.")
    if encoding != "UTF8":
        return broken(
            "database version",
            f"The database is encoded as {encoding}: it takes no Chinese.",
            "Make it anew: createdb --encoding=UTF8 --template=template0.",
        )
    if compiles:
        return warning(
            "database version",
            f"PostgreSQL {number} compiles queries, which takes longer than to answer them.",
            "As the database's owner: ALTER DATABASE name SET jit = off.",
        )
    return ok("database version", f"PostgreSQL {number}, UTF-8.")


def check_private_files() -> CheckResult:
    """Ask who may read the secret key and the files of an SQLite database."""
    files = [Path(settings.DATA_DIR, "secret_key")]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        files += [Path(f"{database['NAME']}{end}") for end in ("", "-wal", "-shm")]
    files = [file for file in files if file.exists()]
    for file in files:
        if stat.S_IMODE(file.stat().st_mode) & 0o077:
            return broken(
                "private files",
                f"Others on this machine may read {file}.",
                f"chmod 600 {file}",
            )
        if not os.access(file, os.R_OK | os.W_OK):
            return broken(
                "private files",
                f"This account may not write {file}.",
                "Run the site and its commands as the owner of DATA_DIR.",
            )
    return ok("private files", "Key and database are the owner's alone.")


def check_disk() -> CheckResult:
    places = {settings.DATA_DIR, settings.MEDIA_ROOT}
    free, place = min(
        (shutil.disk_usage(place).free, place)
        for place in map(Path, places)
        if place.exists()
    )
    finding = f"{free / 1024**3:.1f} GB are free at {place}."
    remedy = "Make room: nothing can be saved on a full disk."
    if free < _TOO_LITTLE:
        return broken("disk", finding, remedy)
    if free < _LITTLE:
        return warning("disk", finding, remedy)
    return ok("disk", finding)


def check_static_files() -> CheckResult:
    remedy = "Run `manage.py collectstatic --noinput`, then restart the server."
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    try:
        collected = json.loads(manifest.read_text(encoding="utf-8"))["paths"]
    except (OSError, ValueError, KeyError):
        finding = "Style sheets and scripts are not collected."
        return broken("static files", finding, remedy)
    made_at = manifest.stat().st_mtime
    for finder in get_finders():
        for path, storage in finder.list([]):
            if path not in collected:
                return broken("static files", f"{path} is not collected.", remedy)
            if storage.get_modified_time(path).timestamp() > made_at:
                return warning(
                    "static files", f"{path} is newer than its copy.", remedy
                )
    return ok("static files", f"{len(collected):,} static files are collected.")


def check_workers() -> CheckResult:
    cores, workers = os.cpu_count() or 1, running_workers()
    if not workers:
        return ok(
            "workers", f"No server runs here, or nobody asked it yet; {cores} cores."
        )
    finding = f"{workers} worker(s) on {cores} core(s)."
    if workers > 2 * cores + 1:
        return warning(
            "workers",
            finding,
            "More workers than cores only cost memory: start one a core (--workers).",
        )
    return ok("workers", finding)


def check_backups() -> CheckResult:
    if not settings.BACKUP_DIR:
        return warning(
            "backups",
            "Nothing is known of backups.",
            "Run `manage.py backup FOLDER` by a timer, and set BACKUP_DIR=FOLDER.",
        )
    newest = max(
        (made.made_at for made in backups_in(Path(settings.BACKUP_DIR))), default=None
    )
    if newest is None:
        finding = f"There is no backup in {settings.BACKUP_DIR}."
        return broken("backups", finding, "Run `manage.py backup`; look at its timer.")
    age = datetime.now(UTC) - newest
    finding = f"The newest backup is {age.total_seconds() / 3600:.0f} hours old."
    if age > _BACKUP_AGE:
        return warning("backups", finding, "Look at the timer that makes them.")
    return ok("backups", finding)
