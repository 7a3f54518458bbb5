"""Where tokens are stored and found: SQLite's FTS5, or PostgreSQL's full text with GIN.

Both keep one row per docid, made of the same tokens, and answer the same match expressions.
A backend writes SQL, so that a search is one query of one database: Django has no words for
FTS5, and its own for PostgreSQL know of no tokens but a parser's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db import connection

from articles.search.backends.postgresql import PostgreSQL
from articles.search.backends.sqlite import SQLite
from articles.search.expressions import MatchExpression, MatchSql


class Backend(Protocol):
    """Every method takes the number of the index."""

    def create(self, index: int) -> None:
        """Make an empty index, instead of what may be left of one. It can be added to;
        to be asked it must have been settled."""

    def drop(self, index: int) -> None:
        """Forget the whole index."""

    def add(self, index: int, documents: Iterable[tuple[int, str]]) -> None:
        """Store tokens, each document under a docid that nothing was ever stored under."""

    def remove(self, index: int, docids: Iterable[int]) -> None:
        """Give up the tokens of docids; a backend may keep them until the next rebuild."""

    def docids(self, index: int) -> set[int]:
        """Return every docid under which something is stored."""

    def settle(self, index: int) -> None:
        """Make ready for readers, when what there was is added."""

    def match(self, index: int, expression: MatchExpression) -> MatchSql:
        """Return the SQL that finds the docids of an expression, each once."""


def backend() -> Backend:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
