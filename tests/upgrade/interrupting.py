"""Migrate as badly as can happen: each migration is killed once before it is done."""

from __future__ import annotations

import os
from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor


def migrate() -> None:
    """Bring the database up to date one migration at a time, each in two attempts.

    The first one ends with its process when all of the migration's work is done, just
    before that is committed and noted; the second must succeed all the same, and so must
    ``migrate`` to each of them alone, with what Django does after it.
    """
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connections.close_all()
    for migration, _is_backwards in plan:
        name = migration.app_label, migration.name
        child = os.fork()
        if not child:
            _die_after_work()
            call_command("migrate", *name, verbosity=0)
            os._exit(1)  # It was not interrupted.
        _pid, status = os.waitpid(child, 0)
        if status:
            raise RuntimeError(f"{name} failed before it was interrupted: {status}")
        call_command("migrate", *name, verbosity=0)
        connections.close_all()


def _die_after_work() -> None:
    apply = Migration.apply

    def apply_and_die(*args: Any, **options: Any) -> None:
        apply(*args, **options)
        os._exit(0)

    patch.object(Migration, "apply", apply_and_die).start()
