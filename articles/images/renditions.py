"""Renditions: public copies of a picture, one for each spec, named on its row."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice, product
from pathlib import PurePosixPath
from typing import Any

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage
from django.db.models import QuerySet

from articles import workers
from articles.images.processing import (
    COLUMN,
    FULL,
    RENDITION_EXTENSIONS,
    SPECS,
    USUAL_EXTENSION,
    NotAnImage,
    Rendition,
    RenditionSpec,
    make_rendition,
)
from articles.models import Image, original_files
from articles.rendering import ImageData

# By the names of their specs.
Renditions = dict[str, Rendition]
FOLDER = "renditions"


@dataclass(frozen=True)
class RenditionResult:
    """An image whose missing renditions were made, or the reason why not."""

    image: Image
    error: str = ""


def image_data(image: Image, spec: RenditionSpec = COLUMN) -> ImageData:
    """Return what a page needs to show the picture at that size.

    Where the size was never made, the next larger rendition stands in, else the largest.
    """
    made = sorted(image.renditions.values(), key=lambda each: each["width"])
    wide_enough = (each for each in made if spec.width and each["width"] >= spec.width)
    rendition = image.renditions.get(spec.name) or next(wide_enough, None)
    if not (rendition or made):
        return ImageData(image.file.url, image.width, image.height, image.alt)
    rendition = rendition or made[-1]
    url = default_storage.url(rendition["file"])
    return ImageData(url, rendition["width"], rendition["height"], image.alt)


def full_address(image: Image) -> str:
    """Return the address of the picture in full size, as readers get it."""
    rendition = image.renditions.get(FULL.name)
    return default_storage.url(rendition["file"]) if rendition else image.file.url


def put_renditions(digest: str, renditions: Renditions) -> dict[str, dict[str, Any]]:
    """Store the files of renditions; return what ``Image.renditions`` says of them."""
    return {
        name: {
            "file": put_file(
                _name_of(digest[:16], name, made.extension),
                ContentFile(made.content),
            ),
            "width": made.width,
            "height": made.height,
        }
        for name, made in renditions.items()
    }


def _name_of(start: str, spec_name: str, extension: str) -> str:
    return f"{FOLDER}/{start}.{spec_name}.{extension}"


def public_copy(name: str) -> tuple[str, bool]:
    """Return the public file for the name of an original in storage, and whether that is
    the one of full size. Until that is made, it is the next smaller one, empty if none.

    Files are looked for, not rows: texts may still show a picture whose row is deleted.
    """
    start = PurePosixPath(name).stem
    for spec, extension in product(reversed(SPECS), RENDITION_EXTENSIONS):
        copy = _name_of(start, spec.name, extension)
        if default_storage.exists(copy):
            return copy, spec == FULL
    return "", False


def is_kept_as_is(image: Image) -> bool:
    """Tell whether the picture is too long for a size's usual format, so that readers get
    a larger file."""
    return not all(
        rendition["file"].endswith(f".{USUAL_EXTENSION}")
        for name, rendition in image.renditions.items()
        if name != FULL.name
    )


def put_file(name: str, file: File[bytes], storage: Storage = default_storage) -> str:
    """Keep a file named by its content; replace half of one, left by a kill."""
    if storage.exists(name):
        if storage.size(name) == file.size:
            return name
        storage.delete(name)
    return storage.save(name, file)


def images_without_renditions() -> QuerySet[Image]:
    """Return the images that lack a rendition of some spec, oldest first."""
    names = [spec.name for spec in SPECS]
    return Image.objects.exclude(renditions__has_keys=names).order_by("pk")


def make_missing_renditions() -> Iterator[RenditionResult]:
    """Make every missing rendition, image by image; a later run goes on from there.

    Files are read and shrunk on all cores, a few images at a time.
    """
    images = images_without_renditions().iterator(chunk_size=100)
    with ThreadPoolExecutor(workers.COUNT) as pool:
        while batch := list(islice(images, 4 * workers.COUNT)):
            for image, made in zip(batch, pool.map(_missing, batch), strict=True):
                if isinstance(made, str):
                    yield RenditionResult(image, made)
                    continue
                image.renditions |= put_renditions(image.digest, made)
                image.save(update_fields=["renditions"])
                yield RenditionResult(image)


def _missing(image: Image) -> Renditions | str:
    """Return the renditions that an image lacks, or why they cannot be made."""
    try:
        with original_files.open(str(image.file.name)) as file:
            content = file.read()
        return {
            spec.name: make_rendition(content, spec)
            for spec in SPECS
            if spec.name not in image.renditions
        }
    except FileNotFoundError:
        return "its file is missing: restore it from a backup, or delete the image"
    except OSError as error:
        return f"its file cannot be read ({error.strerror}): check its permissions"
    except NotAnImage as error:
        return f"{error} Restore the file from a backup, or upload the picture again"
