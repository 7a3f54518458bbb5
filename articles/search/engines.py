"""Where tokens are kept and found: SQLite's FTS5, or PostgreSQL's full text with GIN.

Both keep one row per place, made of the same tokens, and answer the same matches. An
engine is plain functions over SQL, so that a search is one query of one database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from django.db import connection

from articles.search.documents import SearchDocument
from articles.search.matching import Hits, Match
from articles.search.postgresql import PostgreSQL
from articles.search.sqlite import SQLite


class Engine(Protocol):
    """Every method takes the number of the index."""

    def create(self, index: int) -> None:
        """Make an empty index, instead of what may be left of one. It can be added to;
        to be asked it must have been settled."""

    def drop(self, index: int) -> None:
        """Forget the whole index."""

    def add(self, index: int, documents: Iterable[tuple[int, SearchDocument]]) -> None:
        """Store documents, each under a place that nothing was ever stored under."""

    def remove(self, index: int, places: Iterable[int]) -> None:
        """Give up the tokens of places; an engine may keep them until the next rebuild."""

    def places(self, index: int) -> set[int]:
        """Every place under which something is stored."""

    def settle(self, index: int) -> None:
        """Make ready for readers, when what there was is added."""

    def hits(self, index: int, match: Match) -> Hits:
        """What finds the places of a match, each once."""


def engine() -> Engine:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
