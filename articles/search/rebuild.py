"""Index many articles: make the index anew, bring what is stale up to date, find drift.

A tag may stand on tens of thousands of articles. What a change of it makes out of date is
marked in the same transaction, as an entry without a digest, and readers find the articles
by their old words until they are indexed anew. The marks are in the database: if the
process ends in the middle, the next one that marks something goes through all of them, and
so does ``prepare_site``; ``check_search_index`` lists them, and ``rebuild_search_index``
needs none. No queue of jobs, whose upkeep a rename a year would not be worth.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock, Thread

from django.db import DatabaseError, connection, transaction

from articles import workers
from articles.models import Article, SearchEntry, SearchIndex
from articles.search.backends import backend
from articles.search.documents import (
    LEADS,
    ArticleRelations,
    make_document,
    relations_of,
)
from articles.search.entries import entries_of
from articles.search.index import (
    index_articles,
    index_in,
    lock_index,
    make_entry,
)

logger = logging.getLogger(__name__)

# Who saves meanwhile waits for one of these, half a second.
_BATCH = 500
# Fewer are done before other processes have started.
_WORTH_PROCESSES = 2000
# Who saves meanwhile waits for so many: in SQLite a fifth of a second, in PostgreSQL one.
_STALE_BATCH = 100
_ONE_AT_A_TIME = Lock()

# What an entry is made of, and what is counted as another document.
_READ = (
    *("title", *LEADS, "language", "has_marks", "status", "source_id", "text_digest"),
    *("published_at", "embargoed_until", "expires_at", "translation_key"),
    "visibility",
)
# What a document is made of, as far as it tells that the document still holds.
_Key = tuple[object, ...]
Prepared = dict[int, tuple[_Key, str]]


class AlreadyRebuilding(Exception):
    """Another process is making a new index, or was stopped while it did."""


def rebuild_index(*, again: bool = False) -> Iterator[int]:
    """Make a new index and let readers have it; yield how many articles are done.

    They search the old one meanwhile, and what is saved goes into both. Short
    transactions, from the oldest article on. ``again`` throws away what a stopped
    rebuild left; without it that raises ``AlreadyRebuilding``.
    """
    number = _begin(again=again)
    done = 0
    for pks, prepared in _prepared_batches():
        with transaction.atomic():
            # First of all: what is read from here on nobody changes until it is indexed.
            SearchIndex.objects.select_for_update().get(pk=number)
            articles, relations = _read(pks)
            documents = _unchanged(prepared, articles, relations)
            index_in(number, articles, relations, documents)
        done += len(pks)
        yield done
    backend().settle(number)
    _activate(number)


def _begin(*, again: bool) -> int:
    with transaction.atomic():
        _let_writers_finish()
        known = {index.pk: index for index in SearchIndex.objects.select_for_update()}
        active = next((pk for pk, index in known.items() if index.is_active), 1)
        number = 1 - active
        if number in known and not again:
            raise AlreadyRebuilding
        SearchIndex.objects.filter(pk=number).delete()
        backend().create(number)
        SearchIndex.objects.create(number=number, format=SearchIndex.FORMAT)
    return number


def _let_writers_finish() -> None:
    """Wait until all who store articles know of the new index."""
    if connection.vendor == "postgresql":
        # Locks on rows would not do: who waits for one does not see a row that came.
        table = SearchIndex._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")


def _activate(number: int) -> None:
    with transaction.atomic():
        old = list(SearchIndex.objects.select_for_update().exclude(pk=number))
        SearchIndex.objects.exclude(pk=number).update(is_active=False)
        SearchIndex.objects.filter(pk=number).update(is_active=True)
    # Readers have the new one; to take away a big table takes a while.
    for index in old:
        with transaction.atomic():
            # Whoever is saving into it is let finish, or would wait for the table.
            SearchIndex.objects.select_for_update().get(pk=index.pk)
            backend().drop(index.pk)
            index.delete()


def stale_count() -> int:
    """Return how many articles are marked stale. Reads all entries."""
    return len(_stale())


def reindex_stale(*, wait: bool = True) -> None:
    """Index what is marked stale, in short transactions with a pause for others between
    them.

    Without ``wait`` a few articles are indexed at once, in the transaction that this is in;
    more of them by a thread, once it is over.
    """
    pks = _stale()
    if wait:
        for start in range(0, len(pks), _STALE_BATCH):
            _reindex(pks[start : start + _STALE_BATCH])
    elif len(pks) <= _STALE_BATCH:
        index_articles(list(Article.objects.filter(pk__in=pks)))
    else:
        transaction.on_commit(Thread(target=_reindex_in_thread, daemon=True).start)


def _reindex(pks: Sequence[int]) -> None:
    """The documents of each are made before the lock is taken."""
    prepared = prepare(pks)
    with transaction.atomic():
        numbers = lock_index()
        articles, relations = _read(pks)
        documents = _unchanged(prepared, articles, relations)
        for number in numbers:
            index_in(number, articles, relations, documents)


def _reindex_in_thread() -> None:
    """The thread ends with its process: what is not done stays marked."""
    try:
        with _ONE_AT_A_TIME:
            reindex_stale()
    except DatabaseError:
        logger.exception(
            "Articles wait to be indexed: prepare_site does it now, else the next tag "
            "that is renamed, merged or deleted"
        )
    finally:
        connection.close()


def _stale() -> list[int]:
    entries = SearchEntry.objects.filter(digest="", article__isnull=False)
    # In the order of their docids, nearly: what is near is written together.
    pks = entries.order_by("article").values_list("article_id", flat=True).distinct()
    return [pk for pk in pks if pk]


@dataclass
class Drift:
    """The articles, by id, of which the active index does not say what they say."""

    missing: list[int] = field(default_factory=list)
    outdated: list[int] = field(default_factory=list)
    without_tokens: list[int] = field(default_factory=list)
    given_up: int = 0

    @property
    def is_any(self) -> bool:
        return bool(self.missing or self.outdated or self.without_tokens)

    def find(self) -> Iterator[int]:
        """Compare the index with all articles; yield how many are done."""
        done = 0
        index = SearchIndex.objects.filter(is_active=True).first()
        number = index.pk if index else -1
        stored = backend().docids(number) if index else set()
        gone = SearchEntry.objects.filter(index=number, article=None)
        self.given_up = gone.count()
        for pks, prepared in _prepared_batches():
            articles, relations = _read(pks)
            documents = _unchanged(prepared, articles, relations)
            old = entries_of(number, pks)
            for article in articles:
                pk = article.pk
                docid, digest = old.get(pk, (None, ""))
                entry, _tokens = make_entry(article, relations[pk], documents.get(pk))
                if docid is None:
                    self.missing.append(pk)
                elif docid not in stored:
                    self.without_tokens.append(pk)
                elif digest != entry.digest:
                    self.outdated.append(pk)
            done += len(pks)
            yield done


def _prepared_batches() -> Iterator[tuple[list[int], Prepared]]:
    """Yield the ids of all articles, the oldest first as their docids go, with documents
    that other processes made of them meanwhile. Memory stays flat."""
    oldest_first = Article.objects.order_by("published_at", "pk")
    pks = list(oldest_first.values_list("pk", flat=True))
    batches = (pks[at : at + _BATCH] for at in range(0, len(pks), _BATCH))
    if len(pks) < _WORTH_PROCESSES:
        for batch in batches:
            yield batch, {}
        return
    with workers.pool() as pool:
        ahead: deque[tuple[list[int], Future[Prepared]]] = deque()
        for batch in batches:
            ahead.append((batch, pool.submit(prepare, batch)))
            if len(ahead) > 3 * workers.COUNT:
                first, prepared = ahead.popleft()
                yield first, prepared.result()
        while ahead:
            first, prepared = ahead.popleft()
            yield first, prepared.result()


def prepare(pks: Sequence[int]) -> Prepared:
    """Make documents beforehand, while nobody has to wait."""
    articles, relations = _read(pks, "body_html")
    pairs = [(article, relations[article.pk]) for article in articles]
    return {
        article.pk: (_key(article, own), make_document(article, own))
        for article, own in pairs
    }


def _read(
    pks: Sequence[int], *more: str
) -> tuple[list[Article], dict[int, ArticleRelations]]:
    rows = Article.objects.filter(pk__in=pks).only(*_READ, *more)
    articles = list(rows.order_by("published_at", "pk"))
    return articles, relations_of(articles)


def _unchanged(
    prepared: Prepared,
    articles: Sequence[Article],
    relations: dict[int, ArticleRelations],
) -> dict[int, str]:
    """Return the documents whose articles did not change since."""
    return {
        article.pk: prepared[article.pk][1]
        for article in articles
        if article.pk in prepared
        and prepared[article.pk][0] == _key(article, relations[article.pk])
    }


def _key(article: Article, relations: ArticleRelations) -> _Key:
    # Of what was never rendered nothing is known.
    texts = article.text_digest or object()
    return (
        *(texts, article.has_marks, article.language),
        *(relations.tags, relations.overrides, relations.instruments),
    )
