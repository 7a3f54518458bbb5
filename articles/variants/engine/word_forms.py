"""Convert Simplified text word by word, so that no phrase is read across two words.

OpenCC takes the longest phrase from the left: of 基金发行 it takes 金发, golden hair. Cut
into words first, 基金 and 发行, each is converted alone.
"""

from __future__ import annotations

from functools import cache

from articles.choices import Language
from articles.variants.engine.character_choices import BY_HABIT, BY_MEANING
from articles.variants.engine.opencc import converter, script_converter
from articles.variants.engine.proper_names import (
    is_unknown_person,
    known_characters,
)
from articles.variants.engine.words import WordCache

_CHOICES = BY_MEANING | BY_HABIT


@cache
def converted_words(source: str, target: str) -> dict[str, str]:
    """Give the form of each word by itself, as a dictionary that fills on demand.

    That is OpenCC's, except for what is known of names and of the words of the lexicon.
    """
    convert = script_converter(source, target)
    spell = converter("t2hk" if target == Language.HONG_KONG else "t2tw").convert

    def form_of(word: str) -> str:
        form = convert(word)
        if len(form) != len(word):
            return form
        if is_unknown_person(word):
            # A phrase is chance in such a name: OpenCC has 朱儁 for 朱俊.
            form = "".join(
                form[n] if char in _CHOICES else convert(char)
                for n, char in enumerate(word)
            )
        spelled = list(form)
        for offset, character in known_characters(word).items():
            spelled[offset] = spell(character)
        return "".join(spelled)

    return WordCache(form_of)
