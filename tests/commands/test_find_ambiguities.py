from __future__ import annotations

from io import StringIO
from unittest import mock

from django.core.management import call_command
from django.test import TestCase

from articles.models import OpenAmbiguities, Term
from articles.variants.queue import open_places
from articles.variants.term_base import save_term
from tests.factories import make_article


class FindAmbiguitiesTests(TestCase):
    def run_command(self) -> str:
        out = StringIO()
        call_command("find_ambiguities", stdout=out)
        return out.getvalue()

    def test_every_chinese_article_is_read_and_those_with_something_open_counted(
        self,
    ) -> None:
        make_article(body="海岳讯。\n")
        make_article(body="正文。\n")
        make_article(body="海岳讯。\n", language="en")
        with mock.patch.object(open_places, "_BATCH", 1):
            self.assertIn("open in 1 of 2 articles.", self.run_command())
        self.assertEqual(OpenAmbiguities.objects.count(), 2)

    def test_what_was_read_as_it_is_is_not_read_again_until_the_rules_change(
        self,
    ) -> None:
        make_article(body="海岳讯。\n")
        self.run_command()
        with mock.patch.object(open_places, "read", side_effect=AssertionError):
            self.run_command()
        save_term(Term(simplified="海岳", taiwan="海岳", hong_kong="海岳"))
        self.assertIn("open in 0 of 1 articles.", self.run_command())
