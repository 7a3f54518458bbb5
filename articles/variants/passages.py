"""Chinese and Japanese passages of a text in another language, named as what they are.

Who reads aloud must know the language, and fonts draw one character in several ways.
"""

from __future__ import annotations

import re

from articles.choices import Language
from articles.variants.convert import foreign_to
from articles.variants.detect import KANA, detect_script
from articles.variants.marks import find_marks
from articles.variants.regions import Nodes, read_page

# Languages that are written in these characters themselves.
_OWN = frozenset(["zh", "yue", "lzh", "ja", "ko"])
_CHARACTERS = (
    "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_PASSAGE = re.compile(
    f"[{_CHARACTERS}](?:[\u3001-\u3003\u3008-\u3011，．：；！？（）…—]*[{_CHARACTERS}])*"
)


def name_passages(markup: str, language: str) -> str:
    """Put sanitised HTML's passages in Han characters into ``<span lang="…">``.

    ``language`` is what the whole is written in. Code, attributes, marks and what names
    its language itself stay. Gives ``markup`` if there is nothing to name.
    """
    if markup.isascii() or language.partition("-")[0].lower() in _OWN:
        return markup
    passages = _PASSAGE.findall(markup)
    if not passages:
        return markup
    # 中国 is in either script: what stands in the same text tells.
    script = detect_script("".join(passages))
    # A few words do not tell Taiwan from Hong Kong.
    usual = script.language[:7] if script.is_certain else "zh"
    page = read_page(markup, language)
    for home in page.texts[language].homes:
        places = home.places if isinstance(home, Nodes) else [home]
        for place in places:
            if isinstance(place, int) and place >= 0:
                page.parts[place] = _named(page.parts[place], usual)
    return "".join(page.parts)


def _named(text: str, usual: str) -> str:
    named: list[str] = []
    done = 0
    for mark in find_marks(text):
        # A rule is plain text.
        named += (
            _outside_marks(text[done : mark.start], usual),
            text[mark.start : mark.end],
        )
        done = mark.end
    return "".join([*named, _outside_marks(text[done:], usual)])


def _outside_marks(text: str, usual: str) -> str:
    return _PASSAGE.sub(
        lambda found: f'<span lang="{_language_of(found[0], usual)}">{found[0]}</span>',
        text,
    )


def _language_of(passage: str, usual: str) -> str:
    if KANA.search(passage) and not detect_script(passage).language:
        return "ja"
    # By hand: ``detect_script`` counts and takes thirty times as long.
    is_simplified = foreign_to(Language.TAIWAN)[0].search(passage)
    is_traditional = foreign_to(Language.SIMPLIFIED)[0].search(passage)
    if bool(is_simplified) == bool(is_traditional):
        return usual
    return "zh-Hans" if is_simplified else "zh-Hant"
