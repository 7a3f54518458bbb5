"""Tokens in SQLite's FTS5.

Two tables without content: one with positions for words and pairs, one without for single
characters, which would be half as large again in the first. No row of such a table can be
taken out, in SQLite before 3.43: ``SearchEntry`` says which places count.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from operator import itemgetter

from django.db import connection

from articles.search.documents import BREAK, SearchDocument
from articles.search.matching import (
    BEGUN,
    EVERYTHING,
    Group,
    Hits,
    Match,
    is_label,
    is_one_character,
    is_single,
)

# The tokens come ready: FTS5 has only to cut at spaces, which this does fastest.
_OPTIONS = "content='', columnsize=0, tokenize='ascii'"
# A whole transaction is gathered before it is written, and more of what was written is
# merged at once: every token is written anew half as often.
_SETTINGS = {"hashsize": 32 * 1024 * 1024, "automerge": 8}
# In pages; small enough that no one who saves an article has to wait for a merge.
_MERGE = 500


class SQLite:
    def create(self, index: int) -> None:
        self.drop(index)
        words, characters = _tables(index)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE {words} USING fts5(tokens, {_OPTIONS})"
            )
            cursor.execute(
                f"CREATE VIRTUAL TABLE {characters} "
                f"USING fts5(tokens, detail=none, {_OPTIONS})"
            )
            for table, setting in product((words, characters), _SETTINGS.items()):
                cursor.execute(
                    f"INSERT INTO {table}({table}, rank) VALUES (%s, %s)",  # noqa: S608
                    setting,
                )

    def drop(self, index: int) -> None:
        with connection.cursor() as cursor:
            for table in _tables(index):
                cursor.execute(f"DROP TABLE IF EXISTS {table}")

    def add(self, index: int, documents: Iterable[tuple[int, SearchDocument]]) -> None:
        words, characters = _tables(index)
        # Upwards: at every step back FTS5 writes out what it has gathered so far.
        rows = sorted(documents, key=itemgetter(0))
        with connection.cursor() as cursor:
            for table, values in (
                (words, [(place, document.words) for place, document in rows]),
                (characters, [(place, own.characters) for place, own in rows]),
            ):
                cursor.executemany(
                    f"INSERT INTO {table}(rowid, tokens) VALUES (%s, %s)",  # noqa: S608
                    values,
                )

    def remove(self, index: int, places: Iterable[int]) -> None:
        pass  # Not possible, and not needed.

    def places(self, index: int) -> set[int]:
        words, _characters = _tables(index)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid FROM {words} WHERE {words} MATCH %s",  # noqa: S608
                [_quoted((BREAK,))],
            )
            return {place for (place,) in cursor.fetchall()}

    def settle(self, index: int) -> None:
        """Merge the segments into one, a little at a time."""
        for table in _tables(index):
            pages = -_MERGE  # The first call also says that all are to be merged.
            while self._merge(table, pages):
                pages = _MERGE

    def _merge(self, table: str, pages: int) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT total_changes()")
            (before,) = cursor.fetchone()
            cursor.execute(
                f"INSERT INTO {table}({table}, rank) VALUES ('merge', %s)",  # noqa: S608
                [pages],
            )
            cursor.execute("SELECT total_changes()")
            (after,) = cursor.fetchone()
        # FTS5's own way to say that nothing was left to do: one change or none.
        return bool(after - before >= 2)

    def hits(self, index: int, match: Match) -> Hits:
        words, characters = _tables(index)
        wanted, unwanted = _Sides(match.required), _Sides(match.excluded)
        main, beside = words, characters
        if wanted.characters and not wanted.words:
            main, beside = characters, words
        at_characters = main == characters
        own = [*wanted.labels, *wanted.of(at_characters)] or [EVERYTHING]
        without = [*unwanted.labels, *unwanted.of(at_characters)]
        conditions, parameters = [f"{main} MATCH %s"], [_expression(own, without)]
        for sides, sign in ((wanted, "IN"), (unwanted, "NOT IN")):
            for group in sides.of(not at_characters):
                conditions.append(_among(main, sign, beside))
                parameters.append(_any_of(group))
            for group in sides.mixed:
                conditions.append(_among(main, sign, words, characters))
                apart = (
                    tuple(p for p in group if is_one_character(p) is is_one)
                    for is_one in (False, True)
                )
                parameters += map(_any_of, apart)
        condition = " AND ".join(conditions)
        return Hits(main, f"{main}.rowid", condition, tuple(parameters))


def _among(main: str, sign: str, *tables: str) -> str:
    """A condition that a place is among those that any of the tables finds."""
    each = (f"SELECT rowid FROM {table} WHERE {table} MATCH %s" for table in tables)  # noqa: S608
    # The plus keeps SQLite from asking FTS5 again for every one of them.
    return f"+{main}.rowid {sign} ({' UNION ALL '.join(each)})"


class _Sides:
    """Groups by the table that finds them; labels are in both."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self.labels: list[Group] = []
        self.words: list[Group] = []
        self.characters: list[Group] = []
        self.mixed: list[Group] = []  # One character, or a longer name of the same.
        for group in groups:
            if is_label(group[0]):
                self.labels.append(group)
            elif is_single(group):
                self.characters.append(group)
            elif any(map(is_one_character, group)):
                self.mixed.append(group)
            else:
                self.words.append(group)

    def of(self, is_characters: bool) -> list[Group]:
        return self.characters if is_characters else self.words


def _tables(index: int) -> tuple[str, str]:
    return f"articles_words_{index:d}", f"articles_characters_{index:d}"


def _expression(required: list[Group], excluded: list[Group]) -> str:
    """In FTS5's language. Something must be required."""
    wanted = " AND ".join(map(_any_of, required))
    if not excluded:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(_any_of, excluded))})"


def _any_of(group: Group) -> str:
    return f"({' OR '.join(map(_quoted, group))})"


def _quoted(phrase: tuple[str, ...]) -> str:
    """Tokens hold letters, digits and our own marks: no quote among them."""
    words = " ".join(phrase)
    begun = " *" if words.endswith(BEGUN) else ""
    return f'"{words.removesuffix(BEGUN)}"{begun}'
