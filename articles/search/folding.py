"""One spelling in which what readers type and what stands in a text meet.

Character by character, and never by its neighbours as OpenCC's phrases go: any piece of a
text folds to a piece of the folded text, so whatever stands in a text can be found.
"""

from __future__ import annotations

import unicodedata

from articles.variants.engine import converter

# From the standards of Taiwan and Hong Kong to OpenCC's own, and on to Simplified:
# where they disagree (着 and 著, 台 and 臺), the spellings come to one.
_TO_SIMPLIFIED = ("tw2t", "hk2t", "t2s")
_HAN_BLOCKS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x40000))


class _Folded(dict[int, str]):
    """What each character becomes; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Half width, lower case, Simplified, without accents; signs become spaces.

    Never raises: what no database stores, such as a lone surrogate, is a sign too.
    """
    return text.translate(_FOLDED)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters which one of ``text`` it is from."""
    pieces = [_FOLDED[ord(char)] for char in text]
    places = [place for place, piece in enumerate(pieces) for _char in piece]
    return "".join(pieces), places


def _fold_character(char: str) -> str:
    category = unicodedata.category(char)
    if category in {"Mn", "Cf"}:  # Accents on their own, soft hyphens, joiners.
        return ""
    folded = unicodedata.normalize("NFKC", char).casefold()
    return "".join(map(_fold_plain, folded)) if category != "Cs" else " "


def _fold_plain(char: str) -> str:
    if any(ord(char) in block for block in _HAN_BLOCKS):
        for config in _TO_SIMPLIFIED:
            char = str(converter(config).convert(char))
        return char
    if unicodedata.category(char) == "Mn":
        return ""
    # Accents, and the voicing of kana: on its own or of half width it is a mark too.
    apart = unicodedata.normalize("NFD", char)
    if all(unicodedata.category(mark) == "Mn" for mark in apart[1:]):
        char = apart[0]
    return char if char.isalnum() else " "
