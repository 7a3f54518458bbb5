"""Read what a picture's file says about it: XMP, IPTC and EXIF, none of it to be trusted.

https://iptc.org/std/photometadata/specification/
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from PIL import Image, ImageFile, IptcImagePlugin

SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_SOURCE_TYPE = re.compile(
    rb"https?://cv\.iptc\.org/newscodes/digitalsourcetype/(\w{1,60})", re.ASCII
)

# Packets are a few kilobytes; editors of some programs keep their history in them.
_LONGEST_PACKET = 1024 * 1024
_LONGEST_TEXT = 5_000
_UNUSABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"

# For each field its property of XMP, dataset of IPTC's record 2 and tag of EXIF, the ones
# that say most first.
_XMP_NAMES = {
    "alt": (f"{_CORE}AltTextAccessibility",),
    "caption": (f"{_DC}description",),
    "credit": (f"{_PHOTOSHOP}Credit", f"{_DC}creator"),
    "licence": (f"{_RIGHTS}UsageTerms", f"{_DC}rights"),
}
_IPTC_DATASETS = {"caption": (120,), "credit": (110, 80), "licence": (116,)}
_EXIF_TAGS = {"caption": (0x010E,), "credit": (0x013B,), "licence": (0x8298,)}

# What hostile files make the readers raise.
_ERRORS = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, AttributeError),
    *(ArithmeticError, RuntimeError, MemoryError, struct.error),
)


@dataclass(frozen=True)
class PhotoMetadata:
    """The words of a file about its picture, each on one line; empty where it says nothing.

    ``source_type`` is the last part of the address of IPTC's digital source type.
    """

    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""
    source_type: str = ""


def read_metadata(image: Image.Image) -> PhotoMetadata:
    """Read a decoded picture's metadata. What cannot be read is passed over."""
    xmp = image.info.get("xmp", b"")
    packet = xmp.encode("utf-8", "replace") if isinstance(xmp, str) else bytes(xmp)
    source_type = _SOURCE_TYPE.search(packet)
    said = [_said_by_xmp(packet), _said_by_iptc(image), _said_by_exif(image)]
    names = ("alt", "caption", "credit", "licence")
    return PhotoMetadata(
        source_type=source_type[1].decode() if source_type else "",
        **{
            name: next((each[name] for each in said if each.get(name)), "")
            for name in names
        },
    )


def _said_by_xmp(packet: bytes) -> dict[str, str]:
    """Return the fields of an XMP packet; one that defines entities is not read."""
    if not packet or len(packet) > _LONGEST_PACKET or b"<!" in packet:
        return {}
    try:
        root = ET.fromstring(packet.strip(b"\x00 \r\n\t"))  # noqa: S314 – no entities
    except (ET.ParseError, ValueError, LookupError):
        return {}
    return {
        field: _first(text for name in names for text in _xmp_texts(root, name))
        for field, names in _XMP_NAMES.items()
    }


def _xmp_texts(root: ET.Element, name: str) -> Iterator[str]:
    """Yield the values of a property: an attribute, a text, or the items of a list."""
    for description in root.iter(f"{_RDF}Description"):
        yield description.get(name, "")
        for element in description.iter(name):
            items = [item.text or "" for item in element.iter(f"{_RDF}li")]
            yield from items or [element.text or ""]


def _said_by_iptc(image: Image.Image) -> dict[str, str]:
    if not isinstance(image, ImageFile.ImageFile):
        return {}
    try:
        info: dict[tuple[int, int], Any] = IptcImagePlugin.getiptcinfo(image) or {}
    except _ERRORS:
        return {}
    return {
        field: _first(_decoded(info.get((2, number))) for number in numbers)
        for field, numbers in _IPTC_DATASETS.items()
    }


def _said_by_exif(image: Image.Image) -> dict[str, str]:
    try:
        exif = image.getexif()
        return {
            field: _first(_decoded(exif.get(tag)) for tag in tags)
            for field, tags in _EXIF_TAGS.items()
        }
    except _ERRORS:
        return {}


def _decoded(value: Any) -> str:
    """Decode a text whose encoding is not named, as agencies write it."""
    if isinstance(value, list):
        value = value[0] if value else b""
    if isinstance(value, str):
        # Pillow reads EXIF as Latin-1, which telephones fill with UTF-8.
        try:
            value = value.encode("latin-1")
        except UnicodeEncodeError:
            return str(value)
    if not isinstance(value, bytes):
        return ""
    said = value[:_LONGEST_TEXT]
    for encoding in ("utf-8", "gb18030"):
        try:
            return said.decode(encoding)
        except UnicodeDecodeError:
            continue
    return said.decode("latin-1")


def _first(texts: Iterable[str]) -> str:
    """Return the first text that says anything, on one line."""
    lines = (
        " ".join(_UNUSABLE.sub(" ", text[:_LONGEST_TEXT]).split()) for text in texts
    )
    return next((line for line in lines if line), "")
