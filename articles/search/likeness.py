"""Which words may be meant by one that is written wrong. Pure; all words are folded."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache, lru_cache

# Of shorter words another character makes quite another word.
_SHORTEST_OFF = 3
_SHORTEST_LATIN = 4
_CLOSE = 0.8
# A longer run is a pasted sentence, and nobody's slip.
_LONGEST_MENDED = 12


def alike(word: str, words: Iterable[str], most: int) -> list[str]:
    """The words that may be meant by this one, the likeliest first.

    Han words that sound alike come first, then those that are one character off; Latin
    ones by the letters they share.
    """
    others = [other for other in dict.fromkeys(words) if other != word]
    if word.isascii():
        return _spelled_alike(word, others, most)
    sounding = [other for other in others if sound_alike(word, other)]
    near = (other for other in others if is_one_off(word, other))
    return list(dict.fromkeys([*sounding, *near]))[:most]


def mended(run: str, names: Iterable[str]) -> Iterator[str]:
    """A run of Han characters with a piece replaced by a name that sounds like it."""
    if len(run) > _LONGEST_MENDED:
        return
    for name in names:
        for start in range(len(run) - len(name) + 1):
            end = start + len(name)
            if run[start:end] != name and sound_alike(run[start:end], name):
                yield f"{run[:start]}{name}{run[end:]}"


def sound_alike(one: str, other: str) -> bool:
    """Whether two words are said alike, whatever the tones. A character may have several
    readings: one in common is enough."""
    return len(one) == len(other) and all(map(_same_sound, one, other))


def is_one_off(one: str, other: str) -> bool:
    """Whether a character more, less or another makes one word of the other."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or len(short) < _SHORTEST_OFF - 1:
        return False
    if len(long) < _SHORTEST_OFF:
        return False
    at = next((n for n, char in enumerate(short) if char != long[n]), len(short))
    rest = short[at:] if len(short) < len(long) else short[at + 1 :]
    return rest == long[at + 1 :]


def _spelled_alike(word: str, others: Iterable[str], most: int) -> list[str]:
    if len(word) < _SHORTEST_LATIN:
        return []
    latin = (other for other in others if other.isascii())
    near = [other for other in latin if abs(len(other) - len(word)) <= 2]
    return get_close_matches(word, near, most, _CLOSE)


def _same_sound(one: str, other: str) -> bool:
    return one == other or not _sounds(one).isdisjoint(_sounds(other))


@lru_cache(maxsize=10_000)
def _sounds(char: str) -> frozenset[str]:
    """The readings of a character, without tones; none for what has no reading."""
    readings = _readings().get(ord(char), "")
    return frozenset(map(_without_tone, filter(None, readings.split(","))))


def _without_tone(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading)
    return "".join(char for char in parts if unicodedata.category(char) != "Mn")


@cache
def _readings() -> dict[int, str]:
    # Its dictionaries take 55 MB: only where nothing was found they are wanted.
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT
