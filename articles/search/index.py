"""Keep the index in the transaction that stores articles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from articles.models import Article, SearchEntry, SearchIndex
from articles.search.backends import backend
from articles.search.docids import docid_at, free_docids
from articles.search.documents import (
    BREAK,
    ArticleRelations,
    labels_of,
    make_document,
    relations_of,
)
from articles.search.entries import (
    Entry,
    add_entries,
    entries_of,
    give_up_docids,
    lock_rows,
)


def lock_index() -> list[int]:
    """Let no one else write to the index until the transaction that this is in ends.
    Return the numbers of the indexes there are.

    Call it before any row is locked or changed: who stores articles waits here for his
    turn, so that no two of them can come to wait for each other.
    """
    if numbers := lock_rows():
        return numbers
    _row, is_new = SearchIndex.objects.get_or_create(
        number=0, defaults={"is_active": True, "format": SearchIndex.FORMAT}
    )
    if is_new:
        backend().create(0)
        backend().settle(0)
    return lock_rows()


# Who calls this takes back more than this when it fails.
@transaction.atomic(savepoint=False)
def index_articles(
    articles: Sequence[Article],
    relations: Mapping[int, ArticleRelations] | None = None,
    documents: Mapping[int, str] | None = None,
    held: Sequence[int] = (),
) -> None:
    """Make the index say what the articles say now. They are stored and rendered.

    Relations and documents that are known already can be handed in by id, and what
    ``lock_index`` gave. Costs a handful of queries, however many articles.
    """
    if articles:
        relations = relations or relations_of(articles)
        for number in held or lock_index():
            index_in(number, articles, relations, documents or {})


@transaction.atomic
def forget_articles(articles: Iterable[Article]) -> None:
    """Take articles out of the index; call it before deleting them."""
    numbers = lock_index()  # A rebuild may be putting them in.
    pks = [article.pk for article in articles]
    for number in numbers:
        entries = SearchEntry.objects.filter(index=number, article__in=pks)
        _give_up(number, list(entries.values_list("docid", flat=True)))


def mark_stale(article_ids: QuerySet[Any, Any]) -> None:
    """Note that what the index says of these articles is out of date. Call it after
    ``lock_index``, before or after the change. One statement, however many."""
    SearchEntry.objects.filter(article__in=article_ids).update(digest="")


def index_in(
    number: int,
    articles: Sequence[Article],
    relations: Mapping[int, ArticleRelations],
    documents: Mapping[int, str],
) -> None:
    """As ``index_articles``, in one index that is locked. Stores what differs."""
    old = entries_of(number, [article.pk for article in articles])
    new: list[tuple[Entry, str]] = []
    gone: list[int] = []
    for article in articles:
        pk = article.pk
        entry, tokens = make_entry(article, relations[pk], documents.get(pk))
        docid, digest = old.get(pk, (None, ""))
        if digest != entry.digest:
            new.append((entry, tokens))
            if docid is not None:
                gone.append(docid)
    _give_up(number, gone)
    _store(number, new)


def make_entry(
    article: Article, relations: ArticleRelations, document: str | None
) -> tuple[Entry, str]:
    """Return what the index is to hold of an article: the entry at the docid that it is to
    have if that is free, 0 for what no reader may find, and the tokens with its labels."""
    published_at = article.published_at if article.listed_from else None
    labels = labels_of(article, relations)
    tokens = f"{labels} {BREAK} {document or make_document(article, relations)}"
    entry = Entry(
        article_id=article.pk,
        docid=docid_at(published_at) if published_at else 0,
        published_at=published_at,
        public_from=article.listed_from,
        public_until=article.expires_at,
        text_key=article.translation_key,
        labels=labels,
        digest="",
    )
    times = published_at, entry.public_from, entry.public_until
    whole = "\n".join((*map(_timestamp, times), entry.text_key, tokens))
    digest = hashlib.sha256(whole.encode()).hexdigest()[:16]
    return entry._replace(digest=digest), tokens


def _timestamp(time: datetime | None) -> str:
    """One text of a time, whatever its zone."""
    return str(time and time.timestamp())


def _give_up(number: int, docids: Sequence[int]) -> None:
    if docids:
        give_up_docids(number, docids)
        backend().remove(number, docids)


def _store(number: int, new: Sequence[tuple[Entry, str]]) -> None:
    if new:
        docids = free_docids(number, [entry.docid for entry, _tokens in new])
        rows = [(docid, *own) for docid, own in zip(docids, new, strict=True)]
        add_entries(number, [entry._replace(docid=docid) for docid, entry, _ in rows])
        backend().add(number, [(docid, tokens) for docid, _entry, tokens in rows])
