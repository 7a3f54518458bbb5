"""Texts come out of the database as they went in, in fewer bytes."""

from __future__ import annotations

import zlib
from typing import Any
from unittest.mock import patch

from django.db import connection
from django.test import SimpleTestCase, TestCase
from hypothesis import given, strategies as st

from articles.models import Article, ImportedFile, compression
from articles.models.compression import DICTIONARIES, compress, decompress
from tests.factories import make_article

NEWS = '---\ntitle: "美联储"\ncategories:\n  - "美股"\n---\n\n美联储主席周三表示。\n'.encode()


class CompressionTests(SimpleTestCase):
    @given(st.binary(max_size=2000))
    def test_every_byte_comes_back(self, content: bytes) -> None:
        self.assertEqual(decompress(compress(content)), content)

    def test_the_dictionary_saves_half_of_a_short_text(self) -> None:
        self.assertLess(len(compress(NEWS)), len(zlib.compress(NEWS)) / 2)

    def test_a_dictionary_is_called_by_its_checksum_and_never_changes(self) -> None:
        found = [*DICTIONARIES.iterdir()]
        self.assertTrue(found)
        for file in found:
            self.assertEqual(f"{zlib.adler32(file.read_bytes()):08x}.txt", file.name)

    def test_what_another_dictionary_compressed_is_read_by_that(self) -> None:
        with patch.object(compression, "_ready_compressor") as ready:
            ready.return_value = zlib.compressobj(zdict=NEWS)
            compressed = compress(NEWS)
        with self.assertRaisesMessage(zlib.error, f"{zlib.adler32(NEWS):08x}.txt"):
            decompress(compressed)
        with patch.object(
            compression, "_dictionary", {compressed[2:6].hex(): NEWS}.get
        ):
            self.assertEqual(decompress(compressed), NEWS)

    def test_other_bytes_are_refused(self) -> None:
        for content in (b"", b"x", NEWS, zlib.compress(NEWS)):
            with self.assertRaises(zlib.error):
                decompress(content)


class FieldTests(TestCase):
    def stored(self, table: str, column: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608
            (stored,) = cursor.fetchone()
        return stored

    def test_the_database_holds_fewer_bytes_than_the_model(self) -> None:
        ImportedFile.objects.create(archive="a", path="b", content=NEWS)
        self.assertEqual(ImportedFile.objects.get().content, NEWS)
        self.assertEqual(
            ImportedFile.objects.values_list("content", flat=True)[0], NEWS
        )
        stored = self.stored("articles_importedfile", "content")
        self.assertEqual(bytes(stored), compress(NEWS))

    def test_bodies_are_compressed_in_sqlite_alone(self) -> None:
        body = make_article(body="美联储主席周三表示。").body
        stored = self.stored("articles_article", "body")
        is_sqlite = connection.vendor == "sqlite"
        self.assertEqual(stored, compress(body.encode()) if is_sqlite else body)
        self.assertEqual(Article.objects.get().body, body)
        self.assertEqual(Article.objects.values_list("body", flat=True)[0], body)

    def test_a_body_that_was_stored_as_text_is_read(self) -> None:
        make_article(body="先前。")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE articles_article SET body = %s", ["后来。"])
        self.assertEqual(Article.objects.get().body, "后来。")

    def test_lookups_see_the_text(self) -> None:
        found = make_article(body="美联储主席周三表示。")
        make_article(body="另一篇。")
        for lookup, value in (
            ("exact", found.body),
            ("contains", "主席"),
            ("startswith", "美联储"),
            ("regex", "周.表示"),
            ("in", [found.body]),
        ):
            with self.subTest(lookup):
                rows = Article.objects.filter(**{f"body__{lookup}": value})
                self.assertEqual(list(rows), [found])
        self.assertEqual(Article.objects.exclude(body="另一篇。").get(), found)
        self.assertEqual(Article.objects.get(body_html__contains="主席"), found)

    def test_a_text_stored_plain_is_found_too(self) -> None:
        make_article(body="先前。")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE articles_article SET body = %s", ["后来。"])
        self.assertTrue(Article.objects.filter(body__contains="后来").exists())
