"""Find the word that a character belongs to, for a term that is to be made of it."""

from __future__ import annotations

import re
from itertools import accumulate, pairwise

from articles.choices import Language
from articles.variants.engine.folding import fold_han
from articles.variants.engine.words import cut, word_classes

# jieba looks no further, and a sentence may be a megabyte.
_AROUND = 30
_BEFORE = re.compile(r"[^\W_]*\Z")
_AFTER = re.compile(r"[^\W_]*")
_IS_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
# A lone adverb, preposition, number, pronoun or verb belongs to what follows (只做, 于北京),
# anything else to what stands before it (房间里, 会议后).
_LEANS_FORWARD = frozenset("dpmrv")


def words_touched(
    text: str, start: int, end: int, language: str
) -> list[tuple[int, int]]:
    """Return the bounds of the words that a stretch of a plain text touches, in order.

    ``language`` is the text's.
    """
    bounds, touched = _words_near(text, start, end, language)
    return [bounds[n] for n in touched]


def word_around(text: str, start: int, end: int, language: str) -> tuple[int, int]:
    """Widen a stretch of a plain text to the words that it touches; return their bounds.

    A word of one character takes its neighbour along, if that is Chinese: as a term it
    would match everywhere.
    """
    bounds, touched = _words_near(text, start, end, language)
    if not touched:
        return start, end
    left, right = touched[0], touched[-1]
    if bounds[right][1] - bounds[left][0] == 1:
        left, right = _with_neighbour([text[a:b] for a, b in bounds], left)
    return bounds[left][0], bounds[right][1]


def _words_near(
    text: str, start: int, end: int, language: str
) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the bounds of the words near a stretch, and which of them it touches."""
    before = _BEFORE.search(text[max(start - _AROUND, 0) : start])
    after = _AFTER.match(text[end : end + _AROUND])
    first = start - len(before[0] if before else "")
    clause = text[first : end + len(after[0] if after else "")]
    if language != Language.SIMPLIFIED:
        # Character by character, for jieba knows the words of Simplified.
        clause = "".join(map(fold_han, clause))
    ends = accumulate(map(len, cut(clause)))
    bounds = list(pairwise([first, *(first + end for end in ends)]))
    return bounds, [n for n, (a, b) in enumerate(bounds) if a < end and b > start]


def _with_neighbour(words: list[str], at: int) -> tuple[int, int]:
    has_before = at > 0 and bool(_IS_HAN.fullmatch(words[at - 1]))
    has_after = at + 1 < len(words) and bool(_IS_HAN.fullmatch(words[at + 1]))
    leans_forward = word_classes()[words[at]][:1] in _LEANS_FORWARD
    if has_after and (leans_forward or not has_before):
        return at, at + 1
    return (at - 1, at) if has_before else (at, at)
