"""Tell the script of a text from the characters that only one script uses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from articles.choices import Language
from articles.variants.engine.marks import find_marks, without_code
from articles.variants.engine.opencc import foreign_to
from articles.variants.engine.protected import protected_spans
from articles.variants.engine.traditional_region import CANTONESE, region_of

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30fa]")

# A quotation in the other script does not make a text mixed; more than this does.
MIXED_SHARE = 0.1
# One character may be a slip; a text that is in a script shows two.
FEWEST_OF_A_SCRIPT = 2
# Long texts say no more about their script than their beginning does.
SAMPLE = 20_000
_REGIONS: dict[str, Language] = {
    Language.TAIWAN: Language.HONG_KONG,
    Language.HONG_KONG: Language.TAIWAN,
}
# In Markdown, what readers do not see as text: targets of links, tags, shortcodes.
_NO_WORDS = re.compile(
    r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*|\[[^\[\]\n]*\](?!\()(?::\s*\S+)?"
    r"|</?[A-Za-z][^<>]*>|\{\{[^{}]*\}\}|\{%[^{}]*%\}",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Script:
    """The script that a text shows.

    ``language`` is empty where the text is not Chinese at all, and Simplified, not
    certain, where every character belongs to both scripts. Taiwan stands for Traditional
    in general, as it does for ``zh-Hant``: ``is_region_certain`` where the text shows its
    region. ``own`` and ``other`` count the characters that one script alone has.
    """

    language: str
    own: int = 0
    other: int = 0
    minority: str = ""  # The characters of the other script, for the warning.
    is_region_certain: bool = False

    @property
    def is_certain(self) -> bool:
        return self.own > 0

    @property
    def is_mixed(self) -> bool:
        return self.other > 1 and not self._is_nearly_all

    @property
    def is_whole(self) -> bool:
        """True where hardly anything is in the other script; one character may be a slip."""
        return self.own >= FEWEST_OF_A_SCRIPT and self._is_nearly_all

    @property
    def _is_nearly_all(self) -> bool:
        return self.other <= MIXED_SHARE * (self.own + self.other)


# An import tells the language of a text, and then whether it shows another script.
@lru_cache(maxsize=8)
def detect_script(text: str) -> Script:
    """Tell Simplified, Taiwan and Hong Kong Traditional apart. Japanese is not Chinese."""
    sample = text[:SAMPLE].encode("utf-8", "replace").decode()
    chinese = "".join(HAN.findall(sample))
    if not chinese or len(KANA.findall(sample)) > len(chinese) / 10:
        return Script("")
    simplified = foreign_to(Language.TAIWAN).findall(chinese)
    traditional = foreign_to(Language.SIMPLIFIED).findall(chinese)
    if not simplified and not traditional and not CANTONESE.isdisjoint(chinese):
        return Script(Language.HONG_KONG, is_region_certain=True)
    is_simplified = len(simplified) >= len(traditional)
    region = None if is_simplified else region_of(sample)
    fewer, more = sorted((simplified, traditional), key=len)
    return Script(
        Language.SIMPLIFIED if is_simplified else region or Language.TAIWAN,
        len(more),
        len(fewer),
        "".join(dict.fromkeys(fewer))[:20],
        is_region_certain=region is not None,
    )


def source_of(text: str, declared: str, target: str) -> str:
    """Name the language to read a text in that was declared as ``declared``.

    It is the declared one unless most of the text is in the other script. On the page of
    the language that it was declared in (``target``) all of it has to be: what slipped in
    stays as it was written.
    """
    script = detect_script(_without_marks(text))
    if script.own < FEWEST_OF_A_SCRIPT or script.language[:7] == declared[:7]:
        return declared
    return declared if target == declared and not script.is_whole else script.language


def _without_marks(text: str) -> str:
    """Leave out what a mark keeps or prints: it may be in any script."""
    if "-{" not in text:
        return text
    kept = []
    done = 0
    for mark in find_marks(text):
        kept.append(text[done : mark.start])
        done = mark.end
    return "".join([*kept, text[done:]])


def any_in_other_script(texts: Iterable[str], language: str) -> bool:
    """Return whether readers of some variant get one of the texts from the other script."""
    if not language.startswith("zh-"):
        return False
    return any(source_of(text, language, "") != language for text in texts)


def source_to_convert(text: str, target: str) -> str | None:
    """Name the language to convert a text of unknown script from; None to leave it."""
    script = detect_script(text)
    source = script.language
    if target in _REGIONS and source in _REGIONS and not script.is_region_certain:
        source = _REGIONS[target]  # It may hold words of that region.
    return source if source and (source != target or "-{" in text) else None


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
    if language not in (Language.SIMPLIFIED, *_REGIONS):
        return []
    found = foreign_to(language).finditer(text)
    return [Misplaced(at.start(), at[0]) for at in found]


def convertible_text(text: str, *, is_markdown: bool = False) -> str:
    """Blank, in place, all that no conversion touches: marks, addresses, Japanese.

    In Markdown code and the mark-up go too.
    """
    if is_markdown:
        text = _NO_WORDS.sub(lambda found: " " * len(found[0]), without_code(text))
    characters = list(text)
    marks = (m for m in find_marks(text) if not m.is_escape and not m.fault)
    for start, end in [*((m.start, m.end) for m in marks), *protected_spans(text)]:
        characters[start:end] = " " * (end - start)
    return "".join(characters)
