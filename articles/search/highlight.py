"""Mark what was asked for in a text, and cut an excerpt around it.

A text matches as its tokens do: folded, whole words alone, and with or without a space
between Han and Latin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from articles.rendering import is_han
from articles.search.analysis import HAN, JOINT, RUN, fold, fold_with_offsets
from articles.search.query import forms_of, join_names, parse

# A Han character counts for two, so an excerpt is 110 of them, or 220 Latin letters.
_LONGEST = 220
_BEFORE = _NEAR = _LONGEST // 3
# The characters met so far that fold to one.
_SINGLE: set[str] = set()
# Whatever stands further on is not looked for: no text may cost without end.
_READ = 50_000
_MOST_MATCHES = 200
_LONGEST_WORD = 40

_SIGN = r"[\W_]"
_LETTER = rf"[^\W\d_{HAN}]"
_SENTENCE_END = re.compile(r"[。！？!?…]+[”’」』）)\"']*|\.[”’)\"']*(?=\s)")
_CLAUSE_END = re.compile(r"[，、；：,;:]\s?|\s")
_DANGLING = " ,;:，、；：。"
# Between paragraphs; a full-width sign has room enough.
_GAP = re.compile(r"(?<=[，。！？；：、])\s+")


class Piece(NamedTuple):
    text: str
    is_match: bool


@dataclass(frozen=True)
class Span:
    """A match from ``start`` to ``end``; ``number`` is that of its pattern."""

    start: int
    end: int
    number: int


class Highlighter:
    """Finds what a query wants to see in texts, by the term base of a version.

    One query to the database for the first of a version. Names of labels and what is
    excluded are not looked for.
    """

    def __init__(self, query: str, version: int) -> None:
        self.patterns: list[re.Pattern[str]] = []
        for part in join_names(parse(query), version):
            if not (part.field or part.is_excluded):
                forms = forms_of(part.words, version)
                patterns = dict.fromkeys(filter(None, map(_pattern, forms)))
                # The longest first: of S&P 500 more is marked than S&P.
                either = "|".join(sorted(patterns, key=len, reverse=True))
                self.patterns.append(re.compile(either))

    def pieces(self, text: str) -> list[Piece]:
        """Return the whole text, cut where matches begin and end."""
        pieces, end = [], 0
        for span in self.spans(text):
            pieces.append(Piece(text[end : span.start], False))
            pieces.append(Piece(text[span.start : span.end], True))
            end = span.end
        pieces.append(Piece(text[end:], False))
        return [piece for piece in pieces if piece.text]

    def excerpt(self, texts: Iterable[str]) -> str:
        """Return the sentences around the matches of the text that has most of them.

        Without any match the first text's beginning. Where a sentence is cut there is an
        ellipsis. Give plain text on one line.
        """
        best, chosen = "", _NO_CLUSTER
        for text in filter(None, texts):
            text = text[:_READ]
            cluster = _densest(self.spans(text))
            if not best or cluster.found > chosen.found:
                best, chosen = text, cluster
        return _around(best, chosen)

    def spans(self, text: str) -> list[Span]:
        """Return the matches in order, none within another."""
        folded, offsets = _folded(text)
        found = []
        for number, pattern in enumerate(self.patterns):
            for match in islice(pattern.finditer(folded), _MOST_MATCHES):
                end = offsets[match.end() - 1] + 1
                while end < len(text) and not fold(text[end]):  # A lone accent.
                    end += 1
                found.append(Span(offsets[match.start()], end, number))
        found.sort(key=lambda span: (span.start, -span.end))
        return list(_apart(found))


def _pattern(folded: str) -> str:
    """Finds a folded phrase where its tokens stand side by side."""
    pattern, last = "", ""
    for run in RUN.finditer(folded):
        han, word = run.groups()
        kind = "han" if han else "digit" if word[0].isdecimal() else "letter"
        if pattern:
            pattern += f"{_SIGN}+" if kind == last else f"{_SIGN}*"
        pattern += f"{JOINT}*".join(han) if han else _whole(word, kind)
        last = kind
    return pattern


def _whole(word: str, kind: str) -> str:
    own = r"\d" if kind == "digit" else _LETTER
    # The word comes first: a pattern that begins with letters is found much faster.
    return f"{re.escape(word)}(?<!{own}{re.escape(word)})(?!{own})"


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """As ``fold_with_offsets``, at a tenth of the cost for most texts."""
    for char in set(text) - _SINGLE:
        folded = fold(char)
        if len(folded) != 1:
            return fold_with_offsets(text)
        _SINGLE.add(char)
    return fold(text), range(len(text))


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end


@dataclass(frozen=True)
class _Cluster:
    """Matches that stand close together, and how many different ones are among them."""

    start: int
    end: int
    found: int


_NO_CLUSTER = _Cluster(0, 0, 0)


def _densest(spans: Sequence[Span]) -> _Cluster:
    """The first cluster with most different matches."""
    best, after = _NO_CLUSTER, 0
    most = len({span.number for span in spans})
    near: Counter[int] = Counter()
    for number, first in enumerate(spans):
        while after <= number or (
            after < len(spans) and spans[after].end - first.start <= _NEAR
        ):
            near[spans[after].number] += 1
            after += 1
        if len(near) > best.found:
            best = _Cluster(first.start, spans[after - 1].end, len(near))
            if best.found == most:
                break
        near[first.number] -= 1
        if not near[first.number]:
            del near[first.number]
    return best


def _around(text: str, cluster: _Cluster) -> str:
    start = _start(text, cluster.start)
    end = _end(text, start, cluster.end)
    excerpt = text[start:end].strip()
    if not _ends_sentence(text, start):
        excerpt = f"…{excerpt.lstrip(_DANGLING)}"
    if end < len(text) and not _ends_sentence(text, end):
        excerpt = f"{excerpt.rstrip(_DANGLING)}…"
    return _GAP.sub("", excerpt)


def _start(text: str, at: int) -> int:
    """Return the start of the sentence, if that is near; else a clause, else any word."""
    earliest = _back(text, at, _BEFORE)
    if not earliest:
        return 0
    before = text[earliest:at]
    for ending in (_SENTENCE_END, _CLAUSE_END):
        for found in ending.finditer(before):
            return earliest + found.end()
    return _at_word(text, earliest, at)


def _end(text: str, start: int, earliest: int) -> int:
    """Return the end of a sentence, if that leaves enough to read; else a clause or a word."""
    latest = max(_forth(text, start, _LONGEST), earliest)
    if latest == len(text):
        return latest
    for ending, least in ((_SENTENCE_END, 0.6), (_CLAUSE_END, 0.85)):
        first = max(earliest, start + int((latest - start) * least))
        ends = [found.end() for found in ending.finditer(text, start, latest)]
        if ends and ends[-1] >= first:
            return ends[-1]
    return _at_word(text, latest, max(start, earliest))


def _ends_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 8) : at].rstrip()
    return not before or any(
        found.end() == len(before) for found in _SENTENCE_END.finditer(f"{before} ")
    )


def _back(text: str, at: int, size: int) -> int:
    while at and size > 0:
        at -= 1
        size -= 1 + is_han(text[at])
    return at


def _forth(text: str, at: int, size: int) -> int:
    while at < len(text) and size > 0:
        size -= 1 + is_han(text[at])
        at += 1
    return at


def _at_word(text: str, at: int, other: int) -> int:
    """The nearest offset, towards the other one, that cuts no word."""
    step = 1 if other > at else -1
    for near in range(at, at + step * min(_LONGEST_WORD, abs(other - at)), step):
        if _may_cut(text[near - 1], text[near]):
            return near
    return at


def _may_cut(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return True
    return is_han(after) or (is_han(before) and after.isalnum())
