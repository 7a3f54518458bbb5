"""Tokens in SQLite's FTS5.

One table without content. No row of such a table can be taken out, in SQLite before 3.43:
``SearchEntry`` says which docids count. Single characters are tokens of their own: found as
the beginnings of pairs, one that stands in every article takes 160 ms among 100,000 of them
instead of 5, though the index would be a fifth smaller.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from articles.search.documents import BREAK
from articles.search.expressions import (
    PREFIX,
    Group,
    MatchExpression,
    MatchSql,
    Phrase,
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
        table = _table(index)
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5(tokens, {_OPTIONS})"
            )
            cursor.executemany(
                f"INSERT INTO {table}({table}, rank) VALUES (%s, %s)",  # noqa: S608
                list(_SETTINGS.items()),
            )

    def drop(self, index: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS {_table(index)}")

    def add(self, index: int, documents: Iterable[tuple[int, str]]) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {_table(index)}(rowid, tokens) "  # noqa: S608
                "VALUES (%s, %s)",
                # Upwards: at every step back FTS5 writes out what it has gathered so far.
                sorted(documents),
            )

    def remove(self, index: int, docids: Iterable[int]) -> None:
        pass  # Not possible, and not needed.

    def docids(self, index: int) -> set[int]:
        table = _table(index)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT rowid FROM {table} WHERE {table} MATCH %s",  # noqa: S608
                [_quoted((BREAK,))],
            )
            return {docid for (docid,) in cursor.fetchall()}

    def settle(self, index: int) -> None:
        """Merge the segments into one, a little at a time."""
        pages = -_MERGE  # The first call also says that all are to be merged.
        while self._merge(_table(index), pages):
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

    def match(self, index: int, expression: MatchExpression) -> MatchSql:
        table = _table(index)
        wanted = " AND ".join(map(_any_of, expression.required))
        if expression.excluded:
            wanted = (
                f"({wanted}) NOT ({' OR '.join(map(_any_of, expression.excluded))})"
            )
        return MatchSql(table, f"{table}.rowid", f"{table} MATCH %s", (wanted,))


def _table(index: int) -> str:
    return f"articles_words_{index:d}"


def _any_of(group: Group) -> str:
    return f"({' OR '.join(map(_quoted, group))})"


def _quoted(phrase: Phrase) -> str:
    """Tokens hold letters, digits and our own marks: no quote among them."""
    words = " ".join(phrase)
    prefix = " *" if words.endswith(PREFIX) else ""
    return f'"{words.removesuffix(PREFIX)}"{prefix}'
