"""Convert Simplified text word by word, so that no phrase is read across two words.

OpenCC takes the longest phrase from the left: of 基金发行 it takes 金发, golden hair. Cut
into words first, 基金 and 发行, each is converted alone. jieba's dictionary knows the words
(``rjieba``, the binding of jieba-rs).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from articles.variants.engine.opencc import script_converter

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


def cut(text: str) -> list[str]:
    """Cut a text into words, which joined give it again.

    Whatever is not Chinese, a letter or a digit separates words. The first call takes
    100 ms and 33 MB, once a process.
    """
    # Imported here: most processes, and all commands but a few, convert nothing.
    import rjieba

    words: list[str] = rjieba.cut(text)
    return words


def known_words(text: str) -> list[str]:
    """Cut a text into words of jieba's dictionary; what it does not know, into characters."""
    import rjieba

    return list(rjieba.cut(text, hmm=False))


@cache
def converted_words(source: str, target: str) -> dict[str, str]:
    """Give OpenCC's form of each word by itself, as a dictionary that fills on demand."""
    return WordCache(script_converter(source, target))


@cache
def word_classes() -> dict[str, str]:
    """Give jieba's class of a word, such as ``nr`` for a person; ``x`` if it is none.

    A dictionary that fills on demand. Words that jieba does not know have a class too:
    it tells names from their characters.
    """
    import rjieba

    def class_of(word: str) -> str:
        tagged = rjieba.tag(word)
        return str(tagged[0][1]) if len(tagged) == 1 else "x"

    return WordCache(class_of)
