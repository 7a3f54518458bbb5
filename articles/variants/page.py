"""Conversion of a rendered body: its readable text and nothing else.

Text nodes, ``alt`` and ``title`` are converted; every other byte of the HTML stays.
Code keeps even its marks, a passage in another language or with ``translate="no"``
loses only those. The HTML must come from the sanitiser: there every ``<`` opens a tag.
"""

from __future__ import annotations

import html
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import accumulate

from articles.variants.conversion import Piece, convert, is_tame, tame
from articles.variants.locks import BLOCK_END, HOLE, Conversion
from articles.variants.marks import definitions_in
from articles.variants.regions import Block, read_page
from articles.variants.terms import Term
from articles.variants.text import Change, change_of

# Gives the HTML to print for a change, whose words are HTML already.
Marker = Callable[[Change], str]


def convert_html(
    markup: str, conversion: Conversion, *, marker: Marker | None = None
) -> str:
    """Convert sanitised HTML. It never raises, and gives ``markup`` if nothing changes.

    ``marker`` prints each changed stretch of text for a preview; attributes are
    converted without it. A paragraph that holds nothing but definitions is left out.
    """
    if not conversion.changes_script and "-{" not in markup:
        return markup
    page = read_page(markup, conversion.source)
    are_tame = is_tame(markup)
    for language, blocks in page.blocks.items():
        if language or any("-{" in piece for b in blocks for piece in b.pieces):
            strange = () if are_tame else tuple(_tamed(blocks))
            how = replace(conversion, source=language)
            printed = _Printed(page.parts, blocks, how, strange)
            printed.put_back(marker)
    return "".join(page.parts)


def definitions_in_html(markup: str) -> list[Term]:
    """The terms a body defines with ``-{H|…}-``: the strongest layer for its fields."""
    if "-{" not in markup:
        return []
    return definitions_in(BLOCK_END.join(readable_blocks(markup)))


def readable_blocks(markup: str) -> Iterator[str]:
    """The text of each paragraph, heading and attribute in the body's own language."""
    for block in read_page(markup, "zh").blocks.get("zh", []):
        yield html.unescape("".join(block.pieces).replace(HOLE, ""))


def _tamed(blocks: Iterable[Block]) -> Iterator[str]:
    """Take out of the blocks what OpenCC cannot take, and give it in order."""
    for block in blocks:
        for number, place in enumerate(block.places):
            if place >= 0:
                block.pieces[number], strange = tame(block.pieces[number])
                yield from strange


class _Printed:
    """Blocks of one language, converted in one go and put back where they were."""

    def __init__(
        self,
        parts: list[str],
        blocks: list[Block],
        conversion: Conversion,
        strange: tuple[str, ...],
    ) -> None:
        self.parts = parts
        self.blocks = blocks
        self.texts = ["".join(block.pieces) for block in blocks]
        self.converted = convert(
            BLOCK_END.join(self.texts), conversion, strange=strange, in_html=True
        )
        self.attributes: defaultdict[int, list[tuple[int, int, str]]]
        self.attributes = defaultdict(list)

    def put_back(self, marker: Marker | None) -> None:
        printed = self.converted.text.split(BLOCK_END)
        uneven = self.uneven_blocks(printed)
        apart: set[int] = set()
        for number, block in enumerate(self.blocks):
            if block.span:
                value = (*block.span, printed[number])
                self.attributes[block.places[0]].append(value)
            elif marker or (number in uneven and len(block.places) > 1):
                apart.add(number)
            elif len(block.places) == 1:
                self.parts[block.places[0]] = printed[number]
            else:
                _slice_up(self.parts, block, printed[number])
        if apart:
            self.spread(apart, marker)
        self.write_attributes()
        self.drop_empty(printed)

    def uneven_blocks(self, printed: list[str]) -> set[int]:
        """Blocks in which a place no longer stands where it stood in the source."""
        lengths = zip(self.texts, printed, strict=True)
        uneven = {n for n, (old, new) in enumerate(lengths) if len(old) != len(new)}
        moved = [
            start
            for start, end, words, _reason in self.converted.locks
            if len(words) != end - start
        ]
        if moved:
            starts = self.starts()
            uneven.update(bisect_right(starts, start) - 1 for start in moved)
        return uneven

    def starts(self) -> list[int]:
        return [0, *accumulate(len(text) + 1 for text in self.texts)][:-1]

    def spread(self, apart: set[int], marker: Marker | None) -> None:
        """Give each text node its share, piece by piece."""
        nodes: list[tuple[int, int]] = []  # Where each begins, and its place or -1.
        start = 0
        for number, block in enumerate(self.blocks):
            for piece, place in zip(block.pieces, block.places, strict=True):
                nodes.append((start, place if number in apart else -1))
                start += len(piece)
            nodes.append((start, -1))
            start += 1
        written: defaultdict[int, list[str]] = defaultdict(list)
        source = self.converted.source
        for place, piece in _by_node(self.converted.pieces(), nodes):
            words = piece.printed
            if marker and piece.reason and words != source[piece.start : piece.end]:
                words = marker(change_of(piece, source))
            written[place].append(words)
        for number in apart:
            for place in self.blocks[number].places:
                if place >= 0:
                    self.parts[place] = "".join(written[place])

    def write_attributes(self) -> None:
        for place, values in self.attributes.items():
            tag = self.parts[place]
            for start, end, value in sorted(values, reverse=True):
                tag = tag[:start] + value + tag[end:]
            self.parts[place] = tag

    def drop_empty(self, printed: list[str]) -> None:
        for block, text in zip(self.blocks, printed, strict=True):
            if not text.strip() and len(block.places) == 1 and not block.span:
                place = block.places[0]
                around = self.parts[place - 1 : place + 2]
                if len(around) == 3 and (around[0], around[2]) == ("<p>", "</p>"):
                    self.parts[place - 1 : place + 2] = ["", "", ""]


def _slice_up(parts: list[str], block: Block, printed: str) -> None:
    start = 0
    for piece, place in zip(block.pieces, block.places, strict=True):
        if place >= 0:
            parts[place] = printed[start : start + len(piece)]
        start += len(piece)


def _by_node(
    pieces: Iterable[Piece], nodes: list[tuple[int, int]]
) -> Iterator[tuple[int, Piece]]:
    """Cut pieces where a text node ends; one that changed its length goes to the first."""
    starts = [start for start, _place in nodes]
    for piece in pieces:
        number = bisect_right(starts, piece.start) - 1
        if len(piece.printed) != piece.end - piece.start:
            yield nodes[number][1], piece
            continue
        start = piece.start
        while start < piece.end:
            end = min(piece.end, *starts[number + 1 : number + 2])
            printed = piece.printed[start - piece.start : end - piece.start]
            yield nodes[number][1], Piece(start, end, printed, piece.reason)
            start, number = end, number + 1
