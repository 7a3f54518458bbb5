"""Keep the index in the transaction that stores articles."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
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

# What may change without any token.
_BESIDE = ("published_at", "public_from", "public_until", "text_key")


def lock_index() -> list[int]:
    """Let no one else write to the index until the transaction that this is in ends.
    Return the numbers of the indexes there are.

    Call it before any row is locked or changed: who stores articles waits here for his
    turn, so that no two of them can come to wait for each other.
    """
    if numbers := _lock_rows():
        return numbers
    _row, is_new = SearchIndex.objects.get_or_create(
        number=0, defaults={"is_active": True, "format": SearchIndex.FORMAT}
    )
    if is_new:
        backend().create(0)
        backend().settle(0)
    return _lock_rows()


def _lock_rows() -> list[int]:
    rows = SearchIndex.objects.select_for_update().order_by("number")
    return list(rows.values_list("number", flat=True))


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
    """As ``index_articles``, in one index that is locked. Stores what differs; where only
    times do, the entry alone."""
    old = entries_of(number, [article.pk for article in articles])
    new: list[tuple[SearchEntry, str]] = []
    moved: list[SearchEntry] = []
    for article in articles:
        entry, tokens = make_entry(
            number, article, relations[article.pk], documents.get(article.pk)
        )
        before = old.get(article.pk)
        if before is None or before.digest != entry.digest:
            new.append((entry, tokens))
        elif differs(before, entry):
            entry.pk = before.pk
            moved.append(entry)
    gone = (old[own.article_id].docid for own, _ in new if own.article_id in old)
    _give_up(number, list(gone))
    _store(number, new)
    SearchEntry.objects.bulk_update(moved, _BESIDE)


def entries_of(number: int, pks: Collection[int]) -> dict[int | None, SearchEntry]:
    """Return the entries of articles, by article. One query."""
    entries = SearchEntry.objects.filter(index=number, article__in=pks)
    return {entry.article_id: entry for entry in entries}


def make_entry(
    number: int, article: Article, relations: ArticleRelations, document: str | None
) -> tuple[SearchEntry, str]:
    """Return what the index is to hold of an article: the entry at the docid that it is to
    have if that is free, 0 for what no reader may see, and the tokens with its labels."""
    published_at = article.published_at if article.public_from else None
    docid = docid_at(published_at) if published_at else 0
    labels = labels_of(article, relations)
    tokens = f"{labels} {BREAK} {document or make_document(article, relations)}"
    entry = SearchEntry(
        index_id=number,
        docid=docid,
        article_id=article.pk,
        published_at=published_at,
        public_from=article.public_from,
        public_until=article.expires_at,
        labels=labels,
        text_key=article.translation_key,
        digest=hashlib.sha256(f"{docid}\n{tokens}".encode()).hexdigest()[:16],
    )
    return entry, tokens


def differs(entry: SearchEntry, other: SearchEntry) -> bool:
    """Say whether two entries of an article do not say the same, but for the docid."""
    return any(getattr(entry, n) != getattr(other, n) for n in ("digest", *_BESIDE))


def _give_up(number: int, docids: Sequence[int]) -> None:
    if docids:
        entries = SearchEntry.objects.filter(index=number, docid__in=docids)
        entries.update(article=None)
        backend().remove(number, docids)


def _store(number: int, new: Sequence[tuple[SearchEntry, str]]) -> None:
    if new:
        docids = free_docids(number, [entry.docid for entry, _tokens in new])
        for docid, (entry, _tokens) in zip(docids, new, strict=True):
            entry.docid = docid
        SearchEntry.objects.bulk_create(entry for entry, _tokens in new)
        backend().add(number, [(entry.docid, tokens) for entry, tokens in new])
