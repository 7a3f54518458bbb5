"""Every change of what readers see gives the content a new version, once."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import transaction
from django.test import TestCase

from articles import publishing
from articles.models import (
    Article,
    ContentVersion,
    SiteSettings,
    content_change,
    hide_at_once,
)
from articles.publishing import Verb
from articles.serving import read_version
from tests.content_guard import UNSEEN, UnversionedWrite
from tests.factories import make_article


def write() -> None:
    SiteSettings.objects.update(tagline="快讯")


class ContentVersionTests(TestCase):
    def test_what_writes_nothing_gives_none(self) -> None:
        before = read_version()
        with content_change():
            SiteSettings.objects.first()
        self.assertEqual(read_version(), before)

    def test_a_change_gives_a_higher_version(self) -> None:
        before = read_version().number
        with content_change():
            write()
        self.assertGreater(read_version().number, before)

    def test_nested_changes_give_one_version_at_their_end(self) -> None:
        before = read_version()
        with content_change():
            with content_change():
                write()
            self.assertEqual(read_version(), before)
        self.assertGreater(read_version(), before)

    def test_a_change_that_fails_gives_none(self) -> None:
        before = read_version()
        with pytest.raises(ValueError), content_change():  # noqa: PT011
            raise ValueError
        self.assertEqual(read_version(), before)

    def test_a_version_is_one_more_where_the_clock_stands_still(self) -> None:
        far = 2**60  # Thirty thousand years from now.
        ContentVersion.objects.update(version=far)
        with content_change():
            write()
        self.assertEqual(read_version().number, far + 1)

    def test_a_database_whose_row_was_lost_gets_a_new_one(self) -> None:
        ContentVersion.objects.all().delete()
        self.assertEqual(read_version(), (0, 0))
        with content_change():
            write()
        self.assertGreater(read_version().number, 0)

    def test_what_is_published_hides_nothing(self) -> None:
        hidden_at = read_version().hidden_at
        publishing.save(make_article())
        self.assertEqual(read_version().hidden_at, hidden_at)

    def test_what_is_withdrawn_hides_the_pages_of_before(self) -> None:
        publishing.perform(Verb.WITHDRAW, make_article())
        number, hidden_at = read_version()
        self.assertEqual(hidden_at, number)

    def test_nothing_is_hidden_outside_of_a_change(self) -> None:
        with pytest.raises(AssertionError):
            hide_at_once()


class ContentGuardTests(TestCase):
    def test_the_guard_knows_every_model(self) -> None:
        names = {m.__name__ for m in apps.get_app_config("articles").get_models()}
        self.assertLessEqual(UNSEEN, names)

    def test_a_write_of_the_product_outside_of_a_change_is_refused(self) -> None:
        article = make_article()
        source = "def write(rows): rows.update(title='x')"
        scope: dict[str, object] = {}
        place = publishing.__file__
        exec(compile(source, place, "exec"), scope)  # noqa: S102 – as if it stood there
        rows = Article.objects.filter(pk=article.pk)
        with pytest.raises(UnversionedWrite), transaction.atomic():
            scope["write"](rows)  # type: ignore[operator]
        with content_change():
            scope["write"](rows)  # type: ignore[operator]
