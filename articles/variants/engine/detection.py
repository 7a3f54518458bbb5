"""Tell the script of a text from the characters that only one script uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress, filterfalse
from operator import ne

from articles.choices import Language
from articles.variants.engine.marks import find_marks
from articles.variants.engine.opencc import converter, foreign_to, is_regional
from articles.variants.engine.protected import protected_spans

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30fa]")

# A quotation in the other script does not make a text mixed; more than this does.
MIXED_SHARE = 0.1
# Long texts say no more about their script than their beginning does.
SAMPLE = 20_000


@dataclass(frozen=True)
class Script:
    """The script that a text shows.

    ``language`` is empty where the text is not Chinese at all, and Simplified, not
    certain, where every character belongs to both scripts.
    """

    language: str
    is_certain: bool = False
    is_mixed: bool = False
    minority: str = ""  # The characters of the other script, for the warning.


def detect_script(text: str) -> Script:
    """Tell Simplified, Taiwan and Hong Kong Traditional apart.

    Counts the characters that conversion to the other script would change.
    Japanese is not Chinese.
    """
    sample = text[:SAMPLE].encode("utf-8", "replace").decode()
    chinese = "".join(HAN.findall(sample))
    if not chinese or len(KANA.findall(sample)) > len(chinese) / 10:
        return Script("")
    # 税 户 台 are Simplified, and the printed standard of a Traditional region too.
    only_simplified = filterfalse(is_regional, _changed(chinese, "s2t"))
    traditional = "".join(_changed(chinese, "t2s"))
    if not traditional:  # Most texts, and one character tells.
        return Script(Language.SIMPLIFIED, is_certain=any(only_simplified))
    simplified = "".join(only_simplified)
    is_simplified = len(simplified) >= len(traditional)
    fewer = traditional if is_simplified else simplified
    language = Language.SIMPLIFIED if is_simplified else _region(chinese)
    share = len(fewer) / (len(simplified) + len(traditional))
    is_mixed = len(fewer) > 1 and share > MIXED_SHARE
    minority = "".join(dict.fromkeys(fewer))[:20]
    return Script(language, True, is_mixed, minority)


def script_in(text: str, language: str) -> str:
    """Name the language that a text declared as ``language`` is written in.

    It is the declared one unless the text shows another script for certain.
    """
    script = detect_script(text)
    is_other = script.is_certain and script.language[:7] != language[:7]
    return script.language if is_other else language


def any_in_other_script(texts: Iterable[str], language: str) -> bool:
    """Return whether one of the texts is not, or not all, in the script of their language."""
    if not language.startswith("zh-"):
        return False
    foreign, _table = foreign_to(language)
    return any(
        foreign.search(text) or script_in(text, language) != language for text in texts
    )


def source_to_convert(text: str, target: str) -> str | None:
    """Name the language to convert a text of unknown script from; None to leave it."""
    source = detect_script(text).language
    if source == target == Language.TAIWAN and _fits_both_regions(text):
        source = Language.HONG_KONG  # Its characters do not tell; its words may.
    is_other = source != target or any_in_other_script([text], source)
    return source if source and (is_other or "-{" in text) else None


@dataclass(frozen=True)
class Misplaced:
    """A character of the other script, at ``start`` of the text."""

    start: int
    char: str


def misplaced(text: str, language: str) -> list[Misplaced]:
    """Find the characters of the other script in a text declared as ``language``.

    Finds the one character that a headline hides, in an English sentence too, where
    ``detect_script`` sees only that there is more of something else.
    """
    if language == Language.SIMPLIFIED:
        safe = text.encode("utf-8", "replace").decode().replace("\x00", " ")
        simplified = str(converter("t2s").convert(safe))
        if len(simplified) != len(safe):
            simplified = "".join(str(converter("t2s").convert(char)) for char in safe)
        pairs = enumerate(zip(safe, simplified, strict=True))
        return [Misplaced(at, char) for at, (char, other) in pairs if char != other]
    if language in (Language.TAIWAN, Language.HONG_KONG):
        foreign, _table = foreign_to(language)
        return [Misplaced(at.start(), at[0]) for at in foreign.finditer(text)]
    return []


def convertible_text(text: str) -> str:
    """Blank, in place, all that no conversion touches: marks, addresses, Japanese."""
    characters = list(text)
    marks = (m for m in find_marks(text) if not m.is_escape and not m.fault)
    for start, end in [*((m.start, m.end) for m in marks), *protected_spans(text)]:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def _changed(text: str, config: str) -> Iterator[str]:
    """Find lazily, in order, the characters that a conversion would replace."""
    convert = converter(config).convert
    converted = convert(text)
    if converted == text:
        return iter(())
    if len(converted) != len(text):  # A phrase changed its length: count by character.
        return (char for char in text if convert(char) != char)
    return compress(text, map(ne, text, converted))


def _fits_both_regions(text: str) -> bool:
    """Return whether a Traditional text is as good in Taiwan as in Hong Kong."""
    taiwan, hong_kong = _changes_by_region(text)
    return taiwan == hong_kong


def _region(text: str) -> Language:
    """Choose Taiwan unless the Hong Kong standard would change less."""
    taiwan, hong_kong = _changes_by_region(text)
    return Language.HONG_KONG if hong_kong < taiwan else Language.TAIWAN


def _changes_by_region(text: str) -> tuple[int, int]:
    taiwan, hong_kong = (len([*_changed(text, c)]) for c in ("t2tw", "t2hk"))
    return taiwan, hong_kong
