"""Pictures made in memory: any size and format, no files in the repository."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image


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
