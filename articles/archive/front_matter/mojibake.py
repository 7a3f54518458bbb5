"""Find text that was decoded in a wrong encoding and encoded again: ``ä¸­æ–‡``."""

from __future__ import annotations

import re
from typing import NamedTuple

from articles.archive.front_matter.plausibility import plausibility

# The characters that Windows, which has no more, and Latin-1 show for bytes.
_BYTES = {chr(byte): byte for byte in range(0x80, 0x100)} | {
    bytes([byte]).decode("cp1252"): byte
    for byte in range(0x80, 0xA0)
    if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_FOLLOWING = "".join(char for char, byte in _BYTES.items() if byte < 0xC0)
# A single é” may end a quotation; two such groups are no word of any language.
_UTF_8_AS_LATIN = re.compile(
    rf"(?:â€[{_FOLLOWING}]|ð[{_FOLLOWING}]{{3}}|(?<![A-ZÀ-Þ])[ÂÃ][\xa0-\xbf]"
    rf"|(?:[à-ï][{_FOLLOWING}]{{2}}){{2}})(?:[à-ï][{_FOLLOWING}]{{2}})*"
)
_ACCENTED = re.compile("[\xc2-\xfe]")
# Title and first paragraphs: a text is in a wrong encoding from top to bottom.
_LONG_ENOUGH = 2_000
_GBK_AS_LATIN = re.compile("[\xa1-\xfe]{8,}")


def _characters(first: range, second: range) -> str:
    """Return what GBK makes of these pairs of bytes."""
    pairs = (bytes([a, b]).decode("gbk", "ignore") for a in first for b in second)
    return re.escape("".join(pairs))


_NEXT = range(
    0x81, 0xC0
)  # What follows in UTF-8; no character of GBK begins with 0x80.
# Two characters of three bytes each are three of GBK; four in a row are no accident.
_UTF_8_AS_GBK = re.compile(
    f"(?:[{_characters(range(0xE3, 0xF0), range(0x80, 0xC0))}]"
    f"[{_characters(_NEXT, range(0xE3, 0xF0))}]"
    f"[{_characters(_NEXT, range(0x80, 0xC0))}]){{2,}}"
)


class Mojibake(NamedTuple):
    """Where such a text stands, how it looks, and how it was meant."""

    start: int
    shown: str
    meant: str


def find_mojibake(text: str) -> Mojibake | None:
    """Return the first text that was decoded in a wrong encoding; None if there is none."""
    if text.isascii():
        return None
    if found := _UTF_8_AS_GBK.search(text, 0, _LONG_ENOUGH):
        return _mojibake(found, found[0].encode("gbk"), "utf-8")
    if _ACCENTED.search(text) is None:
        return None
    if found := _UTF_8_AS_LATIN.search(text):
        return _mojibake(found, _latin_bytes(found[0]), "utf-8")
    for found in _GBK_AS_LATIN.finditer(text):
        mojibake = _mojibake(found, _latin_bytes(found[0]), "gbk")
        if plausibility(mojibake.meant) > 0.5:
            return mojibake
    return None


def _latin_bytes(text: str) -> bytes:
    return bytes(_BYTES[char] for char in text)


def _mojibake(found: re.Match[str], content: bytes, encoding: str) -> Mojibake:
    return Mojibake(found.start(), found[0], content.decode(encoding, "replace"))
