"""The pictures that exported files call: which they are, and where they are laid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.conf import settings

from articles.archive.front_matter import decode
from articles.archive.problems import Refused
from articles.models import Image, ImageOrigin


def called(content: bytes) -> set[str]:
    """The names in storage of the pictures that a file calls here."""
    if not settings.MEDIA_URL.startswith("/"):
        return set()  # Served from elsewhere: the addresses hold wherever the file is.
    prefix = re.escape(settings.MEDIA_URL)
    try:
        text = decode(content).text
    except Refused:  # Nobody reads it, here or after the export.
        return set()
    found = re.findall(rf"(?<![\w/]){prefix}([^\s()<>\"'\]]+)", text)
    return {unquote(name) for name in found}


def laid(name: str) -> PurePosixPath:
    """Hugo serves ``static/media/a.png`` as ``/media/a.png``, as this site does."""
    return PurePosixPath("static", settings.MEDIA_URL.strip("/"), name)


def brought_in(archive: str = "") -> Iterator[tuple[str, PurePosixPath, Image]]:
    """The pictures that came with an archive: archive, path below it, and image."""
    rows = ImageOrigin.objects.select_related("image").order_by("pk")
    if archive:
        rows = rows.filter(origin__startswith=f"{archive}:")
    for row in rows.iterator(500):
        name, colon, path = row.origin.partition(":")
        if colon and not path.startswith("//"):  # Else it was fetched from elsewhere.
            yield name, PurePosixPath(path), row.image
