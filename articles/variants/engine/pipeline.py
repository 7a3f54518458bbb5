"""Take a text through all steps: fixed spans, OpenCC, house style, editors' choices."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from articles.variants.engine.article_names import find_names
from articles.variants.engine.fixed_spans import (
    Conversion,
    FixedSpan,
    Reason,
    find_fixed_spans,
)
from articles.variants.engine.gaps import ConvertedGap, convert_gaps
from articles.variants.engine.placeholders import (
    BLOCK_END,
    EMBEDDED,
    ESCAPED,
    FIXED,
    OBJECT,
)

_UNSAFE = re.compile(f"[{BLOCK_END}{EMBEDDED}{FIXED}{ESCAPED}\x00\ud800-\udfff]")
_STRETCH = re.compile(f"[{BLOCK_END}{EMBEDDED}]|[^{BLOCK_END}{EMBEDDED}]+")

_IN_HTML = (
    ("&", "&amp;"),
    ("<", "&lt;"),
    (">", "&gt;"),
    ("\xa0", "&nbsp;"),
    (OBJECT, EMBEDDED),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source text and what is printed for it; no reason, no change."""

    start: int
    end: int
    printed: str
    reason: Reason | None


@dataclass(slots=True)
class Converted:
    """A text with its fixed spans, and the text between them after conversion.

    ``gaps`` has one entry more than ``spans``, and so has ``plain``: what stood there
    before the house style.
    """

    source: str
    conversion: Conversion
    spans: list[FixedSpan]
    gaps: list[str]
    plain: list[ConvertedGap]
    in_html: bool

    @property
    def text(self) -> str:
        parts = [""] * (len(self.spans) + len(self.gaps))
        parts[::2] = self.gaps
        parts[1::2] = [span[2] for span in self.spans]
        return "".join(parts)

    def pieces(self, *, exact: bool = True) -> Iterator[Piece]:
        """Yield the whole source in order, unchanged stretches included.

        Unless ``exact``, a piece between spans is as long as it can be: cheaper where
        only places matter and not what changed.
        """
        done = 0
        for number, gap in enumerate(self.gaps):
            source = self.plain[number].source
            if exact or len(source) != len(gap):
                yield from self.gap_pieces(number, done)
            elif source:
                yield Piece(done, done + len(source), gap, None)
            if number < len(self.spans):
                start, done, printed, reason = self.spans[number]
                is_same = self.source[start:done] == printed
                yield Piece(start, done, printed, None if is_same else reason)

    def gap_pieces(self, number: int, start: int) -> Iterator[Piece]:
        """Yield the pieces of a gap, whose source begins at ``start``."""
        plain, printed = self.plain[number], self.gaps[number]
        if len(plain.source) == len(plain.text) == len(printed):
            yield from _by_character(plain.source, printed, plain.text, start)
            return
        # Some form changed its length: what was converted alone keeps its place.
        for source, middle, words in self._units(plain, printed):
            if len(source) == len(middle) == len(words):
                yield from _by_character(source, words, middle, start)
            else:
                reason = Reason.STYLE if source == middle else Reason.OPENCC
                yield Piece(start, start + len(source), words, reason)
            start += len(source)

    def _units(
        self, plain: ConvertedGap, printed: str
    ) -> Iterable[tuple[str, str, str]]:
        """Give the source, the conversion and the print of each unit of a gap."""
        units = plain.units()
        if len(printed) == len(plain.text):
            ends = [*accumulate(len(middle) for _source, middle in units)]
            starts = [0, *ends]
            slices = [printed[a:b] for a, b in zip(starts, ends, strict=False)]
        else:
            slices = [self._styled(middle) for _source, middle in units]
        if "".join(slices) == printed:
            pairs = zip(units, slices, strict=True)
            return [(source, middle, words) for (source, middle), words in pairs]
        # A form of the house style runs through several units.
        found = (_STRETCH.findall(text) for text in (plain.source, plain.text, printed))
        return zip(*found, strict=True)

    def _styled(self, plain: str) -> str:
        how = self.conversion
        return how.style.with_forms(plain, how.target, in_html=self.in_html)

    def answered(self, piece: Piece, answers: dict[int, str]) -> str:
        """Print the piece with the answers to its characters, where it has as many."""
        if len(piece.printed) != piece.end - piece.start:
            return piece.printed
        places = range(piece.start, piece.end)
        pairs = zip(places, piece.printed, strict=True)
        return "".join(answers.get(at, char) for at, char in pairs)


def _by_character(source: str, printed: str, plain: str, start: int) -> Iterator[Piece]:
    """Yield pieces of neighbours that have one reason."""
    began = 0
    before: Reason | None = None
    for at, (old, new, middle) in enumerate(zip(source, printed, plain, strict=True)):
        reason = (
            None if old == new else Reason.OPENCC if new == middle else Reason.STYLE
        )
        if reason != before:
            if at > began:
                yield Piece(start + began, start + at, printed[began:at], before)
            began, before = at, reason
    if len(source) > began:
        yield Piece(start + began, start + len(source), printed[began:], before)


def convert(
    text: str,
    conversion: Conversion,
    *,
    escaped: tuple[str, ...] = (),
    in_html: bool = False,
) -> Converted:
    """Convert a text that ``escape`` made safe, in HTML with its entities as they are."""
    if conversion.names is None and conversion.changes_script:
        names = find_names(text, conversion.source, conversion.layers)
        conversion = replace(conversion, names=names)
    spans = find_fixed_spans(text, conversion, escaped, in_html=in_html)
    plain = convert_gaps(text, spans, conversion)
    gaps = [gap.text for gap in plain]
    if conversion.changes_script:
        style, target = conversion.style, conversion.target
        joined = FIXED.join(gaps)
        styled = style.with_forms(joined, target, in_html=in_html)
        gaps = styled.split(FIXED)
    converted = Converted(text, conversion, spans, gaps, plain, in_html)
    if conversion.choices and conversion.changes_script:
        _choose(converted)
    return converted


def convert_plain(text: str, conversion: Conversion) -> Converted:
    """Convert any plain text."""
    safe, escaped = escape(text)
    return convert(safe, conversion, escaped=escaped)


def _choose(converted: Converted) -> None:
    """Print what an editor chose, where the sentence still stands."""
    in_html = converted.in_html
    text, spans = converted.source, converted.spans
    starts = [0, *(span[1] for span in spans)]
    answers: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for choice in converted.conversion.choices:
        sentence = as_html(choice.sentence) if in_html else choice.sentence
        printed = html.escape(choice.printed) if in_html else choice.printed
        before = choice.sentence[: choice.offset]
        offset = len(as_html(before) if in_html else before)
        found = text.find(sentence) if sentence else -1
        while found >= 0:
            at = found + offset
            answers[bisect_right(starts, at) - 1][at] = printed
            found = text.find(sentence, found + len(sentence))
    for number, own in answers.items():
        pieces = converted.gap_pieces(number, starts[number])
        converted.gaps[number] = "".join(converted.answered(p, own) for p in pieces)


def as_html(text: str) -> str:
    """Spell readable text as it stands in a page while that is converted."""
    for char, spelled in _IN_HTML:
        text = text.replace(char, spelled)
    return text


def escape(text: str) -> tuple[str, tuple[str, ...]]:
    """Put ``ESCAPED`` for characters that no converter takes; return those, in order.

    They are NUL, lone surrogates, and the placeholders of this room.
    """
    if is_safe(text):
        return text, ()
    return _UNSAFE.sub(ESCAPED, text), tuple(_UNSAFE.findall(text))


def is_safe(text: str) -> bool:
    """Return whether there is nothing to escape, in a tenth of the time of a search for it."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    # Spelled out, because this runs over every body.
    return (
        "\x00" not in text
        and BLOCK_END not in text
        and EMBEDDED not in text
        and FIXED not in text
        and ESCAPED not in text
    )
