"""Search that finds Chinese in either script, drafts for editors, and never by accident.

``folding`` and ``tokens`` make of a text what is compared; ``documents`` of an article
what the index holds. ``writing`` keeps the index in the transaction that stores an
article, under ``places`` that sort by time; ``marking`` does so later for what changes
tens of thousands at once. ``queries`` and ``asking`` make a ``Match`` of
what was typed, with the ``synonyms`` of the term base; ``engines`` (``sqlite``,
``postgresql``) find it; ``reading`` is what doors call, and ``highlights`` shows where a
text says it. ``suggestions`` and ``corrections`` help readers to a query.
"""

from __future__ import annotations

from articles.search.asking import Question
from articles.search.corrections import did_you_mean
from articles.search.documents import (
    Filed,
    SearchDocument,
    label,
    period_label,
    texts_of,
)
from articles.search.highlights import Piece, Wanted, excerpt_of, pieces_of, wanted_of
from articles.search.marking import index_marked, mark_stale, reindex_stale, waiting
from articles.search.queries import MAX_LENGTH, parts_of
from articles.search.reading import Found, Order, count, find_articles, ids_for_editors
from articles.search.rebuilding import (
    AlreadyRebuilding,
    Drift,
    find_drift,
    rebuild_index,
)
from articles.search.suggestions import Suggestion, suggest
from articles.search.synonyms import forget_names
from articles.search.tokens import tokens_of
from articles.search.writing import document, forget, index, lock_index

__all__ = [
    "MAX_LENGTH",
    "AlreadyRebuilding",
    "Drift",
    "Filed",
    "Found",
    "Order",
    "Piece",
    "Question",
    "SearchDocument",
    "Suggestion",
    "Wanted",
    "count",
    "did_you_mean",
    "document",
    "excerpt_of",
    "find_articles",
    "find_drift",
    "forget",
    "forget_names",
    "ids_for_editors",
    "index",
    "index_marked",
    "label",
    "lock_index",
    "mark_stale",
    "parts_of",
    "period_label",
    "pieces_of",
    "rebuild_index",
    "reindex_stale",
    "suggest",
    "texts_of",
    "tokens_of",
    "waiting",
    "wanted_of",
]
