"""Merge two edits of one text by paragraphs, and within a paragraph by sentences. Pure.

A change of one side is taken as it is; where both changed the same paragraph, their changes
must lie in sentences that do not touch. All else is a ``Place`` for a person to decide.
Time grows with the length of the texts, whatever is in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from articles.publishing.matching import matching_items

_BLANK_LINES = re.compile(r"((?:\A|\n)(?:[ \t]*\n)+)")
_END_OF_SENTENCE = re.compile(
    r"[。！？!?…；]+[”’」』）)】》\"']*|\.[\"”')]*(?=\s)|\n", re.DOTALL
)
_SPACE = " \t\n"
# Paragraphs that took the place of others: what is looked at to find which became which.
_MOST_SIMILAR_PAIRS = 400
_MOST_SIMILAR_LENGTH = 100_000
_SIMILAR = 0.5


@dataclass(frozen=True)
class Place:
    """A place that both sides changed differently, with a proposal to begin from.

    ``field`` names the field, and ``number`` tells apart what is alike in it.
    """

    base: Any
    ours: Any
    theirs: Any
    proposal: Any
    field: str = ""
    number: int = 0


class Unit(NamedTuple):
    """A paragraph or a sentence, with the white space in front of it."""

    gap: str
    text: str


class Piece(NamedTuple):
    """A part of a merged text, with the white space in front of it."""

    gap: str
    content: str | Place


@dataclass(frozen=True)
class MergedText:
    pieces: Sequence[Piece]
    tail: str = ""

    @property
    def places(self) -> list[Place]:
        return [
            piece.content for piece in self.pieces if isinstance(piece.content, Place)
        ]

    def text(self, chosen: Callable[[Place], str]) -> str:
        """Return the whole text with what is chosen for each place."""
        parts: list[str] = []
        for gap, content in self.pieces:
            text = chosen(content) if isinstance(content, Place) else content
            # With a paragraph that is gone goes the space around it.
            if text:
                parts += [gap if parts or not isinstance(content, Place) else "", text]
        return "".join([*parts, self.tail])


class _Hunk(NamedTuple):
    """One side has these units in place of those of the base from start to end."""

    start: int
    end: int
    units: Sequence[Unit]

    @property
    def adds(self) -> bool:
        return len(self.units) > self.end - self.start


def merge_texts(base: str, ours: str, theirs: str) -> MergedText:
    """Return the text with the changes of both sides."""
    if theirs in (base, ours):
        return MergedText([Piece("", ours)])
    if ours == base:
        return MergedText([Piece("", theirs)])
    return _merge(base, ours, theirs, _paragraphs, is_strict=False)


def _merge(
    base: str,
    ours: str,
    theirs: str,
    split: Callable[[str], tuple[list[Unit], str]],
    *,
    is_strict: bool,
) -> MergedText:
    """Merge units; ``is_strict`` makes a place of changes that touch."""
    (units, tail), (our_units, our_tail), (their_units, their_tail) = (
        split(text) for text in (base, ours, theirs)
    )
    our_pairs, their_pairs = (
        dict(matching_items([u.text for u in units], [u.text for u in side]))
        for side in (our_units, their_units)
    )
    hunks = [
        (hunk, is_ours)
        for is_ours, side, pairs in (
            (True, our_units, our_pairs),
            (False, their_units, their_pairs),
        )
        for hunk in _hunks(units, side, pairs, is_refined=not is_strict)
    ]
    hunks.sort(key=lambda pair: (*pair[0][:2], not pair[1]))
    pieces: list[Piece] = []
    at = 0

    def keep(until: int) -> None:
        for n in range(at, until):
            gap = _merge_space(
                units[n].gap,
                our_units[our_pairs[n]].gap if n in our_pairs else units[n].gap,
                their_units[their_pairs[n]].gap if n in their_pairs else units[n].gap,
            )
            pieces.append(Piece(gap, units[n].text))

    for cluster in _clusters(hunks, is_strict=is_strict):
        start = min(hunk.start for hunk, _ in cluster)
        keep(start)
        at = max(at, *(hunk.end for hunk, _ in cluster))
        pieces += _settle(units[start:at], start, cluster, is_strict=is_strict)
    keep(len(units))
    first = _merge_space(
        *(side[0].gap if side else "" for side in (units, our_units, their_units))
    )
    return MergedText(
        _with_gaps(pieces, first, "" if is_strict else "\n\n"),
        _merge_space(tail, our_tail, their_tail),
    )


def _merge_space(base: str, ours: str, theirs: str) -> str:
    """Return the white space of the side that changed it; of both, the longer one."""
    if ours == base:
        return theirs
    return ours if theirs == base else max(ours, theirs, key=lambda s: (len(s), s))


def _with_gaps(pieces: Sequence[Piece], first: str, least: str) -> list[Piece]:
    """Let the text begin as ``first`` says, and its other units stand apart."""
    return [
        piece._replace(
            gap=(piece.gap if least in piece.gap or "\n" in piece.gap else least)
            if n
            else first
        )
        for n, piece in enumerate(pieces)
    ]


def _settle(
    units: Sequence[Unit],
    start: int,
    cluster: Sequence[tuple[_Hunk, bool]],
    *,
    is_strict: bool,
) -> list[Piece]:
    """Return what stands in place of these units of the base from ``start`` on."""
    ours, theirs = (
        _applied(units, start, [hunk for hunk, is_ours in cluster if is_ours is side])
        for side in (True, False)
    )
    sides = {is_ours for _, is_ours in cluster}
    if len(sides) == 1 or [u.text for u in ours] == [u.text for u in theirs]:
        return [Piece(*unit) for unit in (ours if True in sides else theirs)]
    before, mine, other = map(_joined, (units, ours, theirs))
    gap = next(unit.gap for unit in (*ours, *theirs, *units))
    if not is_strict and len(units) == len(ours) == len(theirs) == 1:
        inner = _merge(before, mine, other, _sentences, is_strict=True)
        proposal = inner.text(lambda place: place.proposal)
        if not inner.places:
            return [Piece(gap, proposal)]
    elif units or is_strict:
        proposal = mine or other
    else:
        proposal = f"{mine}\n\n{other}"
    return [Piece(gap, Place(before, mine, other, proposal))]


def _applied(units: Sequence[Unit], start: int, hunks: Sequence[_Hunk]) -> list[Unit]:
    made: list[Unit] = []
    at = start
    for hunk in hunks:
        made += [*units[at - start : hunk.start - start], *hunk.units]
        at = hunk.end
    return [*made, *units[at - start :]]


def _joined(units: Sequence[Unit]) -> str:
    return "".join(
        unit.text if n == 0 else unit.gap + unit.text for n, unit in enumerate(units)
    )


def _clusters(
    hunks: Sequence[tuple[_Hunk, bool]], *, is_strict: bool
) -> Iterator[list[tuple[_Hunk, bool]]]:
    """Group the hunks, which are in order, that the two sides must agree on."""
    cluster: list[tuple[_Hunk, bool]] = []
    last: dict[bool, _Hunk] = {}  # Of each side: no earlier one reaches further.
    for hunk, is_ours in hunks:
        other = last.get(not is_ours)
        if cluster and not (other and _concern_each_other(other, hunk, is_strict)):
            yield cluster
            cluster, last = [], {}
        cluster.append((hunk, is_ours))
        last[is_ours] = hunk
    if cluster:
        yield cluster


def _concern_each_other(one: _Hunk, other: _Hunk, is_strict: bool) -> bool:
    if one.start == one.end == other.start == other.end:
        return True  # Both add something here: in which order, nobody knows.
    if max(one.start, other.start) < min(one.end, other.end):
        return True
    for gap, around in ((one, other), (other, one)):
        if gap.start == gap.end and around.start < gap.start < around.end:
            return True
    touch = one.end == other.start or other.end == one.start
    return touch and (is_strict or (one.adds and other.adds))


# What one side changed


def _hunks(
    base: Sequence[Unit],
    side: Sequence[Unit],
    pairs: Mapping[int, int],
    *,
    is_refined: bool,
) -> Iterator[_Hunk]:
    """Yield what stands between the units that both have."""
    ends = [(-1, -1), *sorted(pairs.items()), (len(base), len(side))]
    for (i, j), (next_i, next_j) in pairwise(ends):
        if next_i - i > 1 or next_j - j > 1:
            hunk = _Hunk(i + 1, next_i, side[j + 1 : next_j])
            yield from _refined(base, hunk) if is_refined else [hunk]


def _refined(base: Sequence[Unit], hunk: _Hunk) -> Iterator[_Hunk]:
    """Split a hunk at the units that one can tell what became of."""
    start, end, units = hunk
    old = base[start:end]
    length = sum(len(unit.text) for unit in (*old, *units))
    is_small = (
        len(old) * len(units) <= _MOST_SIMILAR_PAIRS and length <= _MOST_SIMILAR_LENGTH
    )
    at = done = 0
    for i, before in enumerate(old if is_small else ()):
        similar = (j for j in range(done, len(units)) if _is_similar(before, units[j]))
        if (j := next(similar, None)) is None:
            continue
        if at < i or done < j:
            yield _Hunk(start + at, start + i, units[done:j])
        yield _Hunk(start + i, start + i + 1, units[j : j + 1])
        at, done = i + 1, j + 1
    if at < len(old) or done < len(units):
        yield _Hunk(start + at, end, units[done:])


def _is_similar(one: Unit, other: Unit) -> bool:
    ours, theirs = (Counter(pairwise(f" {unit.text} ")) for unit in (one, other))
    shared = (ours & theirs).total()
    return 2 * shared >= _SIMILAR * (ours.total() + theirs.total())


# Units


def _paragraphs(text: str) -> tuple[list[Unit], str]:
    """Return the paragraphs, and the white space at the end of the text."""
    written = text.rstrip(_SPACE)
    parts = ["", *_BLANK_LINES.split(written)]
    units = [
        Unit(*pair) for pair in zip(parts[::2], parts[1::2], strict=True) if pair[1]
    ]
    return units, text[len(written) :]


def _sentences(text: str) -> tuple[list[Unit], str]:
    """Return the sentences and lines of a paragraph, and the white space at its end."""
    ends = [*(match.end() for match in _END_OF_SENTENCE.finditer(text)), len(text)]
    units: list[Unit] = []
    gap = ""
    for start, end in pairwise([0, *ends]):
        piece = gap + text[start:end]
        words = piece.strip(_SPACE)
        if not words:
            gap = piece
            continue
        begin = piece.index(words)
        units.append(Unit(piece[:begin], words))
        gap = piece[begin + len(words) :]
    return units, gap
