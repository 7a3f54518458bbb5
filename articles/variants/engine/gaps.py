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
class ConvertedGap:
    """The text between two fixed spans, before and after.

    ``words`` and ``forms`` are there where the text was converted by words, ``alone`` the
    languages where it was not.
    """

    source: str
    text: str
    words: Sequence[str] = ()
    forms: Sequence[str] = ()
    alone: tuple[str, str] | None = None

    def units(self) -> Sequence[tuple[str, str]]:
        """Give the source in pieces, each with what it was converted to."""
        if self.alone is None:
            pairs = list(zip(self.words, self.forms, strict=True))
            return pairs or [(self.source, self.text)]
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
        decided = decide_words(text, starts, sources, conversion)
        return [_by_words(*gap) for gap in zip(sources, decided, strict=True)]
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


@dataclass(frozen=True, slots=True)
class DecidedWords:
    """The words of a gap, OpenCC's form of each, and what was learned about them."""

    words: list[str]
    forms: list[str]
    decisions: list[Decision]


def decide_words(
    text: str,
    starts: Sequence[int],
    sources: Sequence[str],
    conversion: Conversion,
    nearly: int = 0,
) -> list[DecidedWords]:
    """Cut the gaps of a text, which begin at ``starts``, and decide their characters.

    Of the decisions there are those that ``Weights.decide`` yields, but for names and for
    words that the text prints alike.
    """
    names = conversion.names.found if conversion.names else ()
    # In one call: what holds a place separates words.
    words = cut(FIXED.join(sources))
    words.append(FIXED)
    forms = converted_words(conversion.source, conversion.target)
    decide, target = conversion.weights.decide, conversion.target
    begin = 0
    gaps = []
    for start in starts:
        end = words.index(FIXED, begin)
        own = words[begin:end]
        decided = DecidedWords(
            own,
            list(map(forms.__getitem__, own)),
            list(decide(text, start, own, target, nearly)),
        )
        gaps.append(_with_names(decided, names) if names else decided)
        begin = end + 1
    _print_alike(gaps)
    return gaps


def _print_alike(gaps: list[DecidedWords]) -> None:
    """Give a word that a region writes in two ways one form in the whole text.

    It is the one that most of its places would have: 發布 or 發佈, not both.
    """
    departing: Counter[tuple[str, int, str]] = Counter()
    for gap in gaps:
        for decision in gap.decisions:
            word = gap.words[decision.word]
            is_habit = len(word) > 1 and word[decision.offset] in BY_HABIT
            if is_habit and decision.margin >= MARGIN:
                departing[word, decision.offset, decision.chosen] += 1
    for (word, offset, chosen), count in departing.items():
        total = sum(gap.words.count(word) for gap in gaps)
        if count < total:
            departs = count * 2 > total
            for gap in gaps:
                _set_form(gap, word, offset, chosen if departs else "")


def _set_form(gap: DecidedWords, word: str, offset: int, chosen: str) -> None:
    """Print a character of a word as chosen wherever the word stands, or as OpenCC does."""
    places = {number for number, other in enumerate(gap.words) if other == word}
    gap.decisions[:] = [
        d for d in gap.decisions if d.word not in places or d.offset != offset
    ]
    if chosen:
        for number in places:
            form = gap.forms[number]
            gap.forms[number] = f"{form[:offset]}{chosen}{form[offset + 1 :]}"


def _with_names(decided: DecidedWords, names: Sequence[FoundName]) -> DecidedWords:
    """Give the names that the text is known to hold their form; nothing else decides."""
    words, forms, decisions = decided.words, decided.forms, decided.decisions
    source = "".join(words)
    places = dict(name_places(source, words, names))
    if not places:
        return decided
    ends = list(accumulate(map(len, words)))
    known = set()
    for at, character in places.items():
        word = bisect_right(ends, at)
        offset = at - ends[word] + len(words[word])
        known.add((word, offset))
        form = forms[word]
        if len(form) == len(words[word]):
            forms[word] = f"{form[:offset]}{character}{form[offset + 1 :]}"
    return DecidedWords(
        words, forms, [d for d in decisions if (d.word, d.offset) not in known]
    )


def _by_words(source: str, decided: DecidedWords) -> ConvertedGap:
    printed = decided.forms
    for decision in decided.decisions:
        if decision.margin >= MARGIN:
            form, offset = printed[decision.word], decision.offset
            form = f"{form[:offset]}{decision.chosen}{form[offset + 1 :]}"
            printed[decision.word] = form
    return ConvertedGap(source, "".join(printed), decided.words, printed)
