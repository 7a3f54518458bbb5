from __future__ import annotations

from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase

from articles import search
from articles.models import SearchEntry
from tests.factories import make_article
from tests.search.drift import titles_with


class RebuildSearchIndexTests(TestCase):
    def setUp(self) -> None:
        make_article(title="甲")

    def rebuild(self, *arguments: str) -> str:
        out = StringIO()
        call_command("rebuild_search_index", *arguments, stdout=out)
        return out.getvalue()

    def test_what_was_lost_is_found_again(self) -> None:
        SearchEntry.objects.all().delete()
        self.assertEqual(titles_with("甲"), set())
        self.assertIn("The search index of 1 articles was made anew.", self.rebuild())
        self.assertEqual(titles_with("甲"), {"甲"})

    def test_after_one_that_was_stopped_it_begins_again_when_told(self) -> None:
        next(search.rebuild_index())
        with self.assertRaisesMessage(CommandError, "use --again"):
            self.rebuild()
        self.rebuild("--again")
        self.assertEqual(titles_with("甲"), {"甲"})
