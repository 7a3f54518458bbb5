"""The menus that every page reads from the row of the site."""

from __future__ import annotations

from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from articles.models import MenuEntry, SiteSettings
from articles.publishing import refresh_menus


class RefreshMenusTests(TestCase):
    def test_the_first_entry_makes_the_row(self) -> None:
        MenuEntry.objects.create(label="标签", url="/tags/")
        refresh_menus()
        self.assertEqual([e["label"] for e in SiteSettings.current().menus], ["标签"])

    def test_no_other_column_is_written(self) -> None:
        """A term that is saved meanwhile counts up the version of the terms."""
        SiteSettings.objects.create()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            refresh_menus()
        table = SiteSettings._meta.db_table
        sent = [query["sql"] for query in queries]
        updates = [sql for sql in sent if sql.startswith(f'UPDATE "{table}"')]
        self.assertEqual(len(updates), 1)
        self.assertNotIn("conversion_version", updates[0])
