"""Pictures made in memory: any size and format, no files in the repository."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

from articles.images.processing import Rendition, make_renditions
from articles.images.specs import RenditionSpec


def picture(
    format_: str, width: int, height: int, colour: tuple[int, int, int]
) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), colour).save(file, format_)
    return file.getvalue()


def png(
    width: int = 64, height: int = 48, colour: tuple[int, int, int] = (200, 30, 40)
) -> bytes:
    return picture("PNG", width, height, colour)


def jpeg(
    width: int = 64, height: int = 48, colour: tuple[int, int, int] = (30, 90, 160)
) -> bytes:
    return picture("JPEG", width, height, colour)


def photo(width: int, height: int, **options: Any) -> bytes:
    """A JPEG with edges and noise, as AVIF is made for."""
    across = Image.linear_gradient("L").resize((width, height))
    noise = Image.effect_noise((64, 64), 90).resize((width, height))
    file = BytesIO()
    Image.merge("RGB", (across, noise, across.rotate(180))).save(
        file, "JPEG", **options
    )
    return file.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it has that size, and has no pixels."""
    header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data))
        + kind
        + data
        + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def rendition(content: bytes, spec: RenditionSpec) -> Rendition:
    """The one rendition of a picture."""
    return make_renditions(content, [spec])[spec.name]
