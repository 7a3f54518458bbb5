from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from django.test import TransactionTestCase

from articles import publishing
from articles.models import Article, Buffer
from tests.admin.kept import FORM_KEY
from tests.factories import make_draft
from tests.people import make_reporter


class BufferWaitTests(TransactionTestCase):
    def test_a_buffer_does_not_wait_behind_a_long_save(self) -> None:
        editor, article = make_reporter(), make_draft()
        typed = publishing.Typed(
            form_key=FORM_KEY,
            writer="window-one",
            sequence=1,
            follows=0,
            article=article.pk,
            base=None,
            is_whole=True,
            fields={"title": ["标题"]},
            field="title",
            caret=0,
        )
        with being_saved(article), self.assertRaises(OperationalError):
            publishing.keep_buffer(typed, by=editor)
        self.assertFalse(Buffer.objects.exists())

        publishing.keep_buffer(typed, by=editor)
        self.assertTrue(Buffer.objects.exists())
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA busy_timeout")
                self.assertEqual(cursor.fetchone(), (20_000,))


@contextmanager
def being_saved(article: Article) -> Iterator[None]:
    """Hold, in another connection, what a save or an import holds of the article."""
    is_held, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Article.objects.select_for_update().get(pk=article.pk)
            is_held.set()
            may_end.wait(60)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    is_held.wait(60)
    try:
        yield
    finally:
        may_end.set()
        thread.join()
