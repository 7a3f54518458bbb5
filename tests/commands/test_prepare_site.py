"""A new site gets the sample archive and an editor; an old one is left alone."""

from __future__ import annotations

from io import StringIO

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import TestCase

from articles.models import Article, Site, Source, Term
from articles.variants import starter_rows


class PrepareSiteTests(TestCase):
    output: str

    @classmethod
    def setUpTestData(cls) -> None:
        out = StringIO()
        call_command("prepare_site", stdout=out)
        cls.output = out.getvalue()

    def test_the_sample_archive_is_there(self) -> None:
        self.assertGreaterEqual(Article.objects.published().count(), 10)
        self.assertGreaterEqual(Article.objects.exclude(status="published").count(), 1)
        self.assertGreaterEqual(Source.objects.exclude(disclaimer="").count(), 2)

    def test_the_starter_list_of_terms_is_there(self) -> None:
        self.assertEqual(Term.objects.count(), len(starter_rows()))

    def test_terms_that_an_editor_deleted_stay_away(self) -> None:
        Term.objects.all().delete()
        call_command("prepare_site", stdout=StringIO())
        self.assertFalse(Term.objects.exists())

    def test_the_editors_password_is_shown_and_works(self) -> None:
        password = self.output.split("password")[-1].split()[0]
        self.assertTrue(self.client.login(username="editor", password=password))

    def test_the_second_time_changes_and_prints_nothing(self) -> None:
        Article.objects.first().delete()  # type: ignore[union-attr]
        before = Article.objects.count()
        out = StringIO()
        call_command("prepare_site", stdout=out)
        self.assertEqual(out.getvalue(), "")
        self.assertEqual((Article.objects.count(), User.objects.count()), (before, 1))
        self.assertEqual(Site.objects.count(), 1)
