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
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.search.asking import Question, match_of
from articles.search.engines import engine
from articles.search.matching import Match
from articles.search.places import sought_place

# Nobody reads further, and counting on would cost what no reader should wait for.
MOST_HITS = 500

_Answer = TypeVar("_Answer")


class Order(StrEnum):
    NEWEST = "newest"
    BEST = "best"


class Hit(NamedTuple):
    """An article found. ``labels`` and ``text_key`` are those of its entry; moments as
    text sort like themselves, and five hundred of them are read at no cost."""

    article_id: int
    published_at: str
    labels: str
    text_key: str


_HIT = (
    "SELECT entry.article_id, CAST(entry.published_at AS text), entry.labels, "
    "entry.text_key"
)


@dataclass(frozen=True)
class Found:
    """What a question finds, at most ``MOST_HITS`` in their order.

    ``is_cut`` says that there are more. ``counts`` has how many texts carry a label, in
    any version; ``versions`` are all that were found of them.
    """

    article_ids: list[int]
    is_cut: bool
    counts: Counter[str]
    versions: frozenset[int] = frozenset()


def find_articles(question: Question, order: Order, version: int, enough: int) -> Found:
    """The articles that a reader may see now, ``enough`` of them in their right order.

    ``version`` is that of the wording. Two queries, and up to four more for the best.
    """

    def ask(index: int) -> Found:
        match = match_of(question, version)
        newest = _hits(index, match, question.since)
        is_cut = len(newest) > MOST_HITS
        hits = _each_text_once(newest)[:MOST_HITS]
        counts = _counts(newest[:MOST_HITS])
        if order == Order.BEST:
            hits = _best_first(index, match, question.since, hits, enough)
        versions = frozenset(hit.article_id for hit in newest)
        return Found([hit.article_id for hit in hits], is_cut, counts, versions)

    nothing = Found([], False, Counter())
    return nothing if question.is_empty else _ask_active(ask, nothing)


def count(question: Question, version: int, most: int) -> tuple[int, bool]:
    """How many there are, up to so many, and whether there are more. Two queries."""

    def ask(index: int) -> tuple[int, bool]:
        each = "SELECT entry.article_id, entry.text_key"
        match = match_of(question, version)
        hits, parameters = _visible(each, index, match, question.since, most + 1)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*), COUNT(DISTINCT CASE text_key WHEN '' "  # noqa: S608
                "THEN CAST(article_id AS text) ELSE 'key ' || text_key END) "
                f"FROM ({hits}) hits",
                parameters,
            )
            rows, texts = cursor.fetchone()
        return min(texts, most), rows > most

    return (0, False) if question.is_empty else _ask_active(ask, (0, False))


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
    index: int, match: Match, most: int, since: datetime | None = None
) -> list[int]:
    """The newest articles of a match that a reader may see now. One query."""
    return [hit.article_id for hit in _each_text_once(_hits(index, match, since, most))]


def ids_for_editors(query: str, version: int) -> RawSQL | list[int]:
    """For ``pk__in``: all articles that have what is asked for, drafts too; none where
    nothing is."""
    index, question = active_index(), Question(query)
    if index is None or question.is_empty:
        return []
    hits = engine().hits(index, match_of(question, version))
    # Names of ours; what was typed is a parameter. CROSS as below.
    return RawSQL(  # noqa: S611
        "SELECT entry.article_id "  # noqa: S608
        f"FROM {hits.tables} CROSS JOIN articles_searchentry entry "
        f"WHERE entry.index_id = {index:d} AND entry.place = {hits.place} "
        f"AND {hits.condition} AND entry.article_id IS NOT NULL",
        hits.parameters,
    )


def active_index() -> int | None:
    """The number of the index that readers ask. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM articles_searchindex WHERE is_active")
        row = cursor.fetchone()
    return row[0] if row else None


def _best_first(
    index: int, match: Match, since: datetime | None, newest: list[Hit], enough: int
) -> list[Hit]:
    """The strictest matches first, newest first among equals."""
    found: list[Hit] = []
    for stricter in match.best_first()[:-1]:
        found = _each_text_once([*found, *_hits(index, stricter, since)])
        if len(found) >= enough:
            break
    return _each_text_once([*found, *newest])[:MOST_HITS]


def _hits(
    index: int, match: Match, since: datetime | None, most: int = MOST_HITS + 1
) -> list[Hit]:
    """The newest hits; unless told, one more than are shown where there are more."""
    sql, parameters = _visible(_HIT, index, match, since, most)
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        hits = [Hit(*row) for row in cursor.fetchall()]
    return sorted(hits, key=itemgetter(1, 0), reverse=True)


def _visible(
    select: str, index: int, match: Match, since: datetime | None, most: int
) -> tuple[str, list[Any]]:
    """A query for the newest hits that a reader may see now, and its parameters."""
    found = engine().hits(index, match)
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    conditions = [found.condition, f"{found.place} >= %s"]
    parameters: list[Any] = [*found.parameters, sought_place(since) or 1]
    conditions.append(
        "entry.article_id IS NOT NULL AND entry.public_from <= %s "
        "AND (entry.public_until IS NULL OR entry.public_until > %s)"
    )
    parameters += [now, now]
    if since:
        conditions.append("entry.published_at >= %s")
        parameters.append(connection.ops.adapt_datetimefield_value(since))
    # CROSS: the index is read from its end, and each hit's entry looked up.
    sql = (
        f"{select} FROM {found.tables} CROSS JOIN articles_searchentry entry "
        f"WHERE entry.index_id = {index:d} AND entry.place = {found.place} "
        f"AND {' AND '.join(conditions)} "
        f"ORDER BY {found.place} DESC LIMIT {most:d}"
    )
    return sql, parameters


def _counts(hits: Iterable[Hit]) -> Counter[str]:
    """How many texts carry each label: one of several versions counts once."""
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
