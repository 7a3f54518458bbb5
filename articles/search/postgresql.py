"""Tokens in PostgreSQL: one ``tsvector`` a place, found by a GIN index."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from articles.search.documents import BREAK, Document
from articles.search.matching import BEGUN, Group, Hits, Match, Phrase

# What a tsvector can hold: positions up to here, so many of one token, and so many bytes.
_LAST_POSITION = 16_383
_POSITIONS = 255
_BYTES = 900_000
# In kB: rows that are not yet in the index are read one by one, so few may wait.
_PENDING = 1024


class PostgreSQL:
    def create(self, index: int) -> None:
        self.drop(index)
        table = _table(index)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TABLE {table} "
                "(place bigint PRIMARY KEY, tokens tsvector NOT NULL)"
            )
            cursor.execute(
                f"CREATE INDEX {table}_tokens ON {table} USING gin (tokens) "
                f"WITH (gin_pending_list_limit = {_PENDING})"
            )

    def drop(self, index: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_table(index)}")

    def add(self, index: int, documents: Iterable[tuple[int, Document]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {_table(index)} (place, tokens) "  # noqa: S608
                "VALUES (%s, %s::tsvector)",
                [(place, _vector(document)) for place, document in documents],
            )

    def remove(self, index: int, places: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {_table(index)} WHERE place = ANY(%s)",  # noqa: S608
                [list(places)],
            )

    def places(self, index: int) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT place FROM {_table(index)}")  # noqa: S608
            return {place for (place,) in cursor.fetchall()}

    def settle(self, index: int) -> None:
        """Count how often tokens occur: by that the planner chooses its way."""
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {_table(index)}")

    def hits(self, index: int, match: Match) -> Hits:
        table = _table(index)
        condition = f"{table}.tokens @@ %s::tsquery"
        return Hits(table, f"{table}.place", condition, (_expression(match),))


def _table(index: int) -> str:
    return f"articles_words_{index:d}"


def _vector(document: Document) -> str:
    """The document as a tsvector is written: ``'token':3,17 …``.

    Beyond what one can hold, tokens lose their positions, so that phrases there are not
    found, and at last go missing.
    """
    positions: dict[str, list[int]] = {}
    size = 0
    for position, token in enumerate(document.words.split(" "), 1):
        if token == BREAK:
            continue
        if token not in positions:
            size += 8 + len(token.encode())
            if size > _BYTES:
                continue
            positions[token] = []
        own = positions[token]
        if position <= _LAST_POSITION and len(own) < _POSITIONS:
            own.append(position)
            size += 2
    for character in document.characters.split():
        positions.setdefault(character, [])
    return " ".join(
        f"'{token}':{','.join(map(str, own))}" if own else f"'{token}'"
        for token, own in positions.items()
    )


def _expression(match: Match) -> str:
    wanted = " & ".join(map(_any_of, match.required))
    for group in match.excluded:
        wanted += f" & !{_any_of(group)}"
    return wanted


def _any_of(group: Group) -> str:
    return f"({' | '.join(map(_phrase, group))})"


def _phrase(phrase: Phrase) -> str:
    """Tokens hold letters, digits and our own marks: no quote among them."""
    tokens = (f"'{token.removesuffix(BEGUN)}'" for token in phrase)
    begun = ":*" if phrase[-1].endswith(BEGUN) else ""
    return f"({' <-> '.join(tokens)}{begun})"
