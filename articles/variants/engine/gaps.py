"""Convert what stands between the fixed spans of a text to another script."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from articles.choices import Language
from articles.variants.engine.character_choices import BY_HABIT
from articles.variants.engine.fixed_spans import Conversion, FixedSpan
from articles.variants.engine.found_names import FoundName, name_places
from articles.variants.engine.learned import MARGIN, Decision
from articles.variants.engine.opencc import convert_script, route
from articles.variants.engine.placeholders import FIXED
from articles.variants.engine.word_forms import converted_words
from articles.variants.engine.words import cut

_CLAUSE = re.compile(r"[^。！？；，、\n]*[。！？；，、\n]|[^。！？；，、\n]+")


@dataclass(slots=True)
class DecidedWords:
    """The words of a text's gaps, OpenCC's form of each, and what was learned about them.

    ``FIXED`` stands between two gaps as a word of its own; ``places`` are where the words
    begin in the text.
    """

    words: list[str]
    places: list[int]
    forms: list[str]
    decisions: list[Decision]

    def of_gap(self, number: int) -> list[tuple[str, str]]:
        """Pair the words of a gap with their forms."""
        ends = [n for n, word in enumerate(self.words) if word == FIXED]
        bounds = [-1, *ends, len(self.words)]
        own = slice(bounds[number] + 1, bounds[number + 1])
        return list(zip(self.words[own], self.forms[own], strict=True))


@dataclass(slots=True)
class ConvertedGap:
    """The text between two fixed spans, before and after.

    ``decided`` is there where the text was converted by words, and this gap has a
    ``number``; ``alone`` are the languages where it was not.
    """

    source: str
    text: str
    decided: DecidedWords | None = None
    number: int = 0
    alone: tuple[str, str] | None = None

    def units(self) -> Sequence[tuple[str, str]]:
        """Give the source in pieces, each with what it was converted to."""
        if self.decided:
            return self.decided.of_gap(self.number)
        if self.alone is None:
            return [(self.source, self.text)]
        # No phrase of OpenCC's crosses a clause.
        clauses = _CLAUSE.findall(self.source)
        units = [(clause, convert_script(clause, *self.alone)) for clause in clauses]
        is_same = "".join(printed for _clause, printed in units) == self.text
        return units if is_same else [(self.source, self.text)]


def convert_gaps(
    text: str, spans: Sequence[FixedSpan], conversion: Conversion
) -> list[ConvertedGap]:
    """Convert the text before, between and behind the spans; house style comes later."""
    starts = [0, *(span[1] for span in spans)]
    ends = [*(span[0] for span in spans), len(text)]
    sources = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    if not conversion.changes_script:
        return [ConvertedGap(source, source) for source in sources]
    if is_by_words(conversion):
        decided = decide_words(starts, sources, text, conversion)
        _print_decisions(decided)
        texts = "".join(decided.forms).split(FIXED)
        return [
            ConvertedGap(source, printed, decided, number)
            for number, (source, printed) in enumerate(zip(sources, texts, strict=True))
        ]
    languages = (conversion.source, conversion.target)
    converted = convert_script(FIXED.join(sources), *languages).split(FIXED)
    return [
        ConvertedGap(source, printed, alone=languages)
        for source, printed in zip(sources, converted, strict=True)
    ]


def is_by_words(conversion: Conversion) -> bool:
    """Return whether words and learned choices decide: from Simplified to Traditional."""
    is_simplified = conversion.source == Language.SIMPLIFIED
    return is_simplified and bool(route(conversion.source, conversion.target))


def decide_words(
    starts: Sequence[int],
    sources: Sequence[str],
    text: str,
    conversion: Conversion,
    nearly: int = 0,
) -> DecidedWords:
    """Cut the gaps of a text, which begin at ``starts``, and decide their characters.

    Of the decisions there are those that ``Weights.decide`` yields, but for names and for
    words that the text prints alike.
    """
    # In one call: what holds a place separates words.
    joined = FIXED.join(sources)
    words = cut(joined)
    places = _places(starts, sources, words)
    forms = converted_words(conversion.source, conversion.target)
    decide, target = conversion.weights.decide, conversion.target
    decided = DecidedWords(
        words,
        places,
        list(map(forms.__getitem__, words)),
        list(decide(text, places, words, target, nearly)),
    )
    if conversion.names:
        _put_names(decided, joined, conversion.names.found)
    _print_alike(decided)
    return decided


def _places(
    starts: Sequence[int], sources: Sequence[str], words: Sequence[str]
) -> list[int]:
    """Find where the words of gaps begin in the text."""
    lengths = list(map(len, words))
    at = -1
    for number, start in enumerate(starts[1:]):
        at = words.index(FIXED, at + 1)
        lengths[at] = start - starts[number] - len(sources[number])
    return list(accumulate(lengths, initial=0))


def _print_alike(decided: DecidedWords) -> None:
    """Give a word that a region writes in two ways one form in the whole text.

    It is the one that most of its places would have: 發布 or 發佈, not both.
    """
    departing: Counter[tuple[str, int, str]] = Counter()
    for decision in decided.decisions:
        word = decided.words[decision.word]
        is_habit = len(word) > 1 and word[decision.offset] in BY_HABIT
        if is_habit and decision.margin >= MARGIN:
            departing[word, decision.offset, decision.chosen] += 1
    mixed: set[tuple[str, int]] = set()
    for (word, offset, chosen), count in departing.items():
        total = decided.words.count(word)
        if count < total:
            mixed.add((word, offset))
            if count * 2 > total:
                for number, other in enumerate(decided.words):
                    if other == word:
                        _put(decided, number, offset, chosen)
    if mixed:
        decided.decisions = [
            d
            for d in decided.decisions
            if (decided.words[d.word], d.offset) not in mixed
        ]


def _put_names(decided: DecidedWords, source: str, names: Sequence[FoundName]) -> None:
    """Give the names that the text is known to hold their form; nothing else decides."""
    words = decided.words
    places = dict(name_places(source, words, names))
    if not places:
        return
    ends = list(accumulate(map(len, words)))
    known = set()
    for at, character in places.items():
        word = bisect_right(ends, at)
        offset = at - ends[word] + len(words[word])
        known.add((word, offset))
        if len(decided.forms[word]) == len(words[word]):
            _put(decided, word, offset, character)
    decided.decisions = [
        d for d in decided.decisions if (d.word, d.offset) not in known
    ]


def _print_decisions(decided: DecidedWords) -> None:
    for decision in decided.decisions:
        if decision.margin >= MARGIN:
            _put(decided, decision.word, decision.offset, decision.chosen)


def _put(decided: DecidedWords, word: int, offset: int, character: str) -> None:
    form = decided.forms[word]
    decided.forms[word] = f"{form[:offset]}{character}{form[offset + 1 :]}"
