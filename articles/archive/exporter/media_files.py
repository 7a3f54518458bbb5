"""Find the pictures and other files to export, and the places where they are laid."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.conf import settings

from articles.archive.front_matter import decode
from articles.archive.problems import Refused
from articles.choices import Status
from articles.models import AttachedFile, Image, ImageOrigin


def called(content: bytes) -> set[str]:
    """Return the names in storage of the pictures of this site that a file names."""
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
    """Return a picture's place: Hugo serves ``static/media/a.png`` as ``/media/a.png``."""
    return PurePosixPath("static", settings.MEDIA_URL.strip("/"), name)


def attached(archive: str = "") -> Iterator[AttachedFile]:
    """Yield the files of exported articles that came with an archive, the newest of a path
    first."""
    rows = AttachedFile.objects.exclude(
        article__status__in=[Status.SPIKED, Status.KILLED]
    )
    rows = rows.order_by("-stored_at", "-pk")
    if archive:
        rows = rows.filter(archive=archive)
    yield from rows.iterator(500)


def brought_in(archive: str = "") -> Iterator[tuple[str, PurePosixPath, Image]]:
    """Yield the pictures that came with an archive: archive, path below it, and image."""
    rows = ImageOrigin.objects.select_related("image").order_by("pk")
    if archive:
        rows = rows.filter(origin__startswith=f"{archive}:")
    for row in rows.iterator(500):
        name, colon, path = row.origin.partition(":")
        if colon and not path.startswith("//"):  # Else it was fetched from elsewhere.
            yield name, PurePosixPath(path), row.image
