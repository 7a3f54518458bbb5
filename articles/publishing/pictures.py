"""The verbs for a picture: add, save, replace and delete it, wherever it is shown.

Each changes its row, the texts that show it and then its files: after the commit those that
nothing needs any more go, after a failure those that were made for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, cast

from django.contrib.auth.models import User
from django.db import transaction as database_transaction
from django.db.models import CharField

from articles import images
from articles.images import PreparedImage
from articles.models import (
    Article,
    FormerFile,
    Image,
    ListPage,
    content_change,
    hide_at_once,
)
from articles.publishing.article import save
from articles.publishing.derived import render_again
from articles.publishing.later_renditions import make_later, render_users
from articles.publishing.list_pages import render_list_page_again
from articles.publishing.transactions import transaction

# What a replaced picture keeps, because no form asks for it.
_STORED_ONLY = (
    *("digest", "origin", "width", "height", "file_name"),
    *("renditions", "recipe"),
)


class PictureExists(Exception):
    """The same bytes are stored as another picture."""

    def __init__(self, image: Image) -> None:
        super().__init__(str(image))
        self.image = image


def add_picture(
    prepared: PreparedImage, said: Mapping[str, str], *, fallback_alt: str = ""
) -> Image:
    """Return the stored picture of a file that a person chose.

    ``said`` are the person's words: by the names of fields, and only where a picture that
    is here already has none. A new one takes the rest from its file.
    """
    is_new = not Image.objects.filter(digest=prepared.digest).exists()
    with images.files_of_a_change(), content_change():
        image = images.store_image(prepared)
        metadata = asdict(prepared.picture.metadata) if is_new else {}
        for words in (said, metadata, {"alt": fallback_alt}):
            for name, text in words.items():
                if not getattr(image, name):
                    field = cast("CharField[Any, Any]", Image._meta.get_field(name))
                    setattr(image, name, text[: field.max_length])
        image.save()
        if is_new:
            make_later(image)
            if said.get("source_type", "") not in {"", image.source_type}:
                image.source_type = said["source_type"]  # Whatever its file says.
                save_picture(image)
    return image


def save_picture(image: Image) -> None:
    """Store what was changed of a picture, and show it wherever the picture stands."""
    with _change(image) as before:
        if image.source_type != before.source_type:
            images.remake_first(image)
        elif image.focal_point != before.focal_point:
            images.forget_crops(image)
        image.save()
        if image.alt != before.alt or image.renditions != before.renditions:
            render_users(image)


def replace_picture(image: Image, prepared: PreparedImage, *, file_name: str) -> None:
    """Let another file take the place of a picture's, wherever that is shown.

    Its address stays valid. Its texts are the caller's, its focal point is the middle
    again, and the old file is deleted. Raises ``PictureExists``.
    """
    with _change(image) as before:
        if same := Image.objects.filter(digest=prepared.digest).first():
            raise PictureExists(same)
        hide_at_once()
        FormerFile.objects.create(
            name=str(before.file.name), digest=before.digest, image=before
        )
        images.put_files(image, prepared)
        image.file_name = file_name[:255]
        image.save()
        render_users(image)


@transaction()
def delete_pictures(pictures: Sequence[Image], *, by: User | None = None) -> None:
    """Delete pictures with their files, and take them out of all that shows them."""
    hide_at_once()
    pks = [image.pk for image in pictures]
    for image in Image.objects.select_for_update().filter(pk__in=pks):
        _delete(image, by)


def _delete(image: Image, by: User | None) -> None:
    files = images.files_of(image)
    articles = list(Article.objects.filter(image_uses__image=image))
    pages = list(ListPage.objects.filter(image_uses__image=image))
    FormerFile.objects.create(name=str(image.file.name), digest=image.digest)
    for article in articles:
        if article.thumbnail_id == image.pk:
            # The address was for want of a picture of our own.
            article.thumbnail, article.thumbnail_url = None, ""
            save(article, by=by)
    image.delete()
    for article in articles:
        render_again(article)
    for page in pages:
        render_list_page_again(page)
    database_transaction.on_commit(lambda: images.delete_unused(files))


@contextmanager
def _change(image: Image) -> Iterator[Image]:
    """Change a stored picture, whose row is locked; yield the row as it was.

    What follows from its file is read anew: it may have changed since the form was opened.
    """
    with images.files_of_a_change(), transaction():
        before = Image.objects.select_for_update().get(pk=image.pk)
        image.file = before.file.name  # Not the object, which the row before keeps.
        for name in _STORED_ONLY:
            setattr(image, name, getattr(before, name))
        yield before
        gone = {*images.files_of(before)} - {*images.files_of(image)}
        database_transaction.on_commit(lambda: images.delete_unused(gone))
        if not image.recipe:
            make_later(image)
