"""What no request waits for is made by a thread after the commit."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Queue
from unittest.mock import Mock, patch

import pytest
from django.db import DatabaseError, transaction

from articles import publishing
from articles.images import prepare_image, storage
from articles.models import Image
from articles.publishing import later_renditions
from tests.factories import make_article
from tests.sample_images import photo

pytestmark = pytest.mark.django_db(transaction=True)
ENQUEUE = later_renditions.enqueue


@pytest.fixture(autouse=True)
def _thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(later_renditions, "enqueue", ENQUEUE)
    yield
    later_renditions._waiting.join()


def made() -> Image:
    """The picture, once the thread has done its work."""
    later_renditions._waiting.join()
    return Image.objects.get()


def test_an_upload_gets_them_and_its_article_shows_them() -> None:
    with transaction.atomic():
        image = publishing.add_picture(prepare_image(photo(900, 600)), {})
        article = make_article(body=f"![图]({image.file.url})")
    assert "1x1-480-avif" in made().renditions
    article.refresh_from_db()
    assert "<picture>" in article.body_html


def test_a_picture_that_is_rolled_back_is_forgotten() -> None:
    with transaction.atomic():
        publishing.add_picture(prepare_image(photo(900, 600)), {})
        transaction.set_rollback(True)
    later_renditions._waiting.join()
    assert not Image.objects.exists()


def test_one_that_fails_costs_the_next_nothing() -> None:
    with patch.object(
        later_renditions, "make_and_show", side_effect=DatabaseError("busy")
    ):
        publishing.add_picture(prepare_image(photo(900, 600)), {})
        assert made().recipe == ""
    ENQUEUE(Image.objects.get().pk)
    assert made().recipe


def test_more_than_can_wait_is_left_to_the_command() -> None:
    image = storage.store_image(photo(900, 600))
    waiting: Queue[int] = Queue(2)
    with (
        patch.object(later_renditions, "_waiting", waiting),
        patch.object(later_renditions, "_thread", Mock()),  # Busy.
    ):
        for _time in range(4):
            ENQUEUE(image.pk)
    assert waiting.qsize() == 2
    ENQUEUE(image.pk)
    assert made().recipe
