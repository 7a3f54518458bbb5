"""Convert what stands between the fixed spans of a text to another script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from articles.choices import Language
from articles.variants.engine.fixed_spans import Conversion, FixedSpan
from articles.variants.engine.learned import MARGIN
from articles.variants.engine.opencc import convert_script, route
from articles.variants.engine.placeholders import FIXED
from articles.variants.engine.words import converted_words, cut

_CLAUSE = re.compile(r"[^。！？；，、\n]*[。！？；，、\n]|[^。！？；，、\n]+")


@dataclass(frozen=True, slots=True)
class ConvertedGap:
    """The text between two fixed spans, before and after.

    ``words`` are pairs of a word and its form, where the text was converted by words.
    """

    source: str
    text: str
    words: Sequence[tuple[str, str]] = ()
    alone: tuple[str, str] | None = None

    def units(self) -> Sequence[tuple[str, str]]:
        """Give the source in pieces, each with what it was converted to."""
        if self.words or self.alone is None:
            return self.words or [(self.source, self.text)]
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
        return [
            _by_words(text, start, source, conversion)
            for start, source in zip(starts, sources, strict=True)
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


def _by_words(
    text: str, start: int, source: str, conversion: Conversion
) -> ConvertedGap:
    if not source:
        return ConvertedGap("", "")
    words = cut(source)
    forms = converted_words(conversion.source, conversion.target)
    printed = [forms[word] for word in words]
    target = conversion.target
    for decision in conversion.weights.decide(text, start, words, printed, target):
        if decision.margin >= MARGIN:
            form, offset = printed[decision.word], decision.offset
            form = f"{form[:offset]}{decision.chosen}{form[offset + 1 :]}"
            printed[decision.word] = form
    return ConvertedGap(
        source, "".join(printed), list(zip(words, printed, strict=True))
    )
