"""Verify and shrink pictures with Pillow. No rows, no storage.

Whatever a picture is stored as, its renditions are upright, in sRGB with 8 bits, and move
if it moves. Of what its file says besides, such as where it was taken, they keep only how
it came to be: IPTC's digital source type.
"""

from __future__ import annotations

import re
import struct
import warnings
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_noop
from PIL import (
    Image,
    ImageCms,
    ImageOps,
    ImageSequence,
    PngImagePlugin,
    UnidentifiedImageError,
)

MAX_BYTES = 20 * 1024 * 1024
# Of all frames together. A few kilobytes can hold any number of either.
MAX_PIXELS = 60_000_000
MAX_SIDE = 65_500
MAX_FRAMES = 1_000

# The decoded format decides the file's ending, never the sender's name or type.
EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp", "AVIF": "avif"}
# A photograph with further ones behind it, such as a telephone's depth map, counts as one.
_SAME_FORMATS = {"MPO": "JPEG"}
_MOVING = frozenset({"GIF", "PNG", "WEBP", "AVIF"})

# The kinds that people try as well, by what their files begin with.
_OTHER_KINDS = (
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"8BPS", "PSD"),
    (b"%PDF", "PDF"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
)
_HEIC = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
)

TOO_LARGE = gettext_noop("The file is larger than %(limit)s MB.")
TOO_MANY_PIXELS = gettext_noop("The picture has more than %(limit)s pixels.")
TOO_LONG = gettext_noop("The picture has more than %(limit)s pixels on a side.")
MOVES_TOO_LONG = gettext_noop(
    "The moving picture has more than %(frames)s frames, or more than %(limit)s pixels in "
    "all of them. Shorten it, or make it smaller."
)
NOT_ACCEPTED = gettext_noop(
    "%(kind)s files are not accepted as pictures. Use %(known)s."
)
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
    """The recipe of a public copy: no wider than ``width`` pixels, as WebP if that holds
    so long a picture.

    Without a width it is as large as the original, and a still picture in the original's
    format, if renditions are written in that.
    """

    width: int | None

    @property
    def name(self) -> str:
        return f"width-{self.width}" if self.width else "full"


CARD = RenditionSpec(480)
COLUMN = RenditionSpec(1080)
FULL = RenditionSpec(None)
# From the smallest to the largest.
SPECS = (CARD, COLUMN, FULL)


@dataclass(frozen=True)
class Rendition:
    """A public copy of a picture: a file's bytes and ending, and its size in pixels."""

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


# The first that holds a picture is taken. WebP alone moves.
_ENCODERS = (
    _Encoder("WEBP", 16_383, True, {"quality": 80, "method": 4}),
    _Encoder("JPEG", MAX_SIDE, False, {"quality": 85}),
    _Encoder("PNG", MAX_SIDE, True, {}),
)
USUAL_EXTENSION = EXTENSIONS[_ENCODERS[0].format]
RENDITION_EXTENSIONS = tuple(EXTENSIONS[encoder.format] for encoder in _ENCODERS)

_SOURCE_TYPE = re.compile(rb"https?://cv\.iptc\.org/newscodes/digitalsourcetype/\w+")
_XMP = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about=""'
    b' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    b' Iptc4xmpExt:DigitalSourceType="%b"/>'
    b'</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
)


def verify_image(content: bytes) -> Picture:
    """Decode the whole picture, all its frames, and describe it. Raises ``NotAnImage``."""
    if len(content) > MAX_BYTES:
        raise NotAnImage(TOO_LARGE, limit=MAX_BYTES // 1024 // 1024)
    with _opened(content) as image:
        format_ = _format_of(image)
        pixels = image.width * image.height
        if pixels > MAX_PIXELS:
            raise NotAnImage(TOO_MANY_PIXELS, limit=f"{MAX_PIXELS:,}")
        if max(image.size) > MAX_SIDE:
            raise NotAnImage(TOO_LONG, limit=f"{MAX_SIDE:,}")
        for number, frame in enumerate(_frames(image), start=1):
            if number > MAX_FRAMES or number * pixels > MAX_PIXELS:
                raise NotAnImage(
                    MOVES_TOO_LONG, frames=f"{MAX_FRAMES:,}", limit=f"{MAX_PIXELS:,}"
                )
            frame.load()
        # A photograph may be stored lying on its side.
        turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
        width, height = image.size
    size = (height, width) if turned else (width, height)
    return Picture(format_, EXTENSIONS[format_], *size)


def make_rendition(content: bytes, spec: RenditionSpec) -> Rendition:
    """Make a rendition of a verified picture. Raises ``NotAnImage``."""
    file = BytesIO()
    with _opened(content) as image:
        first, *others = (_rendered(frame, spec) for frame in _frames(image))
        copy, duration = first
        encoders = list(_ENCODERS)
        if spec.width is None and not others:
            encoders.sort(key=lambda each: each.format != _format_of(image))
        encoder = next(encoder for encoder in encoders if encoder.holds(copy))
        options: dict[str, Any] = encoder.options | _metadata(image, encoder.format)
        copy.info.clear()  # Some encoders write what they find there.
        if others and encoder is _ENCODERS[0]:
            options |= {
                "save_all": True,
                "append_images": [frame for frame, _duration in others],
                "duration": [duration, *(other for _frame, other in others)],
                # 0 is for ever. A GIF without a number moves once, an AVIF has none.
                "loop": image.info.get("loop", int(image.format == "GIF")),
                "method": 2,  # There are many.
            }
        copy.save(file, encoder.format, **options)
    extension = EXTENSIONS[encoder.format]
    return Rendition(file.getvalue(), extension, copy.width, copy.height)


def _format_of(image: Image.Image) -> str:
    return _SAME_FORMATS.get(image.format or "", image.format or "")


def _metadata(image: Image.Image, format_: str) -> dict[str, Any]:
    """Return the options that write a decoded picture's digital source type, if it has one."""
    xmp = image.info.get("xmp", b"")
    found = _SOURCE_TYPE.search(xmp.encode() if isinstance(xmp, str) else xmp)
    if found is None:
        return {}
    packet = _XMP % found[0]
    if format_ != "PNG":
        return {"xmp": packet}
    chunks = PngImagePlugin.PngInfo()
    chunks.add_itxt("XML:com.adobe.xmp", packet.decode())
    return {"pnginfo": chunks}


def _frames(image: Image.Image) -> Iterable[Image.Image]:
    """Return the frames of a picture that moves, or the one of any other."""
    return ImageSequence.Iterator(image) if image.format in _MOVING else [image]


def _rendered(frame: Image.Image, spec: RenditionSpec) -> tuple[Image.Image, int]:
    """Return a frame upright, shrunk and in sRGB, and its duration in milliseconds."""
    frame.load()  # Only then does a frame of WebP say how long it lasts.
    profile = frame.info.get("icc_profile")
    # Browsers show what claims to take no time at all for a tenth of a second.
    duration = int(frame.info.get("duration") or 100)
    copy = _eight_bit(ImageOps.exif_transpose(frame))
    if spec.width and copy.width > spec.width:
        height = max(1, round(copy.height * spec.width / copy.width))
        copy = copy.resize((spec.width, height), Image.Resampling.LANCZOS)
    return _in_srgb(copy, profile), duration


def _eight_bit(image: Image.Image) -> Image.Image:
    """Return the picture as L, LA, RGB, RGBA or CMYK."""
    transparency = image.info.get("transparency")
    if image.mode.startswith("I"):  # 16 bits of grey: plain conversion cuts at 255.
        grey = image.point(lambda value: value * (1 / 257) + 0).convert("L")
        if isinstance(transparency, int):
            grey.info["transparency"] = transparency // 257
        image = grey
    has_alpha = image.mode in {"LA", "La", "PA", "RGBA", "RGBa"}
    if has_alpha or "transparency" in image.info:
        return image.convert("LA" if image.mode in {"LA", "La"} else "RGBA")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture as RGB or RGBA, its colours converted from its own profile."""
    alpha = image.getchannel("A") if "A" in image.getbands() else None
    base = image.convert(image.mode.removesuffix("A")) if alpha else image
    converted = _from_profile(base, profile) if profile else None
    converted = converted or base.convert("RGB")
    if alpha:
        converted.putalpha(alpha)
    return converted


def _from_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """Convert from a profile; None if that is damaged or one of other colours."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(
            image, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):
        return None


def _kind_of(content: bytes) -> str:
    """Return the name of a kind of picture that is not accepted; empty if not known."""
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return "HEIC"
    if b"<svg" in content[:1000].lower():
        return "SVG"
    return next((name for start, name in _OTHER_KINDS if content.startswith(start)), "")


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
        if kind := _kind_of(content):
            known = ", ".join(EXTENSIONS)
            raise NotAnImage(NOT_ACCEPTED, kind=kind, known=known) from None
        raise NotAnImage(NO_PICTURE) from None
    except Image.DecompressionBombError:
        raise NotAnImage(TOO_MANY_PIXELS, limit=f"{MAX_PIXELS:,}") from None
    except _PILLOW_ERRORS as error:
        raise NotAnImage(DAMAGED, error=error) from error
