"""Take a text through all steps: fixed spans, OpenCC, house style, editors' choices."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from articles.variants.engine.fixed_spans import (
    Conversion,
    FixedSpan,
    Reason,
    find_fixed_spans,
)
from articles.variants.engine.opencc import convert_script
from articles.variants.engine.placeholders import (
    BLOCK_END,
    EMBEDDED,
    ESCAPED,
    FIXED,
    OBJECT,
)

_UNSAFE = re.compile(f"[{BLOCK_END}{EMBEDDED}{FIXED}{ESCAPED}\x00\ud800-\udfff]")
_STRETCH = re.compile(f"[{BLOCK_END}{EMBEDDED}]|[^{BLOCK_END}{EMBEDDED}]+")
_CLAUSE = re.compile(r"[^。！？；，、\n]*[。！？；，、\n]|[^。！？；，、\n]+")


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

    ``gaps`` has one entry more than ``spans``. ``plain`` is what OpenCC gave, before
    the house style, with ``FIXED`` in the place of each span.
    """

    source: str
    conversion: Conversion
    spans: list[FixedSpan]
    gaps: list[str]
    plain: str
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
        plain = self.plain.split(FIXED)
        for number, gap in enumerate(self.gaps):
            end = self.spans[number][0] if number < len(self.spans) else None
            source = self.source[done:end]
            if exact or len(source) != len(gap):
                yield from self._gap_pieces(source, gap, plain[number], done)
            elif source:
                yield Piece(done, done + len(source), gap, None)
            if number < len(self.spans):
                start, done, printed, reason = self.spans[number]
                is_same = self.source[start:done] == printed
                yield Piece(start, done, printed, None if is_same else reason)

    def gap_pieces(self, number: int, source: str, start: int) -> Iterator[Piece]:
        """Yield the pieces of a gap; ``source`` is its source, from ``start`` on."""
        plain = self.plain.split(FIXED)[number]
        return self._gap_pieces(source, self.gaps[number], plain, start)

    def _gap_pieces(
        self, source: str, printed: str, plain: str, start: int
    ) -> Iterator[Piece]:
        if len(source) == len(printed) == len(plain):
            yield from _by_character(source, printed, plain, start)
            return
        # A phrase changed its length. Phrases do not cross a clause: try those alone.
        stretches = _STRETCH.findall(source), _STRETCH.findall(printed)
        for stretch, words in zip(*stretches, strict=True):
            clauses = _CLAUSE.findall(stretch)
            converted = [self._converted_alone(clause) for clause in clauses]
            if "".join(converted) != words:
                clauses, converted = [stretch], [words]
            for clause, new in zip(clauses, converted, strict=True):
                if len(clause) == len(new):
                    yield from _by_character(clause, new, new, start)
                else:
                    yield Piece(start, start + len(clause), new, Reason.OPENCC)
                start += len(clause)

    def answered(self, piece: Piece, answers: dict[int, str]) -> str:
        """Print the piece with the answers to its characters, where they can be found."""
        printed = list(piece.printed)
        for at in range(piece.start, piece.end):
            if at in answers and (place := self._place_in(piece, at)) is not None:
                printed[place] = answers[at]
        return "".join(printed)

    def _place_in(self, piece: Piece, at: int) -> int | None:
        """Find where the character at ``at`` of the source stands in what is printed."""
        if len(piece.printed) == piece.end - piece.start:
            return at - piece.start
        # A form changed its length. Unless the character belongs to it, what stands
        # before and behind is as long alone.
        before = self._converted_alone(self.source[piece.start : at])
        behind = self._converted_alone(self.source[at + 1 : piece.end])
        is_found = len(before) + 1 + len(behind) == len(piece.printed)
        return len(before) if is_found else None

    def _converted_alone(self, clause: str) -> str:
        how = self.conversion
        converted = convert_script(clause, how.source, how.target)
        return how.style.with_forms(converted, how.target, in_html=self.in_html)


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
    spans = find_fixed_spans(text, conversion, escaped, in_html=in_html)
    ends = [0, *(span[1] for span in spans)]
    starts = [*(span[0] for span in spans), len(text)]
    between = [text[end:start] for end, start in zip(ends, starts, strict=True)]
    if not conversion.changes_script:
        plain = FIXED.join(between)
        return Converted(text, conversion, spans, between, plain, in_html)
    plain = convert_script(FIXED.join(between), conversion.source, conversion.target)
    styled = conversion.style.with_forms(plain, conversion.target, in_html=in_html)
    converted = Converted(text, conversion, spans, styled.split(FIXED), plain, in_html)
    if conversion.choices:
        _choose(converted, between)
    return converted


def convert_plain(text: str, conversion: Conversion) -> Converted:
    """Convert any plain text."""
    safe, escaped = escape(text)
    return convert(safe, conversion, escaped=escaped)


def _choose(converted: Converted, between: list[str]) -> None:
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
        gap = converted.gap_pieces(number, between[number], starts[number])
        pieces = (converted.answered(piece, own) for piece in gap)
        converted.gaps[number] = "".join(pieces)


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
