"""Read the address of a database into Django's settings of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote

from django.core.exceptions import ImproperlyConfigured

from newsdesk.environment import TRUE

POSTGRESQL = {
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
}
DATABASE_ENGINES = {**POSTGRESQL, "sqlite": "django.db.backends.sqlite3"}

_OF_SQLITE = {
    # A writer takes its place at once and waits, instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # Readers are never blocked by a writer (WAL); 64 MB of page cache.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000"
    ),
}
# Seconds; libpq itself would wait for a host that is gone as long as TCP does. No option
# of the server's is among these: pgbouncer refuses them when a session begins.
_OF_POSTGRESQL = {"connect_timeout": "10"}


def database_settings(name: str, address: SplitResult) -> dict[str, Any]:
    """Return the settings of the database at an address; ``name`` is the variable's."""
    if not address.path.strip("/"):
        raise ImproperlyConfigured(
            f"{name} names no database: write postgres://user:password@host/name, or "
            "sqlite:////folder/file with four slashes for a path from the root."
        )
    options = {key.lower(): value for key, value in parse_qsl(address.query)}
    # For pgbouncer, which hands a connection on between two statements.
    has_no_cursors = options.pop("disable_server_side_cursors", "").lower() in TRUE
    is_sqlite = address.scheme == "sqlite"
    return {
        "ENGINE": DATABASE_ENGINES[address.scheme],
        "NAME": unquote(address.path.removeprefix("/")),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": unquote(address.hostname or ""),
        "PORT": str(address.port or ""),
        "DISABLE_SERVER_SIDE_CURSORS": has_no_cursors,
        # What libpq knows, such as sslmode=require.
        "OPTIONS": _OF_SQLITE if is_sqlite else {**_OF_POSTGRESQL, **options},
        "CONN_HEALTH_CHECKS": not is_sqlite,
        # To open SQLite takes 2 ms, to fill its page cache more.
        "CONN_MAX_AGE": 60,
    }
