"""Fold a text to one spelling and cut it into tokens, for the index and for queries alike.

Folding goes character by character, and never by a character's neighbours as OpenCC's
phrases do: any piece of a text folds to a piece of the folded text, so whatever stands in a
text can be found.

A run of Han characters ``ABCD`` becomes the pairs ``AB BC CD``. Where it touches a word or
number, its outermost character stands between as well: ``5月份`` is ``5 月 月份``, so that
``5月`` is found in it as a phrase. The same goes for kana and hangul, which have no spaces
either. Letters and digits are words of their own: ``S&P500`` and ``S&P 500`` are both
``s p 500``.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add

from articles.variants.engine import converter

# From the standards of Taiwan and Hong Kong to OpenCC's own, and on to Simplified:
# where they disagree (着 and 著, 台 and 臺), the spellings come to one.
_TO_SIMPLIFIED = ("tw2t", "hk2t", "t2s")
_HAN_BLOCKS = (range(0x3400, 0xA000), range(0xF900, 0xFB00), range(0x20000, 0x40000))

HAN = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
RUN = re.compile(f"([{HAN}]+)|([^\\W\\d_{HAN}]+|\\d+)")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
# A longer one is an address or noise; no index takes words without end.
_WORD_LENGTH = 60


class _FoldedCharacters(dict[int, str]):
    """Each character's folded form, computed when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDED = _FoldedCharacters()


def fold(text: str) -> str:
    """Return half width, lower case, Simplified, without accents; signs become spaces.

    Never raises: what no database stores, such as a lone surrogate, is a sign too.
    """
    return text.translate(_FOLDED)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters the offset in ``text`` that
    it comes from."""
    pieces = [_FOLDED[ord(char)] for char in text]
    offsets = [offset for offset, piece in enumerate(pieces) for _char in piece]
    return "".join(pieces), offsets


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


def tokenise(text: str) -> list[str]:
    """Return the tokens of a text in order.

    The tokens of a query stand side by side in each text that holds it. A single Han
    character has one token, itself.
    """
    return tokenise_folded(fold(text))


def tokenise_folded(folded: str) -> list[str]:
    tokens: list[str] = []
    last, is_after_word = "", False
    for han, word in RUN.findall(folded):
        if word:
            if len(last) > 1:
                tokens.append(last[-1])
            tokens.append(word[:_WORD_LENGTH])
        elif len(han) == 1:
            tokens.append(han)
        else:
            if is_after_word:
                tokens.append(han[0])
            tokens += map(add, han, han[1:])
        last, is_after_word = han, bool(word)
    return tokens


def spelled(text: str) -> str:
    """Return one spelling of all texts with the same tokens: S&P500 is ``s p 500``."""
    return " ".join(found[0] for found in RUN.finditer(fold(text)))


def characters_in(folded: str) -> set[str]:
    return set(_HAN_CHARACTER.findall(folded))


def is_character(token: str) -> bool:
    """Say whether a token is a single Han character."""
    return len(token) == 1 and bool(_HAN_CHARACTER.match(token))
