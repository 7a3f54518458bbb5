"""Verify, shrink and crop pictures with Pillow. No rows, no storage.

Whatever a picture is stored as, its renditions are upright, in sRGB with 8 bits, and move
if it moves. Of what its file says besides, such as where it was taken, they keep nothing;
they say how it came to be, by IPTC's digital source type.
"""

from __future__ import annotations

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

from articles.images.photo_metadata import SOURCE_TYPES, PhotoMetadata, read_metadata
from articles.images.specs import RenditionSpec

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
    metadata: PhotoMetadata


@dataclass(frozen=True)
class _Encoder:
    """A format that renditions are written in, and the most pixels of a side it holds."""

    format: str
    longest_side: int
    has_alpha: bool
    options: dict[str, Any]

    def holds(self, image: Image.Image) -> bool:
        is_held = self.has_alpha or image.mode == "RGB"
        return is_held and max(image.size) <= self.longest_side


@dataclass(frozen=True)
class Rendition:
    """A public copy of a picture: a file's bytes and ending, and its size in pixels."""

    content: bytes
    extension: str
    width: int
    height: int


# By the names of their specs.
Renditions = dict[str, Rendition]

# The first that holds a picture is taken. WebP alone moves.
_USUAL_ENCODERS = (
    _Encoder("WEBP", 16_383, True, {"quality": 80, "method": 4}),
    _Encoder("JPEG", MAX_SIDE, False, {"quality": 85}),
    _Encoder("PNG", MAX_SIDE, True, {}),
)
# Besides the usual one, for still pictures. At this speed AVIF takes as long as WebP, and is
# a fifth smaller; slower, it takes four times as long for 2 % less.
_OTHER_ENCODERS = {
    "AVIF": _Encoder(
        "AVIF", 16_383, True, {"quality": 50, "speed": 8, "max_threads": 1}
    ),
    "JPEG": _Encoder(
        "JPEG", 16_383, False, {"quality": 80, "progressive": True, "optimize": True}
    ),
}
USUAL_EXTENSION = EXTENSIONS[_USUAL_ENCODERS[0].format]
RENDITION_EXTENSIONS = tuple(EXTENSIONS[encoder.format] for encoder in _USUAL_ENCODERS)

_PACKET = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about=""'
    b' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"'
    b' Iptc4xmpExt:DigitalSourceType="%b%b"/>'
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
        width, height = _upright_size(image)
        metadata = read_metadata(image)
    return Picture(format_, EXTENSIONS[format_], width, height, metadata)


def make_renditions(
    content: bytes,
    specs: Iterable[RenditionSpec],
    focal_point: tuple[int, int] = (50, 50),
    source_type: str = "",
) -> Renditions:
    """Make the renditions of a verified picture that are of use, decoding it once.

    Each says the source type: the last part of IPTC's address. Raises ``NotAnImage``.
    """
    with _opened(content) as image:
        format_, size = _format_of(image), _upright_size(image)
        moves = image.format in _MOVING and getattr(image, "n_frames", 1) > 1
        wanted = [
            spec
            for spec in specs
            if spec.is_of_use(size) and (spec.may_move or not moves)
        ]
        if not wanted:
            return {}
        scale = max(spec.scale_of(size) for spec in wanted)
        frames = [_Frame.of(frame, scale) for frame in _frames(image)]
        # 0 is for ever. A GIF without a number moves once, an AVIF has none.
        loop = image.info.get("loop", int(format_ == "GIF"))
        made = {}
        for spec in wanted:
            copies = [frame.cut(spec, focal_point) for frame in frames]
            if encoder := _encoder_for(spec, copies, format_):
                options = encoder.options | _metadata(source_type, encoder.format)
                if len(copies) > 1 and encoder is _USUAL_ENCODERS[0]:
                    durations = [frame.duration for frame in frames]
                    options |= {"duration": durations, "loop": loop}
                    options |= {"save_all": True, "append_images": copies[1:]}
                    options |= {"method": 2}  # There are many.
                file = BytesIO()
                copies[0].save(file, encoder.format, **options)
                extension = EXTENSIONS[encoder.format]
                made[spec.name] = Rendition(file.getvalue(), extension, *copies[0].size)
        return made


def _encoder_for(
    spec: RenditionSpec, copies: list[Image.Image], format_: str
) -> _Encoder | None:
    """Return the encoder of a rendition; None if there is to be none in that format."""
    copy = copies[0]
    if spec.format:
        other = _OTHER_ENCODERS[spec.format]
        is_usual = _USUAL_ENCODERS[0].holds(copy)  # Else it is JPEG or PNG already.
        return other if is_usual and other.holds(copy) else None
    encoders = list(_USUAL_ENCODERS)
    if spec.width is None and len(copies) == 1:
        encoders.sort(key=lambda each: each.format != format_)
    return next(encoder for encoder in encoders if encoder.holds(copy))


def _upright_size(image: Image.Image) -> tuple[int, int]:
    """Return the size as shown: a photograph may be stored lying on its side."""
    width, height = image.size
    is_turned = image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
    return (height, width) if is_turned else (width, height)


def _format_of(image: Image.Image) -> str:
    return _SAME_FORMATS.get(image.format or "", image.format or "")


def _metadata(source_type: str, format_: str) -> dict[str, Any]:
    """Return the options that write a digital source type, if it is known."""
    if not source_type:
        return {}
    packet = _PACKET % (SOURCE_TYPES.encode(), source_type.encode("ascii", "ignore"))
    if format_ != "PNG":
        return {"xmp": packet}
    chunks = PngImagePlugin.PngInfo()
    chunks.add_itxt("XML:com.adobe.xmp", packet.decode())
    return {"pnginfo": chunks}


def _frames(image: Image.Image) -> Iterable[Image.Image]:
    """Return the frames of a picture that moves, or the one of any other."""
    return ImageSequence.Iterator(image) if image.format in _MOVING else [image]


@dataclass(frozen=True)
class _Frame:
    """A frame: upright, in sRGB, and no larger than needed. It lasts milliseconds."""

    image: Image.Image
    duration: int

    @classmethod
    def of(cls, frame: Image.Image, scale: float) -> _Frame:
        frame.load()  # Only then does a frame of WebP say how long it lasts.
        profile = frame.info.get("icc_profile")
        # Browsers show what claims to take no time at all for a tenth of a second.
        duration = int(frame.info.get("duration") or 100)
        upright = _eight_bit(ImageOps.exif_transpose(frame))
        width, height = (max(1, round(side * scale)) for side in upright.size)
        image = _in_srgb(_resized(upright, (width, height)), profile)
        image.info.clear()  # Some encoders write what they find there.
        return cls(image, duration)

    def cut(self, spec: RenditionSpec, focal_point: tuple[int, int]) -> Image.Image:
        """Return the part that a rendition shows, in its size.

        The focal point is as far from the edges of the part as it is from the picture's, in
        per cent: as CSS places a picture by ``object-position``.
        """
        (width, height), (across, down) = (
            self.image.size,
            spec.crop_of(self.image.size),
        )
        left = (width - across) * focal_point[0] / 100
        top = (height - down) * focal_point[1] / 100
        size = min(across, spec.width or across)
        return _resized(
            self.image,
            (size, max(1, round(down * size / across))),
            (left, top, left + across, top + down),
        )


def _resized(
    image: Image.Image,
    size: tuple[int, int],
    box: tuple[float, float, float, float] | None = None,
) -> Image.Image:
    if size == image.size and box in {None, (0, 0, *size)}:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, box)


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
