"""Ask each replica whether it keeps up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, connections

from articles.health.check_results import CheckResult, ok, warning

# Nothing is replayed where nothing is written: what was received is all there is.
_LAG = """
    SELECT pg_is_in_recovery(),
    CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
    ELSE COALESCE(EXTRACT(EPOCH FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 0)
    END,
    EXISTS (SELECT 1 FROM pg_stat_wal_receiver)
"""
_MOST_BEHIND = 0.5  # Seconds.


@dataclass(frozen=True)
class ReplicaState:
    """The state of a replica; ``seconds_behind`` is None where it does not answer."""

    alias: str
    seconds_behind: float | None
    is_replica: bool = True
    is_connected: bool = True


def replica_states() -> Iterator[ReplicaState]:
    """Yield the state of each replica. One query each."""
    for alias in settings.DATABASES:
        if alias != DEFAULT_DB_ALIAS:
            yield _state_of(alias)


def _state_of(alias: str) -> ReplicaState:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute(_LAG)
            is_replica, seconds, is_connected = cursor.fetchone()
    except (DatabaseError, InterfaceError):
        connections[alias].close()
        return ReplicaState(alias, None)
    return ReplicaState(alias, float(seconds), is_replica, is_connected)


def check_replicas() -> Iterator[CheckResult]:
    """Yield a result for each replica. None of them breaks the site."""
    for state in replica_states():
        yield _check(state)


def _check(state: ReplicaState) -> CheckResult:
    name = state.alias
    meanwhile = "Readers' pages come from the other databases meanwhile."
    if state.seconds_behind is None:
        return warning(
            name,
            f"The replica does not answer. {meanwhile}",
            "Start it, or mend REPLICA_URLS.",
        )
    if not state.is_replica:
        return warning(
            name,
            "The database is no replica: it was promoted, or never was one.",
            "Take it out of REPLICA_URLS; after a failover make DATABASE_URL lead to it.",
        )
    if not state.is_connected:
        return warning(
            name,
            f"The replica gets nothing from its primary. {meanwhile}",
            "Look at its log and at primary_conninfo.",
        )
    if state.seconds_behind > _MOST_BEHIND:
        return warning(
            name,
            f"The replica is {state.seconds_behind:.1f} seconds behind. {meanwhile}",
            "Look at its load, its disk, and queries that hold up its replay.",
        )
    return ok(name, "The replica keeps up.")
