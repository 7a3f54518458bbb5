"""Convert a rendered body: its readable text and nothing else.

Text nodes, ``alt`` and ``title`` are converted, and a ``lang`` that names another script
follows; every other byte of the HTML stays.
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

from articles.variants.engine.fixed_spans import Conversion
from articles.variants.engine.marks import definitions_in, find_marks
from articles.variants.engine.opencc import route
from articles.variants.engine.pipeline import Piece, convert, escape, is_safe
from articles.variants.engine.placeholders import BLOCK_END, EMBEDDED, ESCAPED, OBJECT
from articles.variants.engine.regions import Nodes, Texts, Value, read_page
from articles.variants.engine.terms import TermEntry
from articles.variants.engine.text import TextChange, change_of

# Gives the HTML to print for a change, whose words are HTML already.
Marker = Callable[[TextChange], str]


def convert_html(
    markup: str, conversion: Conversion, *, marker: Marker | None = None
) -> str:
    """Convert sanitised HTML. It never raises, and gives ``markup`` if nothing changes.

    ``marker`` prints each changed stretch of text for a preview; attributes are
    converted without it. A paragraph that held nothing but definitions is left out.
    """
    has_marks = "-{" in markup
    if not conversion.changes_script and not has_marks:
        return markup
    page = read_page(markup, conversion.source)
    are_safe = is_safe(markup)
    for language, texts in page.texts.items():
        if texts.texts and (language or has_marks):
            escaped = () if are_safe else tuple(_escape_all(texts))
            how = conversion
            # On the original's own page a passage in the other script is meant so.
            if language != conversion.source and conversion.changes_script:
                how = replace(conversion, source=language)
            _Printed(page.parts, texts, how, escaped).put_back(marker)
    converted = "".join(page.parts)
    return converted.replace("<p></p>", "") if has_marks else converted


def definitions_in_html(markup: str) -> list[TermEntry]:
    """List the terms a body defines with ``-{H|…}-``: for fields the strongest layer."""
    if "-{" not in markup:
        return []
    return definitions_in(BLOCK_END.join(readable_texts(markup)))


def readable_texts(markup: str) -> Iterator[str]:
    """Yield paragraphs, headings and attributes in the body's own language as plain text.

    U+FFFC stands where code or another language stands inside a paragraph.
    """
    for text in read_page(markup, "zh").texts["zh"].texts:
        yield html.unescape(text.replace(EMBEDDED, OBJECT))


def _escape_all(texts: Texts) -> Iterator[str]:
    """Escape the texts in place; yield the escaped characters in order."""
    for number, home in enumerate(texts.homes):
        pieces = home.pieces if isinstance(home, Nodes) else [texts.texts[number]]
        for index, piece in enumerate(pieces):
            if not isinstance(home, Nodes) or home.places[index] >= 0:
                pieces[index], escaped = escape(piece)
                yield from escaped
        texts.texts[number] = "".join(pieces)


class _Printed:
    """Texts in one language, converted in one go and put back where they were."""

    def __init__(
        self,
        parts: list[str],
        texts: Texts,
        conversion: Conversion,
        escaped: tuple[str, ...],
    ) -> None:
        self.parts = parts
        self.texts = texts
        self.escaped = escaped
        self.converted = convert(
            BLOCK_END.join(texts.texts),
            conversion,
            # Put back last: one of them may be what stands between two texts.
            escaped=(ESCAPED,) * len(escaped),
            in_html=True,
        )

    def put_back(self, marker: Marker | None) -> None:
        names = list(self.names_that_follow())
        printed = self.converted.text.split(BLOCK_END)
        has_nodes = any(isinstance(home, Nodes) for home in self.texts.homes)
        uneven = self.uneven(printed) if has_nodes else set()
        values: list[tuple[Value, str]] = []
        apart: dict[int, Nodes] = {}
        homes = zip(self.texts.homes, printed, strict=True)
        for number, (home, words) in enumerate(homes):
            if isinstance(home, int):
                if marker:
                    apart[number] = Nodes([self.texts.texts[number]], [home])
                else:  # The common case.
                    self.parts[home] = words
            elif isinstance(home, Value):
                values.append((home, words))
            elif marker or number in uneven:
                apart[number] = home
            else:
                _slice_up(self.parts, home, words)
        if apart:
            self.spread(apart, marker)
        if self.escaped:
            values = self.with_escaped(values)
        values += names
        # From the last to the first: a tag may have an alt, a title and a lang.
        for value, words in sorted(values, key=lambda v: v[0].start, reverse=True):
            tag = self.parts[value.place]
            self.parts[value.place] = tag[: value.start] + words + tag[value.end :]

    def names_that_follow(self) -> Iterator[tuple[Value, str]]:
        """Yield each ``lang`` of a passage with the language that it is converted to.

        A passage that a mark keeps as it is stays in its language.
        """
        how = self.converted.conversion
        if route(how.source, how.target):
            for name in self.texts.names:
                passage = self.parts[name.place + 1]
                if not _is_left_alone(passage):
                    yield name, how.target

    def with_escaped(self, values: list[tuple[Value, str]]) -> list[tuple[Value, str]]:
        """Put the escaped characters back, in the order they were taken out."""
        escaped = iter(self.escaped)
        words = dict(values)
        for home in self.texts.homes:
            if isinstance(home, Value):
                words[home] = _filled(words[home], escaped)
            else:
                for place in home.places if isinstance(home, Nodes) else [home]:
                    if place >= 0:
                        self.parts[place] = _filled(self.parts[place], escaped)
        return list(words.items())

    def uneven(self, printed: list[str]) -> set[int]:
        """Find texts in which places moved against the source."""
        moved = [
            start
            for start, end, words, _reason in self.converted.spans
            if len(words) != end - start
        ]
        lengths = enumerate(zip(self.texts.texts, printed, strict=True))
        starts = self.starts() if moved else []
        return {n for n, (old, new) in lengths if len(old) != len(new)}.union(
            bisect_right(starts, start) - 1 for start in moved
        )

    def starts(self) -> list[int]:
        lengths = (len(text) + 1 for text in self.texts.texts)
        return [0, *accumulate(lengths)][:-1]

    def spread(self, apart: dict[int, Nodes], marker: Marker | None) -> None:
        """Give each text node its share, piece by piece."""
        nodes: list[tuple[int, int]] = []  # The start of each, and its place or -1.
        for number, start in enumerate(self.starts()):
            at = start
            if number in apart:
                own = apart[number]
                for text, place in zip(own.pieces, own.places, strict=True):
                    nodes.append((at, place))
                    at += len(text)
            nodes.append((at, -1))
        written: defaultdict[int, list[str]] = defaultdict(list)
        source = self.converted.source
        for place, piece in _by_node(
            self.converted.pieces(exact=marker is not None), nodes
        ):
            words = piece.printed
            if marker and piece.reason and words != source[piece.start : piece.end]:
                words = marker(change_of(piece, source))
            written[place].append(words)
        for own in apart.values():
            for place in own.places:
                if place >= 0:
                    self.parts[place] = "".join(written[place])


def _is_left_alone(passage: str) -> bool:
    """Return whether one mark keeps all of it as it is."""
    mark = next(find_marks(passage), None)
    if mark is None or not mark.leaves_alone:
        return False
    return (mark.start, mark.end) == (0, len(passage))


def _filled(text: str, escaped: Iterator[str]) -> str:
    return "".join(next(escaped) if char == ESCAPED else char for char in text)


def _slice_up(parts: list[str], nodes: Nodes, printed: str) -> None:
    start = 0
    for piece, place in zip(nodes.pieces, nodes.places, strict=True):
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
            end = min([piece.end, *starts[number + 1 : number + 2]])
            printed = piece.printed[start - piece.start : end - piece.start]
            yield nodes[number][1], Piece(start, end, printed, piece.reason)
            start, number = end, number + 1
