"""Where a text says what was asked for, and the few sentences around it.

Pure, but for ``wanted_of``. A text matches as its tokens do: folded, whole words alone,
and with or without a space between Han and Latin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from articles.rendering import is_han
from articles.search.asking import whole_names
from articles.search.folding import fold, fold_with_places
from articles.search.queries import parts_of
from articles.search.synonyms import names_of
from articles.search.tokens import HAN, RUN

# How each thing that was asked for is found in a folded text.
Wanted = tuple[re.Pattern[str], ...]

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
    """A match from ``start`` to ``end``; ``number`` says which of the things wanted."""

    start: int
    end: int
    number: int


def wanted_of(query: str, version: int) -> Wanted:
    """What a query wants to see in a text, by the term base of that version.

    One query at the first call of a version. Names of labels and what is excluded are
    not looked for.
    """
    wanted = []
    for part in whole_names(parts_of(query), version):
        if not (part.field or part.is_excluded):
            names = names_of(fold(part.words), version)
            patterns = dict.fromkeys(filter(None, map(_pattern, names)))
            # The longest first: of S&P 500 more is marked than S&P.
            either = "|".join(sorted(patterns, key=len, reverse=True))
            wanted.append(re.compile(either))
    return tuple(wanted)


def _pattern(folded: str) -> str:
    """Finds a folded phrase where its tokens stand side by side."""
    pattern, last, end = "", "", 0
    for run in RUN.finditer(folded):
        han, word = run.groups()
        kind = "han" if han else "digit" if word[0].isdecimal() else "letter"
        if pattern:
            pattern += f"{_SIGN}+" if kind == last else f"{_SIGN}*"
        pattern += re.escape(han) if han else _whole(word, kind)
        last, end = kind, run.end()
    return pattern if end else ""


def _whole(word: str, kind: str) -> str:
    own = r"\d" if kind == "digit" else _LETTER
    # The word comes first: a pattern that begins with letters is found much faster.
    return f"{re.escape(word)}(?<!{own}{re.escape(word)})(?!{own})"


def spans_in(text: str, wanted: Wanted) -> list[Span]:
    """The matches in order, none within another."""
    folded, places = _folded(text)
    found = []
    for number, pattern in enumerate(wanted):
        for count, match in enumerate(pattern.finditer(folded)):
            if count == _MOST_MATCHES:
                break
            end = places[match.end() - 1] + 1
            while end < len(text) and not fold(text[end]):  # An accent on its own.
                end += 1
            found.append(Span(places[match.start()], end, number))
    found.sort(key=lambda span: (span.start, -span.end))
    return list(_apart(found))


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """As ``fold_with_places``, at a tenth of the cost for most texts."""
    for char in set(text) - _SINGLE:
        folded = fold(char)
        if len(folded) == 1:
            _SINGLE.add(char)
        elif folded.isspace():
            text = text.replace(char, " ")  # An ellipsis would be three.
        else:
            return fold_with_places(text)
    return fold(text), range(len(text))


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    end = 0
    for span in spans:
        if span.start >= end:
            yield span
            end = span.end


def pieces_of(text: str, wanted: Wanted) -> list[Piece]:
    """The whole text, cut where matches begin and end."""
    pieces, end = [], 0
    for span in spans_in(text, wanted):
        pieces.append(Piece(text[end : span.start], False))
        pieces.append(Piece(text[span.start : span.end], True))
        end = span.end
    pieces.append(Piece(text[end:], False))
    return [piece for piece in pieces if piece.text]


def excerpt_of(texts: Iterable[str], wanted: Wanted) -> str:
    """Of the text that has most of what is wanted, the sentences around it.

    Without any match the first text's beginning. Where a sentence is cut there is an
    ellipsis. Give plain text on one line.
    """
    best, chosen = "", _NOWHERE
    for text in filter(None, texts):
        text = text[:_READ]
        place = _densest(spans_in(text, wanted))
        if not best or place.found > chosen.found:
            best, chosen = text, place
    return _around(best, chosen)


@dataclass(frozen=True)
class _Place:
    """From the first match to the last, and how many different ones are among them."""

    start: int
    end: int
    found: int


_NOWHERE = _Place(0, 0, 0)


def _densest(spans: Sequence[Span]) -> _Place:
    """The first place where most different matches stand close together."""
    best, after = _NOWHERE, 0
    most = len({span.number for span in spans})
    near: Counter[int] = Counter()
    for place, first in enumerate(spans):
        while after <= place or (
            after < len(spans) and spans[after].end - first.start <= _NEAR
        ):
            near[spans[after].number] += 1
            after += 1
        if len(near) > best.found:
            best = _Place(first.start, spans[after - 1].end, len(near))
            if best.found == most:
                break
        near[first.number] -= 1
        if not near[first.number]:
            del near[first.number]
    return best


def _around(text: str, place: _Place) -> str:
    start = _start(text, place.start)
    end = _end(text, start, place.end)
    excerpt = text[start:end].strip()
    if not _ends_sentence(text, start):
        excerpt = f"…{excerpt.lstrip(_DANGLING)}"
    if end < len(text) and not _ends_sentence(text, end):
        excerpt = f"{excerpt.rstrip(_DANGLING)}…"
    return _GAP.sub("", excerpt)


def _start(text: str, at: int) -> int:
    """Where the sentence begins, if that is near; else a clause, else any word."""
    earliest = _back(text, at, _BEFORE)
    if not earliest:
        return 0
    before = text[earliest:at]
    for ending in (_SENTENCE_END, _CLAUSE_END):
        for found in ending.finditer(before):
            return earliest + found.end()
    return _at_word(text, earliest, at)


def _end(text: str, start: int, earliest: int) -> int:
    """Where a sentence ends, if that leaves enough to read; else a clause or a word."""
    latest = max(_forth(text, start, _LONGEST), earliest)
    if latest == len(text):
        return latest
    for ending, least in ((_SENTENCE_END, 0.6), (_CLAUSE_END, 0.85)):
        first = max(earliest, start + int((latest - start) * least))
        ends = [found.end() for found in ending.finditer(text, start, latest)]
        if ends and ends[-1] >= first:
            return ends[-1]
    return _at_word(text, latest, max(start, earliest))


def _ends_sentence(text: str, place: int) -> bool:
    before = text[max(0, place - 8) : place].rstrip()
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


def _at_word(text: str, place: int, other: int) -> int:
    """The nearest place, towards the other one, where no word is cut."""
    step = 1 if other > place else -1
    for near in range(
        place, place + step * min(_LONGEST_WORD, abs(other - place)), step
    ):
        if _may_cut(text[near - 1], text[near]):
            return near
    return place


def _may_cut(before: str, after: str) -> bool:
    if before.isspace() or after.isspace():
        return True
    return is_han(after) or (is_han(before) and after.isalnum())
