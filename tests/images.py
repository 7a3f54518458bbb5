"""Pictures made in memory: any size and format, no files in the repository."""

from __future__ import annotations

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
