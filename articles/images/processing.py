"""Verify and shrink pictures with Pillow. No rows, no storage."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_noop
from PIL import Image, ImageOps, UnidentifiedImageError

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000

# The decoded format decides the file's ending, never the sender's name or type.
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}

TOO_LARGE = gettext_noop("The file is larger than %(limit)s MB.")
TOO_MANY_PIXELS = gettext_noop("The picture has more than %(limit)s pixels.")
NOT_ACCEPTED = gettext_noop("This kind of picture is not accepted. Use %(known)s.")
NO_PICTURE = gettext_noop("This is not a picture, or it is damaged.")
DAMAGED = gettext_noop("The picture is damaged: %(error)s")


# Pillow and its codecs raise any of these on cut, damaged or extreme files.
_PILLOW_ERRORS = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError),
    *(ArithmeticError, AttributeError, RuntimeError, MemoryError),
    *(struct.error, zlib.error),
)


class NotAnImage(ValueError):
    """The bytes are no usable picture. The message says why, in English.

    ``gettext(error.message) % error.params`` says it in an editor's language.
    """

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message % params)
        self.message = message
        self.params = params


@dataclass(frozen=True)
class Picture:
    """A verified picture: its format, ending, and size as shown, in pixels."""

    format: str
    extension: str
    width: int
    height: int


@dataclass(frozen=True)
class RenditionSpec:
    """The recipe of a smaller copy: no wider than ``width`` pixels, as WebP if that holds
    so long a picture."""

    width: int

    @property
    def name(self) -> str:
        return f"width-{self.width}"


CARD = RenditionSpec(480)
COLUMN = RenditionSpec(1080)
SPECS = (CARD, COLUMN)


@dataclass(frozen=True)
class Rendition:
    """A smaller copy of a picture: a file's bytes and ending, and its size in pixels."""

    content: bytes
    extension: str
    width: int
    height: int


@dataclass(frozen=True)
class _Encoder:
    """A format that renditions are written in, and the most pixels of a side it holds."""

    format: str
    longest_side: int
    has_alpha: bool
    options: dict[str, int]

    def holds(self, image: Image.Image) -> bool:
        is_held = self.has_alpha or image.mode == "RGB"
        return is_held and max(image.size) <= self.longest_side


# The first that holds a picture is taken. Nothing verified is longer than the last.
_ENCODERS = (
    _Encoder("WEBP", 16_383, True, {"quality": 80, "method": 4}),
    _Encoder("JPEG", 65_500, False, {"quality": 85}),
    _Encoder("PNG", MAX_PIXELS, True, {}),
)
USUAL_EXTENSION = EXTENSIONS[_ENCODERS[0].format]


def verify_image(content: bytes) -> Picture:
    """Decode the whole picture and describe it. Raises ``NotAnImage``."""
    if len(content) > MAX_BYTES:
        raise NotAnImage(TOO_LARGE, limit=MAX_BYTES // 1024 // 1024)
    with _opened(content) as image:
        format_ = image.format or ""
        if format_ not in EXTENSIONS:
            raise NotAnImage(NOT_ACCEPTED, known=", ".join(EXTENSIONS))
        if image.width * image.height > MAX_PIXELS:
            raise NotAnImage(TOO_MANY_PIXELS, limit=f"{MAX_PIXELS:,}")
        image.load()
        # A photograph may be stored lying on its side.
        turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
        width, height = image.size
    size = (height, width) if turned else (width, height)
    return Picture(format_, EXTENSIONS[format_], *size)


def make_rendition(content: bytes, spec: RenditionSpec) -> Rendition:
    """Make a rendition of a verified picture. Raises ``NotAnImage``."""
    with _opened(content) as image:
        upright = ImageOps.exif_transpose(image)
        has_alpha = (
            upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
        )
        copy = upright.convert("RGBA" if has_alpha else "RGB")
        if copy.width > spec.width:
            height = max(1, round(copy.height * spec.width / copy.width))
            copy = copy.resize((spec.width, height), Image.Resampling.LANCZOS)
        encoder = next(encoder for encoder in _ENCODERS if encoder.holds(copy))
        file = BytesIO()
        copy.save(file, encoder.format, **encoder.options)
    extension = EXTENSIONS[encoder.format]
    return Rendition(file.getvalue(), extension, copy.width, copy.height)


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """Open a picture, and raise ``NotAnImage`` for all that goes wrong with it."""
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a bomb below twice its limit; ours is lower anyway.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(content), formats=list(EXTENSIONS))
        with opened:
            yield opened
    except NotAnImage:
        raise
    except UnidentifiedImageError:
        raise NotAnImage(NO_PICTURE) from None
    except Image.DecompressionBombError:
        raise NotAnImage(TOO_MANY_PIXELS, limit=f"{MAX_PIXELS:,}") from None
    except _PILLOW_ERRORS as error:
        raise NotAnImage(DAMAGED, error=error) from error
