"""Where a line of a Chinese headline may end: between words, never inside one.

Browsers break Chinese between any two characters, and no style makes them know words. The
same text in Traditional characters is cut as it would be in Simplified.
"""

from __future__ import annotations

from functools import lru_cache

from articles.variants.engine.words import cut_words

_NUMERALS = frozenset("〇零一二两兩三四五六七八九十百千万萬亿億")
# They lean on the word before them.
_LEANING = frozenset("的地得了着過过们們吗嗎呢吧里裡裏上下中")


@lru_cache(maxsize=4096)
def unbroken_parts(text: str) -> tuple[str, ...]:
    """Cut a text into the parts inside which no line ends; joined they give it again.

    Marks and spaces stay with the word beside them: a browser knows where those may break.
    """
    if text.isascii():
        return (text,)
    parts = [""]
    for word in cut_words(text):
        if _may_break(parts[-1], word):
            parts.append(word)
        else:
            parts[-1] += word
    return tuple(parts)


def _may_break(before: str, word: str) -> bool:
    if not before or word in _LEANING:
        return False
    last, first = before[-1], word[0]
    # A number stays with what it counts: 50个, 百亿. Nothing goes between two Latin letters.
    is_between_words = last.isalpha() and last not in _NUMERALS and first.isalnum()
    return is_between_words and not (last.isascii() and first.isascii())
