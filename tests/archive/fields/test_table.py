"""The table of fields: nothing of an article is left out, and each row works all through."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import SimpleTestCase

from articles.archive.fields import CASCADING_KEYS, FIELD_OF, FIELDS
from articles.models import Article

DOCS = Path(__file__).resolve().parents[3] / "docs" / "importing.md"
# Keys of the manual's table that no field is read from: old addresses, which follow from
# the file's place too, what only completes another key, and what is kept as data.
OTHER_KEYS = {
    *("url", "permalink", "aliases", "redirect_from", "subject", "linktitle"),
    *("keywords", "type", "layout", "series"),
}


class CoverageTests(SimpleTestCase):
    def test_every_field_is_in_a_row_or_declared(self) -> None:
        in_rows = {
            column
            for name, row in FIELD_OF.items()
            for column in row.columns.get(name, (name,))
        }
        declared = {*Article.DERIVED, *Article.HOUSEKEEPING, *Article.DESK_ONLY}
        meta = Article._meta
        fields = {field.name for field in (*meta.concrete_fields, *meta.many_to_many)}
        self.assertEqual(fields - in_rows - declared, set())
        self.assertEqual(declared - fields, set())
        # It is exported, and as it is for good no revision records it.
        self.assertEqual(in_rows & declared, {"permanent_name"})
        self.assertLessEqual({*Article.CONVERTED}, in_rows)

    def test_a_field_is_in_one_row(self) -> None:
        names = [name for row in FIELDS for name in row.names]
        self.assertEqual(len(names), len(set(names)))

    def test_what_is_one_pages_own_is_not_handed_down(self) -> None:
        keys = {key for row in FIELDS for key in row.keys}
        self.assertEqual(
            keys - CASCADING_KEYS,
            {
                *("title", "slug", "translationkey", "translations"),
                *(
                    "newsdesk_id",
                    "language",
                    "newsdesk_source",
                ),  # A list's ``lang`` is handed down.
            },
        )

    def test_the_manual_names_the_keys_that_are_read(self) -> None:
        text = DOCS.read_text(encoding="utf-8")
        table = text.partition("## What each key becomes")[2].partition("\n## ")[0]
        cells = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        told = {
            key.partition(":")[0].lower()
            for cell in cells
            for key in re.findall(r"`([^`]+)`", cell)
        }
        keys = {key for row in FIELDS for key in row.keys}
        self.assertEqual(keys - told, {"newsdesk_source"})  # Of exports alone.
        self.assertEqual(told - keys - OTHER_KEYS, {"_drafts"})  # A folder.
