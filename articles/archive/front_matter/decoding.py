"""Decode files in the encodings that Chinese and English archives use."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from articles.archive.front_matter.mojibake import find_mojibake
from articles.archive.front_matter.plausibility import plausibility
from articles.archive.problems import Problems, Refused

# Each with the mark it begins with; UTF-16 and UTF-32 are only known by it. The mark of
# UTF-16 begins that of UTF-32, which comes first.
_MARKS = {
    "utf-8-sig": codecs.BOM_UTF8,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
# Big5 as Python knows it, then with what Taiwan's and Hong Kong's systems added.
_LEGACY = (("gb18030",), ("big5", "cp950", "big5hkscs"))
GUESSED = frozenset(name for family in _LEGACY for name in family)

_SIGNATURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"%PDF",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"RIFF",
    b"\x00\x00\x01\x00",
)
_WIDE_MARKS = tuple(mark for name, mark in _MARKS.items() if name != "utf-8-sig")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_NOT_ASCII = bytes(range(128, 256))
# Characters that UTF-8 becomes, among others, when it is read as GB18030.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Enough to tell one encoding from another, whatever the file's length.
_SAMPLE = 6000
# Characters of a text in a message.
_SHOWN = 24


@dataclass(frozen=True)
class Decoded:
    """The text without its byte order mark, line ends as they are.

    ``encode(text, encoding)`` gives the file's bytes again. Damaged bytes are lone
    surrogates in the text; ``damaged_line`` is the line of the first one.
    """

    text: str
    encoding: str
    damaged_line: int = 0

    def report_to(self, problems: Problems) -> None:
        """Report a guessed encoding, and damage done before the import."""
        if self.encoding in GUESSED:
            problems.warn(
                "encoding",
                0,
                f"Read as {self.encoding.upper()}, because the text makes sense that way.",
            )
            _report_mixture(self, problems)
        elif self.encoding.startswith(("utf-16", "utf-32")):
            problems.note("encoding", 0, f"Read as {self.encoding.upper()}.")
        line = self.damaged_line
        if not line and "\ufffd" in self.text:
            line = self.text.count("\n", 0, self.text.index("\ufffd")) + 1
        if line:
            problems.warn(
                "damaged-text",
                line,
                "Characters were lost before this file came here; each shows as \ufffd.",
            )
        if found := find_mojibake(self.text):
            problems.warn(
                "damaged-text",
                self.text.count("\n", 0, found.start) + 1,
                f"“{found.shown[:_SHOWN]}” may be “{found.meant[:_SHOWN]}”, decoded in a "
                "wrong encoding and encoded again: take the file from where it is whole, "
                "or convert it back. It was read as it stands.",
            )


def encode(text: str, encoding: str) -> bytes:
    """Encode a text as ``decode`` named its encoding, with the byte order mark."""
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    errors = "surrogateescape" if codec == "utf-8" else "strict"
    return _MARKS.get(encoding, b"") + text.encode(codec, errors)


def decode(content: bytes) -> Decoded:
    """Decode bytes by their mark, as UTF-8, or as plausible Chinese.

    Raises ``Refused`` for a binary file, or if no encoding is certain.
    """
    _refuse_binary(content)
    decoded = _by_mark(content) or _as_utf_8(content) or _as_legacy(content)
    if decoded is None:
        _refuse(content)
    return decoded


def _refuse_binary(content: bytes) -> None:
    is_wide = content.startswith(_WIDE_MARKS)
    head = content[:65536]
    odd = 0 if is_wide else len(_CONTROLS.findall(head))
    if content.startswith(_SIGNATURES) or odd > 4 + len(head) / 20:
        raise Refused(
            "binary",
            0,
            "This is no text but a binary file (a picture, a document, an archive?): "
            "give it its own ending, or save it as text.",
        )


def _by_mark(content: bytes) -> Decoded | None:
    for encoding, mark in _MARKS.items():
        if content.startswith(mark):
            if encoding == "utf-8-sig":
                return _as_utf_8(content[len(mark) :], encoding)
            if exact := _exact(content[len(mark) :], encoding, mark):
                return exact
    return None


def _exact(content: bytes, encoding: str, mark: bytes = b"") -> Decoded | None:
    """Decode the text, but only if it gives the same bytes again."""
    try:
        text = content.decode(encoding)
        same = encode(text, encoding) == mark + content
    except UnicodeError:
        return None
    return Decoded(text, encoding) if same else None


def _as_utf_8(content: bytes, encoding: str = "utf-8") -> Decoded | None:
    """Decode UTF-8, even if a few bytes are damaged, as by a cut in mid-character."""
    try:
        return Decoded(content.decode("utf-8"), encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
    text = content.decode("utf-8", "surrogateescape")
    readable = len(content.decode("utf-8", "ignore"))
    damaged = len(text) - readable
    whole = readable - len(content.translate(None, _NOT_ASCII))
    return Decoded(text, encoding, line) if whole >= 10 * damaged else None


def _as_legacy(content: bytes) -> Decoded | None:
    """Decode GB18030 or Big5, if only one of them reads like Chinese."""
    readings = (
        next(filter(None, (_exact(content, name) for name in family)), None)
        for family in _LEGACY
    )
    return _most_plausible(filter(None, readings))


def _most_plausible(readings: Iterable[Decoded]) -> Decoded | None:
    scored = sorted(
        ((_score(reading.text), reading) for reading in readings),
        key=lambda pair: -pair[0],
    )
    if not scored or scored[0][0] <= 0:
        return None
    if len(scored) == 2 and scored[0][0] - scored[1][0] < 0.25:
        return None
    return scored[0][1]


def _score(text: str) -> float:
    """Return the plausibility, or -1 if there is too little to judge."""
    sample = "".join(re.findall(r".?[^\x00-\x7f]+.?", text)[:_SAMPLE])[: 2 * _SAMPLE]
    count = sum(1 for char in sample if char > "\x7f")
    score = plausibility(sample)
    needed = 0.6 if count >= 20 else 0.5 if count >= 4 else 0.75
    return score if count >= 2 and score >= needed else -1.0


def _refuse(content: bytes) -> NoReturn:
    start = _bad_byte(content, "utf-8")
    what = (
        f"Byte 0x{content[start]:02x} is not UTF-8, and the file does not read as "
        "GB18030 or Big5 either: find out its encoding and convert it (what is in "
        "French or German, say, by iconv -f LATIN1 -t UTF-8)."
    )
    readable = (
        Decoded(content.decode(family[0], "ignore"), family[0]) for family in _LEGACY
    )
    if damaged := _most_plausible(readable):
        start = _bad_byte(content, damaged.encoding)
        name = damaged.encoding.upper()
        what = (
            f"The file reads as {name}, but some bytes of it are lost, such as the end "
            "of a character where it was cut off: copy it again, or convert what is "
            f"left (iconv -c -f {name} -t UTF-8)."
        )
    raise Refused("not-utf-8", content.count(b"\n", 0, start) + 1, what)


def _bad_byte(content: bytes, encoding: str) -> int:
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _report_mixture(decoded: Decoded, problems: Problems) -> None:
    """Report two encodings in one file: they give characters that no font has."""
    if found := _PRIVATE.search(decoded.text):
        problems.warn(
            "damaged-text",
            decoded.text.count("\n", 0, found.start()) + 1,
            f"U+{ord(found[0]):04X} is no character that people write: this line may be in "
            "another encoding than the rest. Save the whole file as UTF-8.",
        )
