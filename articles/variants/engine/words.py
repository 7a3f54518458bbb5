"""Cut Simplified text into words, by jieba's dictionary and our lexicon.

``rjieba`` is the binding of jieba-rs. What is asked about a word is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from threading import Lock
from types import ModuleType
from typing import TypeVar

from articles.variants.engine.folding import fold_han
from articles.variants.engine.lexicon import lexicon

Found = TypeVar("Found")

# News repeats its words: some 40,000 in a million characters, 200 bytes each.
_KEPT_WORDS = 50_000
# A longer word is an address, or a paragraph that knows no spaces.
_LONGEST_KEPT = 12
# What jieba calls the kinds of our lexicon.
_CLASSES = {
    "place": "ns",
    "company": "nz",
    "foreign": "nrt",
    "person": "nr",
    "word": "n",
}
_loading = Lock()


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
def _with_lexicon() -> ModuleType:
    # Most processes, and all commands but a few, convert nothing.
    import rjieba

    for entry in lexicon().values():
        # Without a frequency, the lowest at which the word is not cut.
        rjieba.add_word(entry.simplified, None, _CLASSES[entry.kind])
    return rjieba


def _jieba() -> ModuleType:
    """Load jieba's dictionary and our lexicon: 100 ms and 33 MB, once a process."""
    # Adding a word while another thread cuts raises.
    with _loading:
        return _with_lexicon()


def cut(text: str) -> list[str]:
    """Cut a text into words, which joined give it again.

    Whatever is not Chinese, a letter or a digit separates words.
    """
    words: list[str] = _jieba().cut(text)
    return words


def cut_words(text: str) -> list[str]:
    """Cut a text in either script into its words, which joined give it again."""
    folded = "".join(map(fold_han, text))
    if len(folded) != len(text):  # A character that folds to several.
        folded = text
    words, done = [], 0
    for word in cut(folded):
        words.append(text[done : done + len(word)])
        done += len(word)
    return words


def known_words(text: str) -> list[str]:
    """Cut a text into words of the dictionary; what it does not know, into characters."""
    words: list[str] = _jieba().cut(text, hmm=False)
    return words


@cache
def word_classes() -> dict[str, str]:
    """Give jieba's class of a word, such as ``nr`` for a person; ``x`` if it is none.

    A dictionary that fills on demand. Words that jieba does not know have a class too:
    it tells names from their characters.
    """
    jieba = _jieba()

    def class_of(word: str) -> str:
        tagged = jieba.tag(word)
        return str(tagged[0][1]) if len(tagged) == 1 else "x"

    return WordCache(class_of)


def proper_nouns(text: str) -> list[str]:
    """Return the names of people, places, companies and the like in a text, in order."""
    tagged: list[tuple[str, str]] = _jieba().tag(text)
    return [word for word, kind in tagged if kind.startswith(("nr", "ns", "nt", "nz"))]


def is_in_dictionary(word: str) -> bool:
    """Return whether a word stands in jieba's dictionary or in our lexicon."""
    return bool(_jieba().has_word(word))
