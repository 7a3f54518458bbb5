"""Ask what may break while the site runs: a handful of queries, one file, one cache key."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import cache as once
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from redis.exceptions import RedisError

from articles import search
from articles.health.check_results import CheckResult, broken, ok, warning
from articles.health.replica_checks import check_replicas
from articles.models import PendingVersion, SearchIndex
from articles.serving import edge_of_settings, read_version

# The first reader after the hour makes a change; a minute later a timer has, too.
LATE = timedelta(minutes=5)
PROBE = "health-"  # The file that is written to storage and deleted again.
_SHOWN = 5


def readiness() -> list[CheckResult]:
    """Return what each check finds. At most 9 queries, one more a replica, and a request
    to the edge; without a database those of cache, storage and replicas alone."""
    database = check_database()
    checks: list[Callable[[], CheckResult]] = [check_cache, check_storage]
    if not database.remedy:
        checks = [check_migrations, *checks, check_index, check_schedules, check_edge]
    return [database, *(_asked(check) for check in checks), *check_replicas()]


def _asked(check: Callable[[], CheckResult]) -> CheckResult:
    """Run a check; a database that lacks its tables, or goes meanwhile, fails it."""
    try:
        return check()
    except (DatabaseError, InterfaceError) as error:
        name = check.__name__.removeprefix("check_")
        return broken(name, f"The database answers with an error: {error}", _MIGRATE)


_MIGRATE = "Run `manage.py migrate`, then restart the server."


def check_database() -> CheckResult:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except (DatabaseError, InterfaceError) as error:
        return broken(
            "database",
            f"The database does not answer: {str(error).strip()}",
            "Start its server, or mend DATABASE_URL.",
        )
    return ok("database", "The database answers.")


def check_migrations() -> CheckResult:
    applied = set(MigrationRecorder(connection).applied_migrations())
    missing = sorted(_migrations() - applied)
    if missing:
        shown = ", ".join(".".join(each) for each in missing[:_SHOWN])
        more = " …" if len(missing) > _SHOWN else ""
        return broken(
            "migrations",
            f"{len(missing)} migration(s) are not applied: {shown}{more}.",
            _MIGRATE,
        )
    return ok("migrations", "All migrations are applied.")


@once
def _migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations that the code brings, by app and name."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def check_cache() -> CheckResult:
    key, value = f"health:{uuid4().hex}", uuid4().hex
    remedy = (
        "Start its server, or mend CACHE_URL. Readers are served meanwhile, slower."
    )
    try:
        cache.set(key, value, 10)
        is_kept = cache.get(key) == value
        cache.delete(key)
    except (OSError, RedisError) as error:
        return warning("cache", f"The cache does not answer: {error}", remedy)
    if not is_kept:
        return warning("cache", "The cache does not keep what it is given.", remedy)
    return ok("cache", "The cache answers.")


def check_storage() -> CheckResult:
    name = f"{PROBE}{uuid4().hex}"
    try:
        name = default_storage.save(name, ContentFile(b"written to see if it can be\n"))
        default_storage.delete(name)
    except OSError as error:
        with suppress(OSError):
            default_storage.delete(name)
        if settings.MEDIA_STORE:
            # All servers have the same: none is better, and pages do not need it.
            return warning(
                "storage",
                f"Pictures can be neither stored nor sent: {error.strerror or error}.",
                "Look at the store, and compare MEDIA_STORE with its bucket and keys.",
            )
        return broken(
            "storage",
            f"Pictures cannot be stored: {error.strerror or error}.",
            "Look at the owner of MEDIA_ROOT and at its disk: full, or read-only?",
        )
    return ok("storage", "Pictures can be stored.")


def check_index() -> CheckResult:
    row = SearchIndex.objects.filter(is_active=True).first()
    rebuild = "Run `manage.py rebuild_search_index`."
    if row is None:
        return warning("index", "There is no search index: nothing is found.", rebuild)
    if row.format != SearchIndex.FORMAT:
        return warning("index", "The search index is of an older release.", rebuild)
    if count := search.stale_count():
        return warning(
            "index",
            f"{count:,} article(s) are found by former labels.",
            "It mends itself within minutes, or: `manage.py prepare_site`.",
        )
    return ok("index", "The search index is up to date.")


def check_schedules() -> CheckResult:
    late = PendingVersion.objects.due(timezone.now() - LATE).count()
    if late:
        return warning(
            "schedules",
            f"{late:,} scheduled change(s) are late by more than five minutes.",
            "Run `manage.py publish_due`, and let a timer run it every minute.",
        )
    return ok("schedules", "No scheduled change is late.")


def check_edge() -> CheckResult:
    edge = edge_of_settings()
    if edge is None:
        return ok("edge", "No cache in front of the site keeps pages.")
    if refusal := edge.refusal(read_version()):
        return warning(
            "edge",
            f"The cache in front hears of no change: {refusal}.",
            "Look at it, at EDGE_PURGE_URL and EDGE_PURGE_HEADER. It asks the site meanwhile.",
        )
    return ok("edge", "The cache in front hears of changes.")
