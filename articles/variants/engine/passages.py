"""Name the language of Chinese and Japanese passages in a text of another language.

Who reads aloud must know the language, and fonts draw one character in several ways.
"""

from __future__ import annotations

import re

from articles.choices import Language
from articles.variants.engine.detection import KANA, detect_script
from articles.variants.engine.marks import Mark, find_marks
from articles.variants.engine.opencc import foreign_to
from articles.variants.engine.regions import Nodes, read_page

# Languages that are written in these characters themselves.
_OWN = frozenset(["zh", "yue", "lzh", "ja", "ko"])
_CHARACTERS = (
    "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_PASSAGE = re.compile(
    f"[{_CHARACTERS}](?:[\u3001-\u3003\u3008-\u3011，．：；！？（）…—]*[{_CHARACTERS}])*"
)


def is_readable_in(text: str, language: str) -> bool:
    """Tell whether readers of a language can read a text: names in Latin letters stand in
    texts of all, Han characters only in those that are written in them."""
    is_own = language.partition("-")[0].lower() in _OWN
    return is_own or _PASSAGE.search(text) is None


def name_passages(markup: str, language: str) -> str:
    """Put sanitised HTML's passages in Han characters into ``<span lang="…">``.

    ``language`` is what the whole is written in. Code, attributes, rules and what names
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
        written = text[mark.start : mark.end]
        named += (
            _passages_named(text[done : mark.start], usual),
            _mark(mark, written, usual),
        )
        done = mark.end
    return "".join([*named, _passages_named(text[done:], usual)])


def _mark(mark: Mark, written: str, usual: str) -> str:
    if not mark.leaves_alone:
        return written  # A rule is plain text.
    if _PASSAGE.fullmatch(mark.content):
        # Around the mark, which so still keeps the words from any conversion.
        return _span(written, _language_of(mark.content, usual))
    return f"-{{{_passages_named(mark.content, usual)}}}-"


def _passages_named(text: str, usual: str) -> str:
    return _PASSAGE.sub(
        lambda found: _span(found[0], _language_of(found[0], usual)), text
    )


def _span(text: str, language: str) -> str:
    return f'<span lang="{language}">{text}</span>'


def _language_of(passage: str, usual: str) -> str:
    if KANA.search(passage) and not detect_script(passage).language:
        return "ja"
    # By hand: ``detect_script`` counts and takes thirty times as long.
    is_simplified = foreign_to(Language.TAIWAN).search(passage)
    is_traditional = foreign_to(Language.SIMPLIFIED).search(passage)
    if bool(is_simplified) == bool(is_traditional):
        return usual
    return "zh-Hans" if is_simplified else "zh-Hant"
