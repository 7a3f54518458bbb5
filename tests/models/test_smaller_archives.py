"""What is stored gets smaller, says what it said, and may be stopped on the way."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import TestCase

from articles.models import Article, ImportedFile, Revision
from articles.models.compression import compress
from articles.publishing import save
from tests.factories import make_article

migration = import_module("articles.migrations.0025_smaller_archives")
BEFORE = [("articles", "0024_what_is_listed")]
FILE = b"x\xbb\x00\xef\xb3\x3c looks compressed, and is none."


class SmallerArchivesTests(TestCase):
    def setUp(self) -> None:
        self.article = make_article(body="正文。")
        Revision.objects.all().delete()
        ImportedFile.objects.create(archive="a", path="b", content=FILE)
        save(self.article, act=Revision.Act.IMPORTED)
        self.run_steps("put_bodies_back", "decompress_bodies")
        self.set_content(FILE)

    def run_steps(self, *names: str) -> None:
        """Run functions of the migration as it does: before the column of originals is
        known to be compressed, but that of bodies is."""
        state = MigrationExecutor(connection).loader.project_state(BEFORE)
        migration.Migration.operations[0].state_forwards("articles", state)
        self.rename_acts("act", "reason", {"imported": "import"})
        for name in names:
            getattr(migration, name)(state.apps, connection.schema_editor())
        self.rename_acts("reason", "act", {"import": "imported"})

    def rename_acts(self, old: str, new: str, values: dict[str, str]) -> None:
        """Give the table of revisions the column that it had when the migration ran."""
        connection.check_constraints()  # No table with open ones can be altered.
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE articles_revision RENAME {old} TO {new}")
            for value in values.items():
                cursor.execute(
                    f"UPDATE articles_revision SET {new} = %s WHERE {new} = %s",  # noqa: S608
                    [*reversed(value)],
                )

    def stored(self, table: str, column: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608
            (value,) = cursor.fetchone()
        return bytes(value) if column == "content" else value

    def set_content(self, content: bytes) -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE articles_importedfile SET content = %s", [content])

    def test_everything_says_what_it_said(self) -> None:
        self.assertEqual(self.stored("articles_article", "body"), "正文。")
        self.assertEqual(Revision.objects.get().fields["body"], "正文。")
        steps = "leave_out_bodies", "compress_bodies", "compress_originals"
        for _attempt in ("stopped before it was noted", "again"):
            self.run_steps(*steps)
            self.assertEqual(
                self.stored("articles_importedfile", "content"), compress(FILE)
            )
            self.assertEqual(ImportedFile.objects.get().content, FILE)
            self.assertNotIn("body", Revision.objects.get().fields)
            self.assertEqual(Revision.objects.get().recorded["body"], "正文。")
            self.assertEqual(Article.objects.get().body, "正文。")
        self.run_steps("decompress_originals")
        self.assertEqual(self.stored("articles_importedfile", "content"), FILE)

    def test_a_revision_keeps_another_body_than_the_articles(self) -> None:
        self.article.body = "后来的。"
        save(self.article)
        self.run_steps("leave_out_bodies")
        bodies = [revision.fields["body"] for revision in Revision.objects.all()]
        self.assertEqual(bodies, ["后来的。", "正文。"])
