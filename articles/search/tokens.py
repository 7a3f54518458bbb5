"""What is put into the index and asked of it: pairs of Han characters, and whole words.

A run of Han characters ``ABCD`` becomes ``AB BC CD``. Where it touches a word or number,
its outermost character stands between as well: ``5月份`` is ``5 月 月份``, so that ``5月``
is found in it as a phrase. The same goes for kana and hangul, which have no spaces either.
Letters and digits are words of their own: ``S&P500`` and ``S&P 500`` are both ``s p 500``.
"""

from __future__ import annotations

import re
from operator import add

from articles.search.folding import fold

HAN = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
RUN = re.compile(f"([{HAN}]+)|([^\\W\\d_{HAN}]+|\\d+)")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
# A longer one is an address or noise; no index takes words without end.
_WORD_LENGTH = 60


def tokens_of(text: str) -> list[str]:
    """The tokens of a text in order. Of a query the same: they stand in each text that
    holds it, side by side. A single Han character has one token, itself."""
    return tokens_in(fold(text))


def tokens_in(folded: str) -> list[str]:
    """As ``tokens_of``, of a folded text."""
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
    """One spelling of all texts with the same tokens: S&P500 is ``s p 500``."""
    return " ".join(found[0] for found in RUN.finditer(fold(text)))


class _Characters(dict[str, bool]):
    """Whether a character is Han; worked out when it is first met."""

    def __missing__(self, char: str) -> bool:
        known = self[char] = bool(_HAN_CHARACTER.match(char))
        return known


_IS_HAN = _Characters()


def characters_in(folded: str) -> set[str]:
    """The Han characters of a folded text: what finds a query of one character."""
    return {char for char in set(folded) if _IS_HAN[char]}


def is_character(token: str) -> bool:
    return len(token) == 1 and _IS_HAN[token]
