"""The version of the code before goes on working on a database that was migrated already."""

from __future__ import annotations

from unittest import skipUnless

from django.db import connection
from django.test import SimpleTestCase, TestCase
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import (
    analyse_sql_statements,
    get_sql_analyser_class,
)

# Up to here whoever upgraded stopped the site first.
LAST_OF_ONE_MACHINE = "0092"


@skipUnless(connection.vendor == "postgresql", "SQLite is of one machine")
class MigrationTests(TestCase):
    def test_no_migration_takes_what_the_version_before_uses(self) -> None:
        linter = MigrationLinter(no_cache=True, quiet=["ok", "ignore"])
        migrations = [
            migration
            for migration in linter.migration_loader.disk_migrations.values()
            if migration.app_label == "articles"
            and migration.name[:4] > LAST_OF_ONE_MACHINE
        ]
        for migration in migrations:
            linter.lint_migration(migration)
        self.assertFalse(linter.has_errors, "What is wrong is printed above.")


class LinterTests(SimpleTestCase):
    def test_it_finds_what_an_older_version_cannot_live_with(self) -> None:
        analyser = get_sql_analyser_class("postgresql")
        for statement in (
            'ALTER TABLE "articles_tag" DROP COLUMN "name"',
            'ALTER TABLE "articles_tag" RENAME TO "articles_label"',
            'ALTER TABLE "articles_tag" RENAME COLUMN "name" TO "title"',
            'ALTER TABLE "articles_tag" ADD COLUMN "colour" text NOT NULL',
        ):
            with self.subTest(statement):
                errors, _ignored, _warnings = analyse_sql_statements(
                    analyser, [statement]
                )
                self.assertTrue(errors)
