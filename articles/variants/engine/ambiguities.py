"""Find the characters whose form an editor should look at: 后 后/後, 干 干/乾/幹.

From Simplified these are where OpenCC and the learned choice disagree, or the latter was
nearly undecided. To Simplified they are those of a few characters that no word decided: a
probe tells, which runs OpenCC once more with a dictionary that marks them.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from opencc import OpenCC

from articles.choices import Language
from articles.variants.engine.character_choices import BY_HABIT
from articles.variants.engine.fixed_spans import Conversion
from articles.variants.engine.from_traditional import own_entries
from articles.variants.engine.gaps import decide_words, is_by_words
from articles.variants.engine.html import readable_texts
from articles.variants.engine.learned import SCALE
from articles.variants.engine.marks import definitions_in
from articles.variants.engine.opencc import converter_by, route, settings_of
from articles.variants.engine.pipeline import Converted, convert_plain
from articles.variants.engine.placeholders import FIXED
from articles.variants.engine.terms import TermBase, TermEntry
from articles.variants.engine.words import known_words

# Learned choices that lead by less were nearly undecided. On 571 real articles that
# makes 1.5 places an article, and they hold nine in ten of the errors that are left.
_NEARLY = 6 * SCALE
# A Traditional character and what it may become. Few leave a doubt: most words that hold
# one are in a dictionary, and what is left are names above all.
_ROWS = "乾干乾 藉借藉 覆覆复 徵征徵 瞭了瞭 沈沈沉 昇昇升 陞陞升 汎泛汎 鍊炼链"
_TO_SIMPLIFIED = {row[0]: row[1:] for row in _ROWS.split()}
_FIRST_MARK = 0xF0000  # A private plane: the probe's own characters.
# Rows of the house style are words of a few characters.
_STYLED_AROUND = 8
_SENTENCE_END = re.compile(r"[。！？!?…\n]+[”’」』）)]*")


@dataclass(frozen=True)
class Ambiguity:
    """One character that might have become another, at ``start`` of the text.

    ``sentence`` and ``offset`` find it again after edits elsewhere: together with the
    right one of ``alternatives`` they make a ``Choice``. ``is_answered`` if there is one.
    """

    start: int
    source: str
    chosen: str
    alternatives: tuple[str, ...]
    sentence: str
    offset: int
    is_answered: bool = False

    @property
    def key(self) -> str:
        """A short name for the place, the same as long as its sentence stands."""
        return f"{_digest(self.sentence)}-{self.offset}"


@lru_cache(maxsize=8)  # Ambiguities of one sentence come one after the other.
def _digest(sentence: str) -> str:
    return hashlib.sha256(sentence.encode("utf-8", "replace")).hexdigest()[:16]


def find_ambiguities(text: str, conversion: Conversion) -> list[Ambiguity]:
    """Find every doubt about a plain text and every place that has an answer, in order.

    Between Traditional variants there is none. For an editor's screen: it costs two
    conversions.
    """
    if not route(conversion.source, conversion.target):
        return []
    converted = convert_plain(text, conversion)
    if is_by_words(conversion):
        doubts = dict(_nearly_undecided(converted))
    elif conversion.target == Language.SIMPLIFIED:
        doubts = dict(_guessed(converted))
    else:
        return []
    sentences = list(_sentences(text))
    begins = [start for start, _sentence in sentences]
    answered = set(_answered(sentences, conversion))
    for at in answered - doubts.keys():
        doubts[at] = _choices_for(text[at], conversion)
    found = []
    for at, chosen in _printed_at(converted, sorted(doubts)):
        start, sentence = sentences[bisect_right(begins, at) - 1]
        spelled = (_spelled(converted, at, choice) for choice in doubts[at])
        others = tuple(dict.fromkeys(char for char in spelled if char != chosen))
        if others or at in answered:
            place = (sentence, at - start, at in answered)
            found.append(Ambiguity(at, text[at], chosen, others, *place))
    return found


def find_ambiguities_in_html(markup: str, conversion: Conversion) -> list[Ambiguity]:
    """Find those of a body; ``start`` counts within a readable text of it."""
    found: list[Ambiguity] = []
    defined: list[TermEntry] = []  # The latest first: it replaces the others.
    how = conversion
    for text in readable_texts(markup):
        found += find_ambiguities(text, how)
        if new := definitions_in(text):
            defined = [*reversed(new), *defined]
            how = replace(conversion, layers=(TermBase(defined), *conversion.layers))
    return found


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield start, text[start : end.end()]
        start = end.end()
    yield start, text[start:]


def _choices_for(char: str, conversion: Conversion) -> str:
    """Give the choices for a character that is in no doubt."""
    if is_by_words(conversion):
        return conversion.weights.choices_for(char, conversion.target)
    return _TO_SIMPLIFIED.get(char, "")


def _nearly_undecided(converted: Converted) -> Iterator[tuple[int, str]]:
    """Yield where the two ways of converting disagree, or nearly, and the choices.

    How a region spells one word, 布局 or 佈局, is a matter of the house style and no doubt.
    """
    starts = [0, *(span[1] for span in converted.spans)]
    sources = [gap.source for gap in converted.plain]
    how = converted.conversion
    decided = decide_words(starts, sources, converted.source, how, _NEARLY)
    for decision in decided.decisions:
        if decided.words[decision.word][decision.offset] not in BY_HABIT:
            yield decided.places[decision.word] + decision.offset, decision.choices


def _guessed(converted: Converted) -> Iterator[tuple[int, str]]:
    """Yield where no word decided on a character, ours or jieba's, and the choices."""
    gaps = converted.plain
    starts = [0, *(span[1] for span in converted.spans)]
    probed = _prober().convert(FIXED.join(gap.source for gap in gaps)).split(FIXED)
    for start, gap, marked in zip(starts, gaps, probed, strict=True):
        if not _TO_SIMPLIFIED.keys() & set(gap.source) or len(gap.text) != len(
            gap.source
        ):
            continue
        place = 0
        for word in known_words(gap.text):
            if len(word) == 1 and ord(marked[place]) >= _FIRST_MARK:
                yield start + place, _TO_SIMPLIFIED[gap.source[place]]
            place += len(word)


def _spelled(converted: Converted, at: int, choice: str) -> str:
    """Spell a choice for the character at a place as the house style prints it there.

    A row for the word around it, 公佈 as 公布, settles what a row for the character
    leaves open.
    """
    style, target = converted.conversion.style, converted.conversion.target
    starts = [0, *(span[1] for span in converted.spans)]
    number = bisect_right(starts, at) - 1
    gap = converted.plain[number]
    if len(gap.source) == len(gap.text):
        place = at - starts[number]
        first = max(place - _STYLED_AROUND, 0)
        before, after = gap.text[first:place], gap.text[place + 1 :][:_STYLED_AROUND]
        printed = style.with_forms(f"{before}{choice}{after}", target)
        if len(printed) == len(before) + 1 + len(after):
            return printed[len(before)]
    return style.with_forms(choice, target)


def _answered(
    sentences: list[tuple[int, str]], conversion: Conversion
) -> Iterator[int]:
    places = {(choice.sentence, choice.offset) for choice in conversion.choices}
    by_sentence = {sentence: start for start, sentence in reversed(sentences)}
    for sentence, offset in places:
        if sentence in by_sentence and offset < len(sentence):
            yield by_sentence[sentence] + offset


def _printed_at(converted: Converted, places: list[int]) -> Iterator[tuple[int, str]]:
    """Yield what is printed for the characters at ``places``, in order.

    A character whose word changed its length has no print of its own.
    """
    pieces = converted.pieces()
    piece = next(pieces, None)
    for at in places:
        while piece and piece.end <= at:
            piece = next(pieces, None)
        if piece and len(piece.printed) == piece.end - piece.start:
            yield at, piece.printed[at - piece.start]


@cache
def _prober() -> OpenCC:
    """Load a converter that prints a mark where no word of ours holds the character."""
    words, _characters = own_entries(Language.SIMPLIFIED, {})
    marks = {char: chr(_FIRST_MARK + n) for n, char in enumerate(_TO_SIMPLIFIED)}
    dictionaries = [{"type": "inline", "entries": own} for own in (words, marks)]
    group = {"type": "group", "match_policy": "short_circuit", "dicts": dictionaries}
    return converter_by({**settings_of("t2s"), "conversion_chain": [{"dict": group}]})
