"""Tokens in PostgreSQL: one text of them a place, found by a GIN index over its words.

The index says which places hold all the tokens of a match; where tokens must stand side by
side, the text does. A ``tsvector`` with positions would say both, at twice the size and
three times the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from articles.search.documents import BREAK, SearchDocument
from articles.search.matching import (
    BEGUN,
    Group,
    Hits,
    Match,
    Phrase,
    is_one_character,
)

# What the index can hold of one text, in bytes; some 150,000 different pairs.
_BYTES = 900_000
# In kB: rows that are not yet in the index are read one by one, so few may wait.
_PENDING = 1024
# What an index is made in: with less it is merged from many pieces.
_MEMORY = "256MB"
# The words as a set, which the index is made of. The cost tells the planner never to take
# texts apart where the index knows the answer.
_TOKENS = "articles_tokens(words)"
_FUNCTION = """
    CREATE OR REPLACE FUNCTION articles_tokens(words text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$ BEGIN
        RETURN array_to_tsvector(string_to_array(btrim(words), ' '));
    END $$
"""


class PostgreSQL:
    def create(self, index: int) -> None:
        self.drop(index)
        with connection.cursor() as cursor:
            cursor.execute(_FUNCTION)
            cursor.execute(
                f"CREATE TABLE {_table(index)} "
                "(place bigint PRIMARY KEY, words text NOT NULL)"
            )

    def drop(self, index: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_table(index)}")

    def add(self, index: int, documents: Iterable[tuple[int, SearchDocument]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {_table(index)} (place, words) "  # noqa: S608
                "VALUES (%s, %s)",
                [(place, _words(document)) for place, document in documents],
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
        """Make what finds tokens, a tenth of the work of adding to it one by one; and count
        how often they occur: by that the planner chooses its way."""
        table = _table(index)
        # Who saves meanwhile need not wait. Within a transaction a first save makes an
        # empty index, which takes no time.
        beside = "" if connection.in_atomic_block else "CONCURRENTLY"
        with connection.cursor() as cursor:
            cursor.execute(f"SET maintenance_work_mem = '{_MEMORY}'")
            cursor.execute(
                f"CREATE INDEX {beside} {table}_tokens ON {table} USING gin ({_TOKENS}) "
                f"WITH (gin_pending_list_limit = {_PENDING})"
            )
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute(f"ANALYZE {table}, articles_searchentry")

    def hits(self, index: int, match: Match) -> Hits:
        table = _table(index)
        # In its order from the index: to walk through the places would mean to take each
        # text apart. An expression, so that no index has that order.
        tables = (
            f"(SELECT place + 0 AS place FROM {table} "  # noqa: S608
            f"WHERE {_TOKENS} @@ %s::tsquery ORDER BY 1 DESC) hits"
        )
        condition, parameters = _in_text(match)
        if (
            condition
        ):  # Looked at one by one from the newest on, until there are enough.
            tables += f" CROSS JOIN {table} texts"
            condition = f"texts.place = hits.place AND {condition}"
        parameters = [_expression(match), *parameters]
        return Hits(tables, "hits.place", condition or "TRUE", tuple(parameters))


def _table(index: int) -> str:
    return f"articles_words_{index:d}"


def _words(document: SearchDocument) -> str:
    """The tokens in their order with a space around each, and the characters that no
    token begins with: the others are found by what begins with them."""
    tokens = document.words.split()
    begun = {token[0] for token in tokens}
    rest = (c for c in document.characters.split() if c not in begun)
    for character in rest:
        tokens += BREAK, character
    if len(document.words) * 4 > _BYTES:
        tokens = _cut(tokens)
    return f" {' '.join(tokens)} "


def _cut(tokens: Sequence[str]) -> list[str]:
    """As many of the tokens as the index has bytes for."""
    size, kept = 0, {}
    for token in dict.fromkeys(tokens):
        size += len(token.encode())
        if size > _BYTES:
            break
        kept[token] = True
    return [token for token in tokens if token in kept]


def _in_text(match: Match) -> tuple[str, list[str]]:
    """What the text must say where tokens stand side by side; and the parameters."""
    conditions: list[str] = []
    parameters: list[str] = []
    for groups, sign in ((match.required, ""), (match.excluded, "NOT ")):
        for group in filter(_has_phrase, groups):
            each = " OR ".join(["strpos(texts.words, %s) > 0"] * len(group))
            conditions.append(f"{sign}({each})")
            parameters += map(_side_by_side, group)
    return " AND ".join(conditions), parameters


def _side_by_side(phrase: Phrase) -> str:
    """The phrase as it stands in the text of its words."""
    if _is_begun(phrase):
        return f" {' '.join(phrase).removesuffix(BEGUN)}"
    return phrase[0] if is_one_character(phrase) else f" {' '.join(phrase)} "


def _is_begun(phrase: Phrase) -> bool:
    return phrase[-1].endswith(BEGUN)


def _has_phrase(group: Group) -> bool:
    return any(len(phrase) > 1 for phrase in group)


def _expression(match: Match) -> str:
    wanted = " & ".join(map(_any_of, match.required))
    for group in match.excluded:
        if not _has_phrase(group):
            wanted += f" & !{_any_of(group)}"
    return wanted


def _any_of(group: Group) -> str:
    return f"({' | '.join(map(_all_of, group))})"


def _all_of(phrase: Phrase) -> str:
    """Tokens hold letters, digits and our own marks: no quote among them."""
    *tokens, last = (f"'{token.removesuffix(BEGUN)}'" for token in phrase)
    if _is_begun(phrase) or is_one_character(phrase):
        last += ":*"
    return f"({' & '.join([*tokens, last])})"
