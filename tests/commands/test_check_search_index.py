from __future__ import annotations

from collections.abc import Callable
from io import StringIO

from django.core.management import CommandError, call_command
from django.test import TestCase

from articles.models import Article, SearchEntry, SearchIndex, Tag
from articles.search.backends import backend
from tests.factories import make_article


def change_a_title() -> None:
    Article.objects.filter(title="甲").update(title="丙", text_digest="another")


def hide_an_article() -> None:
    Article.objects.filter(title="甲").update(status="draft")


def rename_a_tag() -> None:
    Tag.objects.update(name="另签")


def delete_an_entry() -> None:
    SearchEntry.objects.filter(article__title="甲").delete()


def delete_tokens() -> None:
    backend().create(0)


class CheckSearchIndexTests(TestCase):
    def setUp(self) -> None:
        self.first = make_article(title="甲", tags=["签"])
        make_article(title="乙")

    def check(self) -> tuple[str, str]:
        """What it says on stdout and on stderr, and why it fails."""
        out, err = StringIO(), StringIO()
        try:
            call_command("check_search_index", stdout=out, stderr=err)
        except CommandError as error:
            self.assertEqual(error.returncode, 1)
            err.write(str(error))
        return out.getvalue(), err.getvalue()

    def test_an_index_that_is_right_is_no_news(self) -> None:
        self.assertEqual(self.check(), ("2 articles, 0 given-up places.\n", ""))

    def test_each_drift_is_reported_and_a_rebuild_mends_it(self) -> None:
        number = self.first.pk
        drifts: list[tuple[Callable[[], None], str]] = [
            (change_a_title, f"1 changed since they were indexed: {number}\n"),
            (hide_an_article, f"1 changed since they were indexed: {number}\n"),
            (rename_a_tag, f"1 changed since they were indexed: {number}\n"),
            (delete_an_entry, f"1 not in the index: {number}\n"),
        ]
        for drift, said in drifts:
            with self.subTest(drift.__name__):
                Article.objects.filter(pk=number).update(title="甲")
                call_command("rebuild_search_index", stdout=StringIO())
                drift()
                _out, err = self.check()
                self.assertIn(said, err)
                self.assertIn("run rebuild_search_index", err)
                call_command("rebuild_search_index", stdout=StringIO())
                self.assertEqual(self.check()[1], "")

    def test_an_entry_without_its_words_is_reported(self) -> None:
        delete_tokens()
        self.assertIn("2 in the index without their words", self.check()[1])
        call_command("rebuild_search_index", stdout=StringIO())
        self.assertEqual(self.check()[1], "")

    def test_where_there_is_no_index_nothing_is_in_it(self) -> None:
        SearchIndex.objects.all().delete()
        self.assertIn("2 not in the index", self.check()[1])
