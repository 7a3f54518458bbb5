"""Spell a phrase in the ways that differ from it by punctuation alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from articles.search.analysis import HAN

_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])[^\w{HAN}]+(?=[{HAN}])")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-‐‑'’](?=[^\W\d_])")
# Thousands as they are set: 1,234 and 1，234, and with a thin or unbroken space.
_IN_NUMBER = r"[,，'’\u00a0\u2009\u202f]"
_GROUPED = re.compile(
    rf"(?<!\d)(?<!\d{_IN_NUMBER})\d{{1,3}}(?:{_IN_NUMBER}\d{{3}})+(?!\d)"
)
# Of thirteen digits nobody sets the thousands apart: they are a number to call or pay to.
_UNGROUPED = re.compile(r"(?<!\d)(?<!\d[.．])\d{4,12}(?!\d)")
_THOUSANDS = re.compile(r"(?<=\d)(?=(?:\d{3})+\Z)")


def spellings(words: str) -> list[str]:
    """Return the words as they are, then with other punctuation, each once.

    Signs between Han characters stand or are left out (金·兹, 金兹), a hyphen may join two
    words to one, and thousands are set apart or not (1,234.56 and 1234.56).
    """
    found = [
        number
        for text in (words, _joined(words), _BETWEEN_HAN.sub(" ", words))
        for number in _numbers(text)
    ]
    return list(dict.fromkeys(found))


def _joined(words: str) -> str:
    return _HYPHEN.sub("", _BETWEEN_HAN.sub("", words))


def _numbers(words: str) -> Iterator[str]:
    whole = _GROUPED.sub(lambda found: re.sub(_IN_NUMBER, "", found[0]), words)
    yield words
    yield whole
    yield _UNGROUPED.sub(lambda found: _THOUSANDS.sub(",", found[0]), whole)
