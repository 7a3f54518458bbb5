"""PostgreSQL is told once, by ``migrate``, to compile no queries."""

from __future__ import annotations

from unittest import skipUnless

from django.db import connection
from django.test import TestCase

_SETTINGS = """
    SELECT unnest(setconfig) FROM pg_db_role_setting
    JOIN pg_database ON pg_database.oid = setdatabase WHERE datname = current_database()
"""


@skipUnless(connection.vendor == "postgresql", "SQLite compiles none")
class CompilingTests(TestCase):
    def test_it_stands_with_the_database_and_not_with_a_session(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_SETTINGS)
            self.assertIn(("jit=off",), cursor.fetchall())
        self.assertNotIn("options", connection.settings_dict["OPTIONS"])
