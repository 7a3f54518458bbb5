"""Make the index anew beside the one that readers ask, and say where one went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from articles.models import Article, SearchEntry, SearchIndex
from articles.search.engines import engine
from articles.search.writing import digests_of, index_in

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

    They search the old one meanwhile, and what is saved goes into both. Articles are
    taken from the last published to the first in short transactions. ``again`` throws
    away what a stopped rebuild left; without it that raises ``AlreadyRebuilding``.
    """
    number = _begin(again=again)
    done = 0
    last = Article.objects.aggregate(last=Max("pk"))["last"] or 0
    while last:
        batch = Article.objects.filter(pk__lte=last).only(*_READ).order_by("-pk")
        articles = list(batch[:_BATCH])
        if not articles:
            break
        with transaction.atomic():
            SearchIndex.objects.select_for_update().get(pk=number)
            index_in(number, articles)
        last = articles[-1].pk - 1
        done += len(articles)
        yield done
    engine().settle(number)
    _activate(number)


def _begin(*, again: bool) -> int:
    with transaction.atomic():
        indexes = SearchIndex.objects.select_for_update()
        active = indexes.filter(is_active=True).first()
        number = 1 - active.number if active else 0
        if indexes.filter(pk=number).exists() and not again:
            raise AlreadyRebuilding
        SearchEntry.objects.filter(index=number).delete()
        engine().create(number)
        SearchIndex.objects.update_or_create(number=number)
    return number


def _activate(number: int) -> None:
    with transaction.atomic():
        old = list(SearchIndex.objects.select_for_update().exclude(pk=number))
        SearchIndex.objects.filter(pk__in=[index.pk for index in old]).delete()
        SearchIndex.objects.filter(pk=number).update(is_active=True)
        for index in old:
            engine().drop(index.pk)


def find_drift() -> Iterator[tuple[int, Drift]]:
    """Compare the active index with the articles; yields how many are done, and what was
    found so far."""
    ...
