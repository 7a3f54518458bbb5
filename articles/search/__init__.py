"""Search that finds Chinese in either script, drafts for editors, and never by accident.

``analysis`` cuts texts into tokens, ``documents`` makes of an article what the index holds.
``index`` keeps the index in the transaction that stores an article, under ``docids`` that
sort by time, with ``entries`` for its rows; ``rebuild`` indexes many. ``query`` parses what
was typed and expands it, in all its ``spellings``, to a match expression (``expressions``),
which ``backends`` find.
``results`` is what doors call, ``highlight`` marks matches in a text, ``suggest`` and
``corrections`` help readers to a query.
"""

from __future__ import annotations

from articles.search.analysis import tokenise
from articles.search.corrections import did_you_mean
from articles.search.documents import (
    ArticleRelations,
    label,
    make_document,
    texts_of,
)
from articles.search.highlight import Highlighter, Piece
from articles.search.index import (
    forget_articles,
    index_articles,
    lock_index,
    mark_stale,
)
from articles.search.query import ParsedQuery
from articles.search.rebuild import (
    AlreadyRebuilding,
    Drift,
    rebuild_index,
    reindex_stale,
    stale_count,
)
from articles.search.results import (
    Order,
    SearchResults,
    count_results,
    find_articles,
    ids_for_editors,
)
from articles.search.suggest import Suggestion, suggest

__all__ = [
    "AlreadyRebuilding",
    "ArticleRelations",
    "Drift",
    "Highlighter",
    "Order",
    "ParsedQuery",
    "Piece",
    "SearchResults",
    "Suggestion",
    "count_results",
    "did_you_mean",
    "find_articles",
    "forget_articles",
    "ids_for_editors",
    "index_articles",
    "label",
    "lock_index",
    "make_document",
    "mark_stale",
    "rebuild_index",
    "reindex_stale",
    "stale_count",
    "suggest",
    "texts_of",
    "tokenise",
]
