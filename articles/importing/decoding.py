"""Bytes to text."""

from __future__ import annotations

import codecs

from articles.importing.outcomes import Refused

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(content: bytes) -> str:
    """The text of a UTF-8 file, without its byte order mark; line ends as they are.

    Raises ``Refused`` with the line of the first byte that is not UTF-8.
    """
    if content.startswith(_UTF_16):
        raise Refused(
            "not-utf-8", 1, "The file is UTF-16: convert it to UTF-8 (iconv -f UTF-16)."
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        byte = content[error.start]
        raise Refused(
            "not-utf-8",
            line,
            f"Byte 0x{byte:02x} is not UTF-8: find out the encoding (often GB18030 "
            "or Big5) and convert the file (iconv -f GB18030 -t UTF-8).",
        ) from None
    if not text.strip():
        raise Refused("empty", 0, "The file is empty: nothing to import.")
    return text
