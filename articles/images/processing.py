"""Verify and shrink pictures with Pillow. No rows, no storage."""

from __future__ import annotations

import struct
import warnings
import zlib
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


# Pillow's decoders raise any of these on cut or damaged files.
_DECODER_ERRORS = (
    *(OSError, SyntaxError, ValueError, EOFError, TypeError, LookupError),
    *(OverflowError, struct.error, zlib.error),
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
    """The recipe of a smaller copy: no wider than ``width`` pixels, as WebP."""

    width: int

    @property
    def name(self) -> str:
        return f"width-{self.width}"


CARD = RenditionSpec(480)
COLUMN = RenditionSpec(1080)
SPECS = (CARD, COLUMN)


def verify_image(content: bytes) -> Picture:
    """Decode the whole picture and describe it. Raises ``NotAnImage``."""
    if len(content) > MAX_BYTES:
        raise NotAnImage(TOO_LARGE, limit=MAX_BYTES // 1024 // 1024)
    with _open(content) as image:
        format_ = image.format or ""
        if format_ not in EXTENSIONS:
            raise NotAnImage(NOT_ACCEPTED, known=", ".join(EXTENSIONS))
        if image.width * image.height > MAX_PIXELS:
            raise NotAnImage(TOO_MANY_PIXELS, limit=f"{MAX_PIXELS:,}")
        _load(image)
        # A photograph may be stored lying on its side.
        turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
        width, height = image.size
    size = (height, width) if turned else (width, height)
    return Picture(format_, EXTENSIONS[format_], *size)


def make_rendition(content: bytes, spec: RenditionSpec) -> tuple[bytes, int, int]:
    """Make a rendition of a verified picture: its bytes, width and height."""
    with _open(content) as image:
        _load(image)
        upright = ImageOps.exif_transpose(image)
        has_alpha = (
            upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
        )
        copy = upright.convert("RGBA" if has_alpha else "RGB")
    if copy.width > spec.width:
        height = max(1, round(copy.height * spec.width / copy.width))
        copy = copy.resize((spec.width, height), Image.Resampling.LANCZOS)
    file = BytesIO()
    copy.save(file, "WEBP", quality=80, method=4)
    return file.getvalue(), copy.width, copy.height


def _open(content: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a bomb below twice its limit; ours is lower anyway.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(BytesIO(content), formats=list(EXTENSIONS))
    except UnidentifiedImageError:
        raise NotAnImage(NO_PICTURE) from None
    except Image.DecompressionBombError:
        raise NotAnImage(TOO_MANY_PIXELS, limit=f"{MAX_PIXELS:,}") from None
    except _DECODER_ERRORS as error:
        raise NotAnImage(DAMAGED, error=error) from error


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except _DECODER_ERRORS as error:
        raise NotAnImage(DAMAGED, error=error) from error
