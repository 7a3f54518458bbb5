"""What pages print of a picture: the files that exist, for every screen and program."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage

from articles.images.specs import (
    AVIF,
    COLUMN,
    FULL,
    JPEG,
    SPECS,
    RenditionSpec,
    Size,
)
from articles.models import Image
from articles.rendering import ImageData

# How wide pictures stand on pages: as wide as the column, as small as on a card.
COLUMN_SIZES = "(min-width: 1080px) 680px, (min-width: 768px) 66vw, 100vw"
CARD_SIZES = "200px"
LEAD_SIZES = "(min-width: 1400px) 620px, (min-width: 768px) 60vw, 100vw"
_NAMES: dict[tuple[Size | None, str], list[str]] = {}
for _spec in SPECS:
    if _spec != FULL:
        _NAMES.setdefault((_spec.shape, _spec.format), []).append(_spec.name)


def image_data(image: Image, spec: RenditionSpec = COLUMN) -> ImageData:
    """Return one file for a place that shows the picture at that size.

    Where the size was never made, the next larger one stands in, else the largest.
    """
    usual = _made(image) or _entries(image, [FULL.name])
    wide_enough = (each for each in usual if each["width"] >= (spec.width or 0))
    entry = next(wide_enough, usual[-1] if usual else None)
    return _data(image, entry)


def picture_data(image: Image, sizes: str, shape: Size | None = None) -> ImageData:
    """Return the files of a picture for every screen, with one for programs that choose none.

    ``sizes`` says how wide it stands there, as in HTML. A crop that was not made is left to
    the page, which gets the whole picture.
    """
    if shape and not _made(image, shape):
        shape = None
    usual, others = (
        _made(image, shape),
        {kind: _made(image, shape, kind) for kind in (AVIF, JPEG)},
    )
    if not usual:
        return image_data(image)
    # JPEG is missing of what moves, is transparent, or was stored by an earlier version; some
    # of it of what is too long for WebP.
    plain = others[JPEG] if len(others[JPEG]) == len(usual) else usual
    formats = {"image/avif": others[AVIF]}
    if plain is not usual:
        formats["image/webp"] = usual
    sources = tuple(
        (content_type, _srcset(entries))
        for content_type, entries in formats.items()
        if len(entries) == len(usual)  # Else a screen would get one that is too small.
    )
    wide_enough = (each for each in plain if each["width"] >= (COLUMN.width or 0))
    entry = next(wide_enough, plain[-1])
    return _data(image, entry, _srcset(plain), sizes, sources)


def shared_picture(image: Image, shape: Size) -> ImageData:
    """Return the largest JPEG of a shape for programs, which take few other formats; where
    none was made, that of the whole picture, else the largest that there is."""
    made = _made(image, shape, JPEG) or _made(image, None, JPEG) or _made(image)
    return _data(image, made[-1]) if made else image_data(image)


def full_address(image: Image) -> str:
    """Return the address of the picture in full size, as readers get it."""
    entry = image.renditions.get(FULL.name)
    return default_storage.url(entry["file"]) if entry else image.file.url


def _made(
    image: Image, shape: Size | None = None, format_: str = ""
) -> list[dict[str, Any]]:
    """Return the renditions of a shape in a format, the smallest first."""
    return _entries(image, _NAMES.get((shape, format_), []))


def _entries(image: Image, names: list[str]) -> list[dict[str, Any]]:
    made = image.renditions
    # A picture that is smaller than a size has it twice, if an earlier version made it.
    by_width = {made[name]["width"]: made[name] for name in names if name in made}
    return [by_width[width] for width in sorted(by_width)]


def _srcset(entries: list[dict[str, Any]]) -> str:
    return ", ".join(
        f"{default_storage.url(entry['file'])} {entry['width']}w" for entry in entries
    )


def _data(
    image: Image,
    entry: dict[str, Any] | None,
    srcset: str = "",
    sizes: str = "",
    sources: tuple[tuple[str, str], ...] = (),
) -> ImageData:
    if entry is None:
        return ImageData(image.file.url, image.width, image.height, image.alt)
    return ImageData(
        default_storage.url(entry["file"]),
        entry["width"],
        entry["height"],
        image.alt,
        srcset,
        sizes,
        sources,
    )
