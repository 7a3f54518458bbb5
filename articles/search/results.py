"""Find articles: the newest or the best first, a page at a time, and how they spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from django.db import DatabaseError, connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models import SearchIndex, within_sql
from articles.prepared_queries import prepared
from articles.search.backends import backend
from articles.search.docids import docid_at
from articles.search.expressions import MatchExpression
from articles.search.query import ParsedQuery, expand
from newsdesk.database_router import reading_connection

# Nobody reads further, and counting on would cost what no reader should wait for.
MOST_HITS = 500

# ``ArticleQuerySet.listed()`` of an entry at a time, which is its parameter twice.
_PUBLISHED = f"entry.article_id IS NOT NULL AND {within_sql('entry')}"

_Answer = TypeVar("_Answer")


class Order(StrEnum):
    NEWEST = "newest"
    BEST = "best"


class Hit(NamedTuple):
    """An article found. ``labels`` and ``text_key`` are those of its entry; times as
    text sort like themselves, and five hundred of them are read at no cost."""

    article_id: int
    published_at: str
    labels: str
    text_key: str


@dataclass(frozen=True)
class SearchResults:
    """The articles that a query finds, at most ``MOST_HITS`` in their order.

    ``is_cut`` says that there are more. ``counts`` has how many texts carry a label, in
    any version; ``versions`` are all that were found of them.
    """

    article_ids: list[int]
    is_cut: bool
    counts: Counter[str]
    versions: frozenset[int] = frozenset()


def find_articles(
    query: ParsedQuery, order: Order, version: int, enough: int
) -> SearchResults:
    """Return the articles that a reader may see now, ``enough`` of them in their right
    order.

    ``version`` is that of the terms. Two queries, and up to three more for the best.
    """

    def ask(index: int) -> SearchResults:
        expression = expand(query, version)
        newest = _hits(index, expression, query.since, MOST_HITS + 1)
        is_cut = len(newest) > MOST_HITS
        hits = _each_text_once(newest)[:MOST_HITS]
        counts = _counts(newest[:MOST_HITS])
        if order == Order.BEST:
            hits = _best_first(index, expression, query.since, hits, enough)
        versions = frozenset(hit.article_id for hit in newest)
        return SearchResults([hit.article_id for hit in hits], is_cut, counts, versions)

    nothing = SearchResults([], False, Counter())
    return nothing if query.is_empty else _ask_active(ask, nothing)


def count_results(query: ParsedQuery, version: int, most: int) -> tuple[int, bool]:
    """Return how many there are, up to so many, and whether there are more. Two queries."""

    def ask(index: int) -> tuple[int, bool]:
        hits = _hits(index, expand(query, version), query.since, most + 1)
        return min(len(_each_text_once(hits)), most), len(hits) > most

    return (0, False) if query.is_empty else _ask_active(ask, (0, False))


def _ask_active(ask: Callable[[int], _Answer], otherwise: _Answer) -> _Answer:
    """Ask the active index; and again, where a new one took its place meanwhile: then
    the old one is gone."""
    index = active_index()
    if index is None:
        return otherwise
    try:
        return ask(index)
    except DatabaseError:
        newer = active_index()
        if newer is None or newer == index:
            raise
        return ask(newer)


def newest(
    index: int, expression: MatchExpression, most: int, since: datetime | None = None
) -> list[int]:
    """Return the newest articles that match and that a reader may see now. One query."""
    hits = _hits(index, expression, since, most)
    return [hit.article_id for hit in _each_text_once(hits)]


def ids_for_editors(text: str, version: int) -> RawSQL | list[int]:
    """Return for ``pk__in`` all articles that have what is asked for, drafts too; none
    where nothing is."""
    index, query = active_index(), ParsedQuery(text)
    if index is None or query.is_empty:
        return []
    match = backend().match(index, expand(query, version))
    # Names of ours; what was typed is a parameter. CROSS as in ``_hits``.
    return RawSQL(  # noqa: S611
        "SELECT entry.article_id "  # noqa: S608
        f"FROM {match.tables} CROSS JOIN articles_searchentry entry "
        f"WHERE entry.index_id = {index:d} AND entry.docid = {match.docid} "
        f"AND {match.condition} AND entry.article_id IS NOT NULL",
        match.parameters,
    )


def active_index() -> int | None:
    """Return the number of the index that readers ask. One query."""
    return next(iter(_active.read()), None)


@prepared
def _active() -> QuerySet[SearchIndex, int]:
    active = SearchIndex.objects.filter(is_active=True)
    return active.order_by("pk").values_list("number", flat=True)[:1]


def _best_first(
    index: int,
    expression: MatchExpression,
    since: datetime | None,
    newest: list[Hit],
    enough: int,
) -> list[Hit]:
    """The strictest matches first, newest first among equals."""
    found: list[Hit] = []
    for stricter in expression.best_first():
        hits = _hits(index, stricter, since, MOST_HITS + 1)
        found = _each_text_once([*found, *hits])
        if len(found) >= enough:
            break
    return _each_text_once([*found, *newest])[:MOST_HITS]


def _hits(
    index: int, expression: MatchExpression, since: datetime | None, most: int
) -> list[Hit]:
    """Return the newest hits that a reader may see now. One query."""
    match = backend().match(index, expression)
    conditions = [match.condition, f"{match.docid} >= %s", _PUBLISHED]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    first = docid_at(since) if since else 1
    parameters: list[Any] = [*match.parameters, first, now, now]
    if since:
        conditions.append("entry.published_at >= %s")
        parameters.append(connection.ops.adapt_datetimefield_value(since))
    with reading_connection().cursor() as cursor:
        # By hand, for the join with a table that no model has. CROSS: the tokens are read
        # from the end, and each hit's entry looked up (0.5 ms, and 52 sorted by date).
        cursor.execute(
            "SELECT entry.article_id, CAST(entry.published_at AS text), "  # noqa: S608
            "entry.labels, entry.text_key "
            f"FROM {match.tables} CROSS JOIN articles_searchentry entry "
            f"WHERE entry.index_id = {index:d} AND entry.docid = {match.docid} "
            f"AND {' AND '.join(conditions)} "
            f"ORDER BY {match.docid} DESC LIMIT {most:d}",
            parameters,
        )
        hits = [Hit(*row) for row in cursor.fetchall()]
    return sorted(hits, key=itemgetter(1, 0), reverse=True)


def _counts(hits: Iterable[Hit]) -> Counter[str]:
    """Count the texts that carry each label: one of several versions counts once."""
    alone = Counter(
        name for hit in hits if not hit.text_key for name in hit.labels.split()
    )
    together = {
        (hit.text_key, name)
        for hit in hits
        if hit.text_key
        for name in hit.labels.split()
    }
    return alone + Counter(name for _key, name in together)


def _each_text_once(hits: Iterable[Hit]) -> list[Hit]:
    """Without the articles, and the versions of a text, that came before."""
    seen: set[int | str] = set()
    found = []
    for hit in hits:
        if hit.article_id not in seen and (
            not hit.text_key or hit.text_key not in seen
        ):
            found.append(hit)
            seen.update((hit.article_id, hit.text_key))
    return found
