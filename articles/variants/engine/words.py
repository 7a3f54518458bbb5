"""Cut Simplified text into words; what is asked about a word is remembered."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import TypeVar

Found = TypeVar("Found")

# News repeats its words: some 40,000 in a million characters, 200 bytes each.
_KEPT_WORDS = 50_000
# A longer word is an address, or a paragraph that knows no spaces.
_LONGEST_KEPT = 12


class WordCache(dict[str, Found]):
    """A dictionary that asks a function for each word it does not hold yet."""

    def __init__(self, find: Callable[[str], Found]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, word: str) -> Found:
        found = self._find(word)
        if len(word) <= _LONGEST_KEPT:
            if len(self) >= _KEPT_WORDS:
                self.clear()
            self[word] = found
        return found


@cache
def _segmenter() -> ModuleType:
    # Most processes, and all commands but a few, convert nothing.
    from articles.variants.engine import segmenter

    return segmenter


def cut(text: str) -> list[str]:
    """Cut a text into words, which joined give it again."""
    words: list[str] = _segmenter().cut(text)
    return words


def known_words(text: str) -> list[str]:
    """Cut a text into words of jieba's dictionary; what it does not know, into characters."""
    words: list[str] = _segmenter().cut_known(text)
    return words


@cache
def word_classes() -> dict[str, str]:
    """Give jieba's class of a word, as a dictionary that fills on demand."""
    return WordCache(_segmenter().class_of)


def is_in_dictionary(word: str) -> bool:
    """Return whether a word stands in jieba's dictionary or in our lexicon."""
    return bool(_segmenter().is_in_dictionary(word))
