"""Make the index anew beside the one that readers ask, and say where one went wrong."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field

from django.db import connection, transaction

from articles import workers
from articles.models import Article, SearchEntry, SearchIndex
from articles.search.batches import Made, current, make, read
from articles.search.engines import engine
from articles.search.entries import entries_of
from articles.search.writing import differs, index_in

# Who saves meanwhile waits for one of these, half a second.
_BATCH = 500
# Fewer are done before other processes have started.
_WORTH_PROCESSES = 2000


class AlreadyRebuilding(Exception):
    """Another process is making a new index, or was stopped while it did."""


@dataclass
class Drift:
    """Where the index does not say what the articles say, by their ids."""

    missing: list[int] = field(default_factory=list)
    outdated: list[int] = field(default_factory=list)
    without_tokens: list[int] = field(default_factory=list)
    given_up: int = 0

    @property
    def is_any(self) -> bool:
        return bool(self.missing or self.outdated or self.without_tokens)


def rebuild_index(*, again: bool = False) -> Iterator[int]:
    """Make a new index and let readers have it; yields how many articles are done.

    They search the old one meanwhile, and what is saved goes into both. Short
    transactions, from the oldest article on. ``again`` throws away what a stopped
    rebuild left; without it that raises ``AlreadyRebuilding``.
    """
    number = _begin(again=again)
    done = 0
    for pks, made in _made_ahead():
        with transaction.atomic():
            # First of all: what is read from here on nobody changes until it is indexed.
            SearchIndex.objects.select_for_update().get(pk=number)
            articles, filed = read(pks)
            index_in(number, articles, filed, current(made, articles, filed))
        done += len(pks)
        yield done
    engine().settle(number)
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
        engine().create(number)
        SearchIndex.objects.create(number=number)
    return number


def _let_writers_finish() -> None:
    """Who has seen which indexes there are is done, and who comes sees the new one too."""
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
            engine().drop(index.pk)
            index.delete()


def find_drift(drift: Drift) -> Iterator[int]:
    """Compare the active index with the articles, and note in ``drift`` where they differ.
    Yields how many articles are done."""
    done = 0
    index = SearchIndex.objects.filter(is_active=True).first()
    number = index.pk if index else -1
    stored = engine().places(number) if index else set()
    gone = SearchEntry.objects.filter(index=number, article=None)
    drift.given_up = gone.count()
    for pks, made in _made_ahead():
        articles, filed = read(pks)
        documents = current(made, articles, filed)
        old = entries_of(number, pks)
        for article in articles:
            entry, own = old.get(article.pk), filed[article.pk]
            if entry is None:
                drift.missing.append(article.pk)
            elif entry.place not in stored:
                drift.without_tokens.append(article.pk)
            elif differs(entry, article, own, documents.get(article.pk)):
                drift.outdated.append(article.pk)
        done += len(pks)
        yield done


def _made_ahead() -> Iterator[tuple[list[int], Made]]:
    """The ids of all articles, the oldest first as their places go, with documents that
    other processes made of them meanwhile. Memory stays flat."""
    oldest_first = Article.objects.order_by("published_at", "pk")
    pks = list(oldest_first.values_list("pk", flat=True))
    batches = (pks[at : at + _BATCH] for at in range(0, len(pks), _BATCH))
    if len(pks) < _WORTH_PROCESSES:
        for batch in batches:
            yield batch, {}
        return
    with workers.pool() as pool:
        ahead: deque[tuple[list[int], Future[Made]]] = deque()
        for batch in batches:
            ahead.append((batch, pool.submit(make, batch)))
            if len(ahead) > 3 * workers.COUNT:
                first, made = ahead.popleft()
                yield first, made.result()
        while ahead:
            first, made = ahead.popleft()
            yield first, made.result()
