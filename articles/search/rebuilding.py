"""Make the index anew beside the one that readers ask, and say where one went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Max

from articles.models import Article, SearchEntry, SearchIndex
from articles.search.engines import engine
from articles.search.writing import differs, filed_under, index_in

_BATCH = 200

# What the tokens of an article are made of, and its entry.
_READ = (
    *("title", "lead", "body_html", "language", "has_marks", "status", "source_id"),
    *("published_at", "embargoed_until", "expires_at", "translation_key"),
)


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


def rebuild(*, again: bool = False) -> Iterator[int]:
    """Make a new index and let readers have it; yields how many articles are done.

    They search the old one meanwhile, and what is saved goes into both. Short
    transactions, from the last article to the first. ``again`` throws away what a stopped
    rebuild left; without it that raises ``AlreadyRebuilding``.
    """
    number = _begin(again=again)
    done = 0
    last = Article.objects.aggregate(last=Max("pk"))["last"] or 0
    while batch := _index_some(number, last):
        last = batch[-1].pk - 1
        done += len(batch)
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


def _index_some(number: int, last: int) -> list[Article]:
    """Index the articles up to an id, the last ones first; gives those it took."""
    with transaction.atomic():
        # First of all: what is read from here on nobody changes until it is indexed.
        SearchIndex.objects.select_for_update().get(pk=number)
        rows = Article.objects.filter(pk__lte=last).only(*_READ).order_by("-pk")
        batch = list(rows[:_BATCH])
        index_in(number, batch, filed_under(batch))
    return batch


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
    entries = SearchEntry.objects.filter(index=number)
    drift.given_up = entries.filter(article=None).count()
    last = 0
    while batch := list(
        Article.objects.filter(pk__gt=last).only(*_READ).order_by("pk")[:_BATCH]
    ):
        old = {entry.article_id: entry for entry in entries.filter(article__in=batch)}
        filed = filed_under(batch)
        for article in batch:
            entry = old.get(article.pk)
            if entry is None:
                drift.missing.append(article.pk)
            elif entry.place not in stored:
                drift.without_tokens.append(article.pk)
            elif differs(entry, article, filed[article.pk]):
                drift.outdated.append(article.pk)
        last = batch[-1].pk
        done += len(batch)
        yield done
