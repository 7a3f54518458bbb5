"""Propose what may have been meant where nothing was found, from titles and names alone.

Fuzzy matching, of Han words by their sound, is pure; all its words are folded. Proposals
are as people wrote or typed them: 画 folds to 划, and nobody looks for a 划家.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from functools import cache, cached_property, lru_cache
from itertools import islice, product

from articles.models import Article, Listing
from articles.search.analysis import as_written, spelled
from articles.search.query import ParsedQuery, Part, expand, known_names, names_of
from articles.search.results import active_index, newest

MOST_PROPOSALS = 3
_MOST_PARTS = 4
# Each is a query that stops at its first hit.
_MOST_PROBES = 16
# The most used tags and the newest titles are what readers have seen.
_MOST_TAGS = 5000
_MOST_TITLES = 300
_SHORTEST_PIECE = 2
_LATIN_WORD = re.compile(r"[A-Za-z]{4,}")

# Of shorter words another character makes quite another word.
_SHORTEST_OFF = 3
_SHORTEST_LATIN = 4
_CLOSE = 0.8
# A longer run is a pasted sentence, and nobody's slip.
_LONGEST_REPAIRED = 12


def did_you_mean(query: ParsedQuery, version: int) -> list[str]:
    """Return queries like this one that do find something for this reader, the likeliest
    first, at most three. To be asked where nothing was found.

    Names and words of titles that sound alike or differ by a letter, and words that were
    typed without spaces, cut where they can be found. Some twenty small queries.
    """
    index = active_index()
    parts = query.parts
    if index is None or not parts:
        return []
    proposals = _Proposals(index, query, version)
    found: list[str] = []
    same: set[str] = set()
    for text in [*proposals.as_a_whole(parts), *proposals.by_parts(parts)]:
        # A term has several names, which find the same.
        if spelled(text) not in same:
            found.append(text)
            same.update(names_of(text, version))
    return found[:MOST_PROPOSALS]


class _Proposals:
    """Queries made instead of one; only what was probed leaves it."""

    def __init__(self, index: int, query: ParsedQuery, version: int) -> None:
        self.index = index
        self.query = query
        self.version = version
        self.probes = 0

    def as_a_whole(self, parts: list[Part]) -> Iterator[str]:
        """Names of several words, of which the query is one written wrong."""
        if len(parts) > 1 and not any(part.field or part.is_excluded for part in parts):
            words = spelled(" ".join(part.words for part in parts))
            names = fuzzy_matches(words, self.names, MOST_PROPOSALS)
            yield from filter(self.finds, map(self.written, names))

    def by_parts(self, parts: list[Part]) -> Iterator[str]:
        """The query with others instead of the parts that find nothing on their own."""
        choices = [[_as_typed(part)] for part in parts]
        for number, part in enumerate(parts[:_MOST_PARTS]):
            if part.field or part.is_excluded or self.finds(_as_typed(part)):
                continue
            choices[number] = list(islice(self.instead_of(part.words), MOST_PROPOSALS))
        queries = map(" ".join, product(*choices))
        yield from islice(filter(self.finds, queries), MOST_PROPOSALS)

    def instead_of(self, words: str) -> Iterator[str]:
        typed, written = spelled(words), as_written(words)
        pieces = self.pieces(len(typed))
        yield from dict.fromkeys(
            [
                *map(self.written, fuzzy_matches(typed, self.names, MOST_PROPOSALS)),
                *repaired(typed, self.names, written),
                *(text for piece, text in pieces.items() if sound_alike(piece, typed)),
            ]
        )
        lengths = self.cut(typed)
        if len(lengths) > len(typed.split()):
            letters = iter(written.replace(" ", ""))
            yield " ".join("".join(islice(letters, length)) for length in lengths)

    def cut(self, typed: str) -> list[int]:
        """Return the lengths of the longest pieces that are found, without spaces; none
        where a piece is nowhere."""
        pieces: list[int] = []
        for run in typed.split():
            while run and not run.isascii():
                length = self.longest(run)
                if not length:
                    return []
                pieces.append(length)
                run = run[length:]
            pieces += [len(run)] if run else []
        return pieces

    def longest(self, run: str) -> int:
        """Measure how much of the beginning of a run is found, by halves: where a piece is found,
        so is every shorter one. Nothing where a single character would be left over."""
        known, unknown = 0, len(run) + 1
        length = len(run)
        while unknown - known > 1:
            known, unknown = (
                (length, unknown) if self.finds(run[:length]) else (known, length)
            )
            length = max((known + unknown) // 2, _SHORTEST_PIECE)
            if length >= unknown:
                break
        if known != len(run) - 1:
            return known
        return known - 1 if known > _SHORTEST_PIECE else 0

    def finds(self, text: str) -> bool:
        """Say whether the reader would find something: the labels of the query count."""
        self.probes += 1
        if self.probes > _MOST_PROBES or spelled(text) == spelled(self.query.text):
            return False
        expression = expand(replace(self.query, text=text), self.version)
        return bool(newest(self.index, expression, 1, self.query.since))

    def written(self, name: str) -> str:
        return self.names.get(name, name)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names and Latin words that there are, as they are compared and as they are
        written. One query, and those of the titles."""
        used = Listing.objects.filter(
            language_group=self.query.language_group,
            tag__isnull=False,
            entry_count__gt=0,
        )
        tags = used.order_by("-entry_count", "pk").values_list("tag__name", flat=True)
        words = (word for title in self.titles for word in _LATIN_WORD.findall(title))
        return _by_spelling([*tags[:_MOST_TAGS], *words, *known_names(self.version)])

    @cached_property
    def titles(self) -> list[str]:
        """The newest ones. Two queries."""
        everything = replace(self.query, text="", labels=())
        ids = newest(self.index, expand(everything, self.version), _MOST_TITLES)
        titles = Article.objects.filter(pk__in=ids).values_list("title", flat=True)
        return list(titles)

    def pieces(self, length: int) -> dict[str, str]:
        """Return every piece of that many Han characters that stands in a title, folded
        and as it is written."""
        found: dict[str, str] = {}
        for title in self.titles:
            written = as_written(title)
            runs = zip(spelled(title).split(), written.split(), strict=True)
            for run, text in runs:
                if not run.isascii():
                    for start in range(len(run) - length + 1):
                        end = start + length
                        found.setdefault(run[start:end], text[start:end])
        return found


def _by_spelling(names: Iterable[str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(spelled(name), name)
    known.pop("", None)
    return known


def _as_typed(part: Part) -> str:
    words = f'"{part.words}"' if " " in part.words else part.words
    field = f"{part.field}:" if part.field else ""
    return f"{'-' * part.is_excluded}{field}{words}"


def fuzzy_matches(word: str, words: Iterable[str], most: int) -> list[str]:
    """Return the words that may be meant by this one, the likeliest first.

    Han words that sound alike come first, then those that are one character off; Latin
    ones by the letters they share.
    """
    others = [other for other in dict.fromkeys(words) if other != word]
    if word.isascii():
        return _spelled_alike(word, others, most)
    sounding = [other for other in others if sound_alike(word, other)]
    near = (other for other in others if is_one_off(word, other))
    return list(dict.fromkeys([*sounding, *near]))[:most]


def repaired(run: str, names: Mapping[str, str], written: str) -> Iterator[str]:
    """Yield a run of Han characters with a piece replaced by a name that sounds like it.

    ``names`` and the run have their forms as ``written``, in which it is yielded.
    """
    if len(run) > _LONGEST_REPAIRED:
        return
    for name, name_written in names.items():
        for start in range(len(run) - len(name) + 1):
            end = start + len(name)
            if run[start:end] != name and sound_alike(run[start:end], name):
                yield f"{written[:start]}{name_written}{written[end:]}"


def sound_alike(one: str, other: str) -> bool:
    """Say whether two words sound alike, whatever the tones. A character may have several
    readings: one in common is enough."""
    return len(one) == len(other) and all(map(_same_sound, one, other))


def is_one_off(one: str, other: str) -> bool:
    """Say whether a character more, less or another makes one word of the other."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1 or len(short) < _SHORTEST_OFF - 1:
        return False
    if len(long) < _SHORTEST_OFF:
        return False
    at = next((n for n, char in enumerate(short) if char != long[n]), len(short))
    rest = short[at:] if len(short) < len(long) else short[at + 1 :]
    return rest == long[at + 1 :]


def _spelled_alike(word: str, others: Iterable[str], most: int) -> list[str]:
    if len(word) < _SHORTEST_LATIN:
        return []
    latin = (other for other in others if other.isascii())
    near = [other for other in latin if abs(len(other) - len(word)) <= 2]
    return get_close_matches(word, near, most, _CLOSE)


def _same_sound(one: str, other: str) -> bool:
    return one == other or not _sounds(one).isdisjoint(_sounds(other))


@lru_cache(maxsize=10_000)
def _sounds(char: str) -> frozenset[str]:
    """The readings of a character, without tones; none for what has no reading."""
    readings = _readings().get(ord(char), "")
    return frozenset(map(_without_tone, filter(None, readings.split(","))))


def _without_tone(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading)
    return "".join(char for char in parts if unicodedata.category(char) != "Mn")


@cache
def _readings() -> dict[int, str]:
    # Its dictionaries take 55 MB: only where nothing was found they are wanted.
    from pypinyin.constants import PINYIN_DICT

    return PINYIN_DICT
