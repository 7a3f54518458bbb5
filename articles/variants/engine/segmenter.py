"""Cut Simplified text into words, by jieba's dictionary and our lexicon.

``rjieba`` is the binding of jieba-rs. Its dictionary takes 100 ms and 33 MB, once a
process: when ``words`` first imports this module to cut something. Our words are added
here, under the lock of that import, because adding one while another thread cuts raises.
"""

from __future__ import annotations

import rjieba

from articles.variants.engine.lexicon import lexicon

# What jieba calls the kinds of our lexicon.
_CLASSES = {
    "place": "ns",
    "company": "nz",
    "foreign": "nrt",
    "person": "nr",
    "word": "n",
}

_LONGER = 100


def cut(text: str) -> list[str]:
    """Cut a text into words, which joined give it again.

    Whatever is not Chinese, a letter or a digit separates words.
    """
    words: list[str] = rjieba.cut(text)
    return words


def cut_known(text: str) -> list[str]:
    """Cut a text into words of the dictionary; what it does not know, into characters."""
    words: list[str] = rjieba.cut(text, hmm=False)
    return words


def class_of(word: str) -> str:
    """Give jieba's class of a word, such as ``nr`` for a person; ``x`` if it is none.

    Words that jieba does not know have a class too: it tells names from their characters.
    """
    tagged = rjieba.tag(word)
    return str(tagged[0][1]) if len(tagged) == 1 else "x"


def is_in_dictionary(word: str) -> bool:
    """Return whether a word stands in jieba's dictionary or in our lexicon."""
    return bool(rjieba.has_word(word))


for _entry in lexicon().values():
    # At the lowest frequency at which the word is not cut when it stands alone. A longer
    # name has a higher one, unless it begins with a preposition: 对于成龙 is 对于 and 成龙.
    _word = _entry.simplified
    _frequency = rjieba.suggest_freq(_word)
    if len(_word) > 2 and _entry.kind != "word" and _word[0] != "于":
        _frequency = max(_frequency, _LONGER)
    rjieba.add_word(_word, _frequency, _CLASSES[_entry.kind])
