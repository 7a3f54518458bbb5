"""The table of renditions: which public copies a picture gets, and which of them at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

Size = tuple[int, int]

# The four widths cover a phone's thumbnail and a full column on a screen with fine pixels.
WIDTHS = (480, 768, 1080, 1600)
# Crops, by width to height.
WIDE, STANDARD, SQUARE = (16, 9), (4, 3), (1, 1)
AVIF, JPEG = "AVIF", "JPEG"


@dataclass(frozen=True)
class RenditionSpec:
    """The recipe of a public copy: no wider than ``width`` pixels, cropped to a ``shape``.

    Without a format it is WebP, if that holds so long a picture, and it moves if the picture
    does; a copy in another format is one more of a still picture. Without a width it is as
    large as the original, and a still one in the original's format, if renditions are
    written in that.
    """

    width: int | None
    shape: Size | None = None
    format: str = ""

    @property
    def name(self) -> str:
        return f"{self.stem}-{self.format.lower()}" if self.format else self.stem

    @property
    def stem(self) -> str:
        """Return what names of files say: they have the format in their endings."""
        if self.width is None:
            return "full"
        shape = "{}x{}".format(*self.shape) if self.shape else "width"
        return f"{shape}-{self.width}"

    @property
    def may_move(self) -> bool:
        return not (self.shape or self.format)

    def crop_of(self, size: Size) -> Size:
        """Return the largest part of a picture that has the shape."""
        if self.shape is None:
            return size
        (width, height), (across, down) = size, self.shape
        return (
            max(1, min(width, round(height * across / down))),
            max(1, min(height, round(width * down / across))),
        )

    def scale_of(self, size: Size) -> float:
        """Return how far the picture is made smaller for it; at most 1."""
        return min(1.0, (self.width or size[0]) / self.crop_of(size)[0])

    def is_of_use(self, size: Size) -> bool:
        """Tell whether no other spec of the table gives the same of so large a picture."""
        crop = self.crop_of(size)
        if self.shape and crop == size:
            return False
        return self.width is None or not any(
            (spec.shape, spec.format) == (self.shape, self.format)
            and crop[0] <= (spec.width or 0) < self.width
            for spec in SPECS
        )


CARD = RenditionSpec(480)
COLUMN = RenditionSpec(1080)
FULL = RenditionSpec(None)
# What readers get at once: a page asks for no more.
FIRST_SPECS = (*(RenditionSpec(width) for width in WIDTHS), FULL)
# Each is printed somewhere: whole pictures in articles, wide ones at the top of lists and
# when shared, the other two on cards, and one JPEG of each shape for programs: search engines
# ask for 1,200 pixels.
SPECS = (
    *FIRST_SPECS,
    *(RenditionSpec(width, None, kind) for kind in (AVIF, JPEG) for width in WIDTHS),
    *(
        RenditionSpec(width, WIDE, kind)
        for kind in ("", AVIF, JPEG)
        for width in WIDTHS
    ),
    *(
        RenditionSpec(480, shape, kind)
        for shape in (STANDARD, SQUARE)
        for kind in ("", AVIF, JPEG)
    ),
    *(RenditionSpec(WIDTHS[-1], shape, JPEG) for shape in (STANDARD, SQUARE)),
)


def recipe_of(specs: tuple[RenditionSpec, ...]) -> str:
    """Return a short name for a table: another one for any other table."""
    return hashlib.sha256(repr(specs).encode()).hexdigest()[:8]
