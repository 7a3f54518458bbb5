"""The files of articles that are no pictures: their kinds, storage and addresses.

They lie in storage under their digests, in a folder that ``views.files.media`` does not
serve: only ``views.files.attached_file`` does, which asks whether readers may see the
article.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from django.core.files import File
from django.db import transaction

from articles import images
from articles.models import Article, AttachedFile
from articles.text_places import TextPlace

FOLDER = "attached"
MAX_BYTES = 200 * 1024 * 1024

# What readers may be given to download, by the file's ending. Browsers never show it.
KINDS = {
    ".7z": "application/x-7z-compressed",
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".epub": "application/epub+zip",
    ".flac": "audio/flac",
    ".gz": "application/gzip",
    ".ics": "text/calendar",
    ".m4a": "audio/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".odp": "application/vnd.oasis.opendocument.presentation",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ogg": "audio/ogg",
    ".pdf": "application/pdf",
    ".ppt": "application/vnd.ms-powerpoint",
    ".pptx": "application/vnd.openxmlformats-officedocument"
    ".presentationml.presentation",
    ".rtf": "application/rtf",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".wav": "audio/wav",
    ".webm": "video/webm",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
# The endings of pictures: those that readers see are stored as such.
PICTURES = frozenset({
    ".avif", ".bmp", ".gif", ".heic", ".ico", ".jpeg", ".jpg", ".png", ".svg", ".tif",
    ".tiff", ".webp",
})  # fmt: skip


def kind_of(path: str) -> str | None:
    """Return the content type of a kind that is taken, by the ending of a path."""
    return KINDS.get(posixpath.splitext(path)[1].lower())


def path_in(address: str) -> str:
    """Return the path of a local address, decoded: what names a file in an archive."""
    return unquote(address.partition("#")[0].partition("?")[0])


def find(article: Article, address: str, place: TextPlace) -> AttachedFile | None:
    """Find the file that a text of the article at ``place`` calls by a local address."""
    if not kind_of(path_in(address)):
        return None
    paths = images.candidates_at(address, place)
    rows = AttachedFile.objects.filter(
        article=article, archive=place.archive, path__in=paths
    )
    return min(rows, key=lambda row: paths.index(row.path), default=None)


def digest_of(file: Path) -> str:
    """Return the SHA-256 of a file. Raises ``OSError``."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def store(article: Article, archive: str, path: str, file: Path, digest: str) -> None:
    """Store a file of a stored article, or replace the one that lay there before.

    Raises ``OSError``. The file comes before the row, as with pictures.
    """
    ending = posixpath.splitext(path)[1].lower()
    with file.open("rb") as opened:
        name = images.put_file(f"{FOLDER}/{digest}{ending}", File(opened))
    rows = AttachedFile.objects.filter(article=article, archive=archive, path=path)
    row = rows.first() or AttachedFile(article=article, archive=archive, path=path)
    before = row.file.name
    row.file.name, row.digest, row.size = name, digest, file.stat().st_size
    row.save()
    if before and before != name:
        delete_unused([before])


def delete_unused(names: Iterable[str]) -> None:
    """Delete files from storage that no row names, when the transaction is committed."""
    names = set(names)

    def delete() -> None:
        used = AttachedFile.objects.filter(file__in=names).values_list(
            "file", flat=True
        )
        for name in names.difference(used):
            images.delete_file(name)

    if names:
        transaction.on_commit(delete)
