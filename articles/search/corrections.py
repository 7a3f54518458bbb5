"""What may have been meant where nothing was found, from titles and names alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import islice, product

from articles.models import Article, Listing
from articles.search.asking import Question, match_of
from articles.search.likeness import alike, mended, sound_alike
from articles.search.queries import Part, parts_of
from articles.search.reading import active_index, newest
from articles.search.synonyms import known_names, names_of
from articles.search.tokens import spelled

MOST_PROPOSALS = 3
_MOST_PARTS = 4
# Each is a query that stops at its first hit.
_MOST_PROBES = 16
# The most used tags and the newest titles are what readers have seen.
_MOST_TAGS = 5000
_MOST_TITLES = 300
_SHORTEST_PIECE = 2
_LATIN_WORD = re.compile(r"[A-Za-z]{4,}")


def did_you_mean(question: Question, version: int) -> list[str]:
    """Queries like this one that do find something for this reader, the likeliest first,
    at most three. To be asked where nothing was found.

    Names and words of titles that sound alike or differ by a letter, and words that were
    typed without spaces, cut where they can be found. Some twenty small queries.
    """
    index = active_index()
    parts = parts_of(question.query)
    if index is None or not parts:
        return []
    proposals = _Proposals(index, question, version)
    found: list[str] = []
    same: set[str] = set()
    for query in [*proposals.as_a_whole(parts), *proposals.by_parts(parts)]:
        # A term has several names, which find the same.
        if spelled(query) not in same:
            found.append(query)
            same.update(names_of(query, version))
    return found[:MOST_PROPOSALS]


class _Proposals:
    """Queries made for one question; only what was probed leaves it."""

    def __init__(self, index: int, question: Question, version: int) -> None:
        self.index = index
        self.question = question
        self.version = version
        self.probes = 0

    def as_a_whole(self, parts: list[Part]) -> Iterator[str]:
        """Names of several words, of which the query is one written wrong."""
        if len(parts) > 1 and not any(part.field or part.is_excluded for part in parts):
            words = spelled(" ".join(part.words for part in parts))
            names = alike(words, self.names, MOST_PROPOSALS)
            yield from filter(self.finds, map(self.written, names))

    def by_parts(self, parts: list[Part]) -> Iterator[str]:
        """The query with others in the place of what is nowhere on its own."""
        choices = [[_as_typed(part)] for part in parts]
        is_changed = False
        for place, part in enumerate(parts[:_MOST_PARTS]):
            if part.field or part.is_excluded or self.finds(_as_typed(part)):
                continue
            choices[place] = list(islice(self.instead_of(part.words), MOST_PROPOSALS))
            is_changed = True
        if is_changed:
            queries = map(" ".join, product(*choices))
            yield from islice(filter(self.finds, queries), MOST_PROPOSALS)

    def instead_of(self, words: str) -> Iterator[str]:
        typed = spelled(words)
        found = [
            *alike(typed, self.names, MOST_PROPOSALS),
            *mended(typed, self.names),
            *(piece for piece in self.pieces(len(typed)) if sound_alike(piece, typed)),
        ]
        yield from map(self.written, dict.fromkeys(found))
        if (cut := self.cut(typed)) != typed:
            yield cut

    def cut(self, typed: str) -> str:
        """The same words with spaces between the longest pieces that are found; as it is
        where a piece of it is nowhere."""
        pieces: list[str] = []
        for run in typed.split():
            while run and not run.isascii():
                length = self.longest(run)
                if not length:
                    return typed
                pieces.append(run[:length])
                run = run[length:]
            pieces += [run] if run else []
        return " ".join(pieces)

    def longest(self, run: str) -> int:
        """How much of the beginning of a run is found, by halves: where a piece is found,
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

    def finds(self, query: str) -> bool:
        """Whether the reader would find something: the labels of the question count."""
        self.probes += 1
        if self.probes > _MOST_PROBES or spelled(query) == spelled(self.question.query):
            return False
        match = match_of(replace(self.question, query=query), self.version)
        return bool(newest(self.index, match, 1, self.question.since))

    def written(self, name: str) -> str:
        return self.names.get(name, name)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names and Latin words that there are, as they are compared and as they are
        written. One query, and those of the titles."""
        used = Listing.objects.filter(
            language_group=self.question.language_group,
            tag__isnull=False,
            entry_count__gt=0,
        )
        tags = used.order_by("-entry_count", "pk").values_list("tag__name", flat=True)
        words = (word for title in self.titles for word in _LATIN_WORD.findall(title))
        return _by_spelling([*tags[:_MOST_TAGS], *words, *known_names(self.version)])

    @cached_property
    def titles(self) -> list[str]:
        """The newest ones. Two queries."""
        match = match_of(replace(self.question, query="", labels=()), self.version)
        ids = newest(self.index, match, _MOST_TITLES)
        titles = Article.objects.filter(pk__in=ids).values_list("title", flat=True)
        return list(titles)

    def pieces(self, length: int) -> list[str]:
        """Every piece of that many Han characters that stands in a title, once."""
        runs = (run for title in self.titles for run in spelled(title).split())
        found = (
            run[start : start + length]
            for run in runs
            if not run.isascii()
            for start in range(len(run) - length + 1)
        )
        return list(dict.fromkeys(found))


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
