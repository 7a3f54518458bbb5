"""Tokens in PostgreSQL: one text of them a docid, found by a GIN index over its words.

The index says which docids hold all the tokens of an expression; where tokens must stand
side by side, the text does. A ``tsvector`` with positions would say both, at twice the size
and three times the work.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from articles.search.documents import CHARACTER
from articles.search.expressions import (
    PREFIX,
    Group,
    MatchExpression,
    MatchSql,
    Phrase,
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
                "(docid bigint PRIMARY KEY, words text NOT NULL)"
            )

    def drop(self, index: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_table(index)}")

    def add(self, index: int, documents: Iterable[tuple[int, str]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {_table(index)} (docid, words) "  # noqa: S608
                "VALUES (%s, %s)",
                [(docid, _words(tokens)) for docid, tokens in documents],
            )

    def remove(self, index: int, docids: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {_table(index)} WHERE docid = ANY(%s)",  # noqa: S608
                [list(docids)],
            )

    def docids(self, index: int) -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT docid FROM {_table(index)}")  # noqa: S608
            return {docid for (docid,) in cursor.fetchall()}

    def settle(self, index: int) -> None:
        """Make what finds tokens, a tenth of the work of adding to it one by one; and count
        how often they occur: by that the planner chooses its way."""
        table = _table(index)
        # Who saves meanwhile need not wait. Within a transaction a first save makes an
        # empty index, which takes no time.
        concurrently = "" if connection.in_atomic_block else "CONCURRENTLY"
        with connection.cursor() as cursor:
            cursor.execute(f"SET maintenance_work_mem = '{_MEMORY}'")
            cursor.execute(
                f"CREATE INDEX {concurrently} {table}_tokens ON {table} "
                f"USING gin ({_TOKENS}) WITH (gin_pending_list_limit = {_PENDING})"
            )
            cursor.execute("RESET maintenance_work_mem")
            cursor.execute(f"ANALYZE {table}, articles_searchentry")

    def match(self, index: int, expression: MatchExpression) -> MatchSql:
        table = _table(index)
        # In its order from the index: to walk through the docids would mean to take each
        # text apart. An expression, so that no index has that order.
        tables = (
            f"(SELECT docid + 0 AS docid FROM {table} "  # noqa: S608
            f"WHERE {_TOKENS} @@ %s::tsquery ORDER BY 1 DESC) hits"
        )
        condition, parameters = _in_text(expression)
        if condition:
            # Looked at one by one from the newest on, until there are enough.
            tables += f" CROSS JOIN {table} texts"
            condition = f"texts.docid = hits.docid AND {condition}"
        parameters = [_tsquery(expression), *parameters]
        return MatchSql(tables, "hits.docid", condition or "TRUE", tuple(parameters))


def _table(index: int) -> str:
    return f"articles_words_{index:d}"


def _words(document: str) -> str:
    """The tokens with a space around each, without the characters that another token
    begins with: such a token finds them, at no cost in size."""
    tokens = document.split()
    begun = {token[0] for token in tokens}
    tokens = [t for t in tokens if t[0] != CHARACTER or t[1] not in begun]
    if len(document) * 4 > _BYTES:
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


def _in_text(expression: MatchExpression) -> tuple[str, list[str]]:
    """The condition that tokens stand side by side in the text, and its parameters."""
    conditions: list[str] = []
    parameters: list[str] = []
    for groups, sign in ((expression.required, ""), (expression.excluded, "NOT ")):
        for group in filter(_has_phrase, groups):
            each = " OR ".join(["strpos(texts.words, %s) > 0"] * len(group))
            conditions.append(f"{sign}({each})")
            parameters += map(_side_by_side, group)
    return " AND ".join(conditions), parameters


def _side_by_side(phrase: Phrase) -> str:
    """The phrase as it stands in the text of its words."""
    if phrase[0].startswith(CHARACTER):
        return phrase[0].removeprefix(CHARACTER)
    words = f" {' '.join(phrase)}"
    return words.removesuffix(PREFIX) if words.endswith(PREFIX) else f"{words} "


def _has_phrase(group: Group) -> bool:
    return any(len(phrase) > 1 for phrase in group)


def _tsquery(expression: MatchExpression) -> str:
    wanted = " & ".join(map(_any_of, expression.required))
    for group in expression.excluded:
        if not _has_phrase(group):
            wanted += f" & !{_any_of(group)}"
    return wanted


def _any_of(group: Group) -> str:
    return f"({' | '.join(map(_all_of, group))})"


def _all_of(phrase: Phrase) -> str:
    """Tokens hold letters, digits and our own marks: no quote among them."""
    if phrase[0].startswith(CHARACTER):
        return f"('{phrase[0]}' | '{phrase[0].removeprefix(CHARACTER)}':*)"
    return f"({' & '.join(map(_lexeme, phrase))})"


def _lexeme(token: str) -> str:
    if token.endswith(PREFIX):
        return f"'{token.removesuffix(PREFIX)}':*"
    return f"'{token}'"
