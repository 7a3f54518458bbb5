"""Make the renditions that no request waits for, and show them where their pictures stand.

One thread makes them after the commit. What it does not get to, because too much waits or
the process ends, ``make_renditions`` makes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from queue import Full, Queue

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from articles import images
from articles.background_threads import BackgroundThread
from articles.images import RenditionResult, images_without_renditions
from articles.models import Article, Image, ListPage
from articles.publishing.derived import render_again
from articles.publishing.list_pages import render_list_page_again

logger = logging.getLogger(__name__)

_MOST_WAITING = 200
_waiting: Queue[int] = Queue(_MOST_WAITING)


def make_later(image: Image) -> None:
    """Have the missing renditions of a picture made after the commit."""
    transaction.on_commit(lambda: enqueue(image.pk))


def enqueue(pk: int) -> None:
    """Have a thread make the missing renditions of a stored picture."""
    try:
        _waiting.put_nowait(pk)
    except Full:
        return
    _thread.start()


def _work() -> None:
    while True:
        pk = _waiting.get()
        try:
            for result in make_and_show(images_without_renditions().filter(pk=pk)):
                if result.error:
                    logger.warning("%s: %s", result.image.file.name, result.error)
        except (DatabaseError, OSError):
            logger.exception("The renditions of picture %s were not made.", pk)
        finally:
            connection.close()
            _waiting.task_done()


_thread = BackgroundThread(_work, name="renditions")


def make_and_show(rows: QuerySet[Image] | None = None) -> Iterator[RenditionResult]:
    """Make the missing renditions of pictures, by default of all, and render again the
    texts that show them."""
    for result in images.make_missing_renditions(rows):
        if not result.error:
            render_users(result.image)
        yield result


def render_users(image: Image) -> None:
    """Render again the texts that show a picture."""
    for article in Article.objects.filter(image_uses__image=image):
        render_again(article)
    for page in ListPage.objects.filter(image_uses__image=image):
        render_list_page_again(page)
