"""Have PostgreSQL answer queries without compiling them to machine code first."""

from __future__ import annotations

from typing import Any

from django.db import connections

# It takes ten times as long as to answer one of ours. Said to the database, for pgbouncer
# refuses what a session says when it begins; by its owner, for nobody else may.
_SWITCH_OFF = """
    DO $$ BEGIN
        EXECUTE format('ALTER DATABASE %I SET jit = off', current_database());
    EXCEPTION WHEN insufficient_privilege THEN
        NULL;  -- `manage.py doctor` tells.
    END $$
"""


def switch_off_jit(using: str, **_signal: Any) -> None:
    """Switch it off for sessions that begin from now on."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        if cursor.fetchone() != ("off",):
            cursor.execute(_SWITCH_OFF)
