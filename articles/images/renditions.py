"""Renditions: public copies of a picture, one for each spec, named on its row."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db.models import QuerySet

from articles import workers
from articles.images.processing import (
    RENDITION_EXTENSIONS,
    USUAL_EXTENSION,
    NotAnImage,
    Renditions,
    make_renditions,
    verify_image,
)
from articles.images.specs import (
    AVIF,
    FIRST_SPECS,
    FULL,
    SPECS,
    RenditionSpec,
    recipe_of,
)
from articles.models import Image, content_change, original_files

logger = logging.getLogger(__name__)

FOLDER = "renditions"
# What ``Image.renditions`` says: by the names of specs the file, width, height and bytes.
Entries = dict[str, dict[str, Any]]
_names_put: ContextVar[list[str] | None] = ContextVar("names_put", default=None)
# What decides the bytes of renditions besides the original.
_DECIDING = ("digest", "source_type", "focal_x", "focal_y")


@dataclass(frozen=True)
class RenditionResult:
    """An image whose missing renditions were made, or the reason why not."""

    image: Image
    error: str = ""


def put_renditions(image: Image, renditions: Renditions) -> Entries:
    """Store the files of renditions; return what ``Image.renditions`` says of them."""
    by_name = {spec.name: spec for spec in SPECS}
    return {
        name: {
            "file": put_file(
                _name_of(image, by_name[name], made.extension),
                ContentFile(made.content),
            ),
            "width": made.width,
            "height": made.height,
            "bytes": len(made.content),
        }
        for name, made in renditions.items()
    }


def _name_of(image: Image, spec: RenditionSpec, extension: str) -> str:
    """Return the name of a rendition's file: another one for other bytes, because browsers
    keep what an address gave for good."""
    decided_by = [image.source_type]
    if spec.shape and image.focal_point != (50, 50):
        decided_by.append("-".join(map(str, image.focal_point)))
    parts = [image.digest[:16], spec.stem]
    if any(decided_by):
        parts.append(hashlib.sha256(" ".join(decided_by).encode()).hexdigest()[:8])
    return f"{FOLDER}/{'.'.join(parts)}.{extension}"


def remake_first(image: Image) -> None:
    """Make the first renditions anew, as the row says; all others are missing then.

    The caller saves the row, and deletes the files that it named. Raises ``OSError`` and
    ``NotAnImage``.
    """
    with original_files.open(str(image.file.name)) as file:
        content = file.read()
    made = make_renditions(content, FIRST_SPECS, source_type=image.source_type)
    image.renditions = put_renditions(image, made)
    image.recipe = ""


def forget_crops(image: Image) -> None:
    """Take the crops off the row, to be made anew around another focal point."""
    crops = {spec.name for spec in SPECS if spec.shape}
    image.renditions = {
        name: entry for name, entry in image.renditions.items() if name not in crops
    }
    image.recipe = ""


def files_of(image: Image) -> list[str]:
    """Return the names of a picture's files: its original, then its renditions."""
    renditions = (entry["file"] for entry in image.renditions.values())
    return [str(image.file.name), *renditions]


def public_copy(name: str) -> str:
    """Return the public file for the name of an original in storage, empty if there is none.

    A file that was replaced gives the picture that took its place. Early versions deleted
    the rows of pictures and left their files, which are looked for.
    """
    if image := image_of_file(name):
        made = image.renditions
        largest = sorted(made.values(), key=lambda entry: int(entry["width"]))
        entry = made.get(FULL.name) or (largest[-1] if largest else None)
        if entry:
            return str(entry["file"])
    start = PurePosixPath(name).stem
    for spec in reversed(FIRST_SPECS):
        for extension in RENDITION_EXTENSIONS:
            copy = f"{FOLDER}/{start}.{spec.stem}.{extension}"
            if default_storage.exists(copy):
                return copy
    return ""


def image_of_file(name: str) -> Image | None:
    """Find the picture whose original has, or had, that name in storage."""
    if "\x00" in name:
        return None
    rows = Image.objects
    return (
        rows.filter(file=name).first() or rows.filter(former_files__name=name).first()
    )


def is_kept_as_is(image: Image) -> bool:
    """Tell whether the picture is too long for a size's usual format, so that readers get
    a larger file."""
    return not all(
        image.renditions[spec.name]["file"].endswith(f".{USUAL_EXTENSION}")
        for spec in FIRST_SPECS
        if spec != FULL and spec.name in image.renditions
    )


def put_file(name: str, file: File[bytes], storage: Storage = default_storage) -> str:
    """Keep a file named by its content; replace half of one, left by a kill."""
    if (names := _names_put.get()) is not None:
        names.append(name)
    if storage.exists(name):
        if storage.size(name) == file.size:
            return name
        storage.delete(name)
    return storage.save(name, file)


@contextmanager
def files_of_a_change() -> Iterator[None]:
    """Delete the files that were put within it and are named by no row, if it fails."""
    names: list[str] = []
    token = _names_put.set(names)
    try:
        yield
    except BaseException:
        delete_unused(names)
        raise
    finally:
        _names_put.reset(token)


def delete_unused(names: Iterable[str]) -> None:
    """Delete files of pictures, originals and renditions, that no row names any more."""
    for name in names:
        is_original = name.startswith(f"{Image.FOLDER}/")
        start = PurePosixPath(name).name[:16]
        rows = Image.objects.filter(digest__gte=start, digest__lt=f"{start}g")
        used = {used for row in rows for used in files_of(row)}
        if name not in used:
            delete_file(name, original_files if is_original else default_storage)


def delete_file(name: str, storage: Storage = default_storage) -> None:
    """Delete a file that no row names. Where the storage is away it stays: what it belonged
    to is gone all the same."""
    try:
        storage.delete(name)
    except OSError as error:
        logger.error("%s is needed no more and stays in storage: %s", name, error)


def images_without_renditions() -> QuerySet[Image]:
    """Return the images that lack renditions of the present table, oldest first."""
    return Image.objects.exclude(recipe=recipe_of(SPECS)).order_by("pk")


def make_missing_renditions(
    rows: QuerySet[Image] | None = None,
) -> Iterator[RenditionResult]:
    """Make every missing rendition, by default of all images; a later run goes on from
    where this one ends.

    Files are read and shrunk on all cores, a few images at a time.
    """
    rows = images_without_renditions() if rows is None else rows
    waiting = rows.iterator(chunk_size=100)
    with ThreadPoolExecutor(workers.COUNT) as pool:
        while batch := list(islice(waiting, 4 * workers.COUNT)):
            for image, made in zip(batch, pool.map(_missing, batch), strict=True):
                if isinstance(made, str):
                    yield RenditionResult(image, made)
                elif stored := _store(image, made):
                    yield RenditionResult(stored)


def _missing(image: Image) -> Renditions | str:
    """Return the renditions that an image lacks, or why they cannot be made."""
    try:
        with original_files.open(str(image.file.name)) as file:
            content = file.read()
        if _is_of_earlier_version(image) and not image.source_type:
            image.source_type = verify_image(content).metadata.source_type
        missing = [spec for spec in SPECS if spec.name not in image.renditions]
        made = make_renditions(content, missing, image.focal_point, image.source_type)
        return _without_larger(image, made)
    except FileNotFoundError:
        return "its file is missing: restore it from a backup, or delete the image"
    except OSError as error:
        return f"its file cannot be read ({error.strerror}): check its permissions"
    except NotAnImage as error:
        return f"{error} Restore the file from a backup, or upload the picture again"


def _is_of_earlier_version(image: Image) -> bool:
    """Tell whether its renditions were made when only files knew source types."""
    return not any("bytes" in entry for entry in image.renditions.values())


def _without_larger(image: Image, made: Renditions) -> Renditions:
    """Leave out the AVIF files of a shape, if one is not smaller than the usual format's."""
    sizes = {name: entry.get("bytes") for name, entry in image.renditions.items()}
    sizes |= {name: len(rendition.content) for name, rendition in made.items()}
    newer = [spec for spec in SPECS if spec.format == AVIF and spec.name in made]
    larger = {
        spec.shape
        for spec in newer
        if (usual := sizes.get(spec.stem)) and len(made[spec.name].content) >= usual
    }
    dropped = {spec.name for spec in newer if spec.shape in larger}
    return {name: value for name, value in made.items() if name not in dropped}


def _store(image: Image, made: Renditions) -> Image | None:
    """Store what was made, unless the picture was changed or deleted meanwhile."""
    entries = put_renditions(image, made)
    with content_change():
        row = Image.objects.select_for_update().filter(pk=image.pk).first()
        if row and _is_of_earlier_version(row) and not row.source_type:
            row.source_type = image.source_type
        is_same = row is not None and all(
            getattr(row, name) == getattr(image, name) for name in _DECIDING
        )
        if row and is_same:
            row.renditions |= entries
            row.recipe = recipe_of(SPECS)
            row.save(update_fields=["renditions", "recipe", "source_type"])
            return row
    delete_unused(entry["file"] for entry in entries.values())
    return None
