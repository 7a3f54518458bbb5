"""Fold a text to one spelling and cut it into tokens, for the index and for queries alike.

Folding goes character by character (``variants.engine.folding``): any piece of a text folds
to a piece of the folded text, so whatever stands in a text can be found.

A run of Han characters ``ABCD`` becomes the pairs ``AB BC CD``. Where it touches a word or
number, its outermost character stands between as well: ``5月份`` is ``5 月 月份``, so that
``5月`` is found in it as a phrase. The same goes for kana and hangul, which have no spaces
either. Letters and digits are words of their own: ``S&P500`` and ``S&P 500`` are both
``s p 500``.

Signs are no tokens. A run of Han goes on behind a middle dot, a dash, a quotation mark or a
bracket, which people set or leave out (史蒂芬·霍金, “碳中和”目标), and ends where a clause
ends, or at a space: that pairs would reach from one clause into the next makes words
that nobody wrote.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add

from articles.variants.engine import fold_han

HAN = (
    "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# Of folded signs this one stands within a run of Han, a space ends it.
JOINT = "-"
RUN = re.compile(f"([{HAN}]+(?:{JOINT}+[{HAN}]+)*)|([^\\W\\d_{HAN}]+|\\d+)")
_HAN_CHARACTER = re.compile(f"[{HAN}]")
# A longer one is an address or noise; no index takes words without end.
_WORD_LENGTH = 60
_CLAUSE_ENDS = frozenset(",;:!?。…⋯‥")
# Accents on their own, soft hyphens, joiners.
_WITHIN_WORDS = frozenset(["Mn", "Cf"])
# Punctuation and what is written like it: 中+美, 京~沪, 中|美.
_JOINTS = frozenset(["Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sk", "Sm"])


class _FoldedCharacters(dict[int, str]):
    """Each character's folded form, computed when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


_FOLDED = _FoldedCharacters()


def fold(text: str) -> str:
    """Return half width, lower case, one script, without accents; of signs those that end
    a clause become spaces, others ``JOINT``.

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
    if unicodedata.category(char) == "Cs":
        return " "
    folded = unicodedata.normalize("NFKC", char).casefold()
    plain = [one for one in folded if unicodedata.category(one) not in _WITHIN_WORDS]
    if plain and not any(map(str.isalnum, plain)):
        return _fold_sign(char)
    return "".join(map(_fold_plain, plain))


def _fold_plain(char: str) -> str:
    if (folded := fold_han(char)) != char:
        return folded
    # Accents, and the voicing of kana: on its own or of half width it is a mark too.
    apart = unicodedata.normalize("NFD", char)
    if all(unicodedata.category(mark) == "Mn" for mark in apart[1:]):
        char = apart[0]
    return char if char.isalnum() else _fold_sign(char)


def _fold_sign(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign)
    ends_clause = not _CLAUSE_ENDS.isdisjoint(f"{sign}{plain}")
    if ends_clause or unicodedata.category(sign) not in _JOINTS:
        return " "
    return JOINT


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
        if JOINT in han:
            han = han.replace(JOINT, "")
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
    runs = " ".join(found[0] for found in RUN.finditer(fold(text)))
    return runs.replace(JOINT, "")


def as_written(text: str) -> str:
    """Return ``spelled(text)`` with the Han characters that the text has: as long, for
    people to read."""
    folded, offsets = fold_with_offsets(text)
    return " ".join(
        "".join(
            text[offset] if _HAN_CHARACTER.match(text[offset]) else char
            for char, offset in zip(run[0], offsets[slice(*run.span())], strict=True)
            if char != JOINT
        )
        for run in RUN.finditer(folded)
    )


def characters_in(folded: str) -> set[str]:
    # Of a few hundred different characters, each is tried once.
    return set(_HAN_CHARACTER.findall("".join(set(folded))))


def is_character(token: str) -> bool:
    """Say whether a token is a single Han character."""
    return len(token) == 1 and bool(_HAN_CHARACTER.match(token))
