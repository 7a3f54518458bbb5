"""Put articles in their lists, and read any page of a list at the same small cost.

A listing is cut into shelves of at most ``2 * SHELF`` entries whose first position
and size stand on the listing's row, like the two upper levels of a counted B-tree.
Finding page N adds up the shelves and skips within one; nothing counts or skips
through the table, and saving an article touches one shelf of each of its lists.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model, Q, QuerySet, Subquery
from django.utils import timezone

from articles.choices import Status
from articles.models import Article, Filing, Listing, ListingEntry, TaggedArticle

SHELF = 250

_KINDS = ("category", "tag", "author", "source")


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its articles, its number and how many pages there are."""

    articles: list[Article]
    number: int
    page_count: int
    total: int


@dataclass(frozen=True)
class Around:
    """What an article page links to beside itself."""

    newer: Article | None
    older: Article | None
    translations: list[Article]


class NoSuchPage(LookupError):
    """The list has no page of that number."""


def position_of(article: Article) -> str:
    """Where the article stands in every list, as text that sorts.

    Weights come first, lowest first and zero last; then the newest, to the second;
    then the highest id.
    """
    weight = article.weight
    rank = min(max(weight + 2**31, 0), 2**32 - 2) if weight else 2**32 - 1
    seconds = int(article.published_at.timestamp()) if article.published_at else 0
    return f"{rank:010d}{10**11 - seconds:012d}{10**12 - article.pk:013d}"


def key_of(family: str, label: Model | None = None) -> str:
    """The key of a family's list for a category, tag, author or source, or of all."""
    if label is None:
        return family
    return f"{family}/{label._meta.model_name}/{label.pk}"


# Writing


@transaction.atomic
def place(article: Article) -> None:
    """Make the article stand in the lists it belongs to, once, and in no other."""
    wanted = _keys(article)
    entries = {entry.listing_id: entry for entry in article.entries.all()}
    listings = _locked(wanted, entries, article.family)
    for listing in listings:
        old = entries.get(listing.pk)
        new = _entry(listing, article) if listing.key in wanted else None
        if old and new and _same(old, new):
            continue
        if old:
            old.delete()
            _take_out(listing, old.position)
        if new:
            new.save()
            _put_in(listing, new.position)
        listing.save(update_fields=["entry_count", "shelves"])
    _prune(listings)


@transaction.atomic
def withdraw(article: Article) -> None:
    """Take the article out of every list; call it before deleting the article."""
    entries = {entry.listing_id: entry for entry in article.entries.all()}
    for listing in _locked({}, entries, article.family):
        entries[listing.pk].delete()
        _take_out(listing, entries[listing.pk].position)
        listing.save(update_fields=["entry_count", "shelves"])


def rebuild() -> Iterator[int]:
    """Make all lists anew in one transaction; yields how many articles are done."""
    with transaction.atomic():
        ListingEntry.objects.all().delete()
        done = 0
        articles = Article.objects.filter(_listed()).only(
            *("language", "status", "published_at", "embargoed_until", "expires_at"),
            *("weight", "source_id"),
        )
        ids: dict[str, int] = {}
        for chunk in _chunks(articles.order_by("pk"), 1000):
            _place_many(chunk, ids)
            done += len(chunk)
            yield done
        for listing in Listing.objects.all():
            _reshelve(listing)


def _prune(listings: list[Listing]) -> None:
    """Take out some of what has expired for good, so that it never piles up."""
    by_id = {listing.pk: listing for listing in listings}
    _not_yet, expired = ListingEntry.objects.filter(listing__in=by_id).hidden()
    gone = list(expired.order_by()[:100])
    for entry in gone:
        _take_out(by_id[entry.listing_id], entry.position)
    ListingEntry.objects.filter(pk__in=[entry.pk for entry in gone]).delete()
    for listing_id in {entry.listing_id for entry in gone}:
        by_id[listing_id].save(update_fields=["entry_count", "shelves"])


def _listed() -> Q:
    """The articles that stand in lists: published or scheduled, and not expired."""
    current = Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    return Q(status=Status.PUBLISHED) & current


def _keys(article: Article) -> dict[str, dict[str, int]]:
    """The keys of the lists it belongs to, each with the label's foreign key."""
    if article.public_from is None or _is_expired(article):
        return {}
    labels: dict[str, Iterable[int | None]] = {
        "category": article.filings.values_list("category_id", flat=True),
        "tag": TaggedArticle.objects.filter(content_object=article).values_list(
            "tag_id", flat=True
        ),
        "author": article.bylines.values_list("author_id", flat=True),
        "source": [article.source_id],
    }
    return _keys_from(article.family, labels)


def _is_expired(article: Article) -> bool:
    return article.expires_at is not None and article.expires_at <= timezone.now()


def _keys_from(
    family: str, labels: Mapping[str, Iterable[int | None]]
) -> dict[str, dict[str, int]]:
    keys: dict[str, dict[str, int]] = {family: {}}
    for kind in _KINDS:
        for pk in labels[kind]:
            if pk is not None:
                keys[f"{family}/{kind}/{pk}"] = {f"{kind}_id": pk}
    return keys


def _locked(
    wanted: dict[str, dict[str, int]], entries: dict[int, ListingEntry], family: str
) -> list[Listing]:
    """The listings concerned, made where missing, locked in one order: no deadlock."""
    known = set(Listing.objects.filter(key__in=wanted).values_list("key", flat=True))
    if missing := [key for key in wanted if key not in known]:
        Listing.objects.bulk_create(
            [Listing(key=key, family=family, **wanted[key]) for key in missing],
            ignore_conflicts=True,
        )
    concerned = Listing.objects.filter(Q(key__in=wanted) | Q(pk__in=entries))
    return list(concerned.select_for_update().order_by("pk"))


def _entry(listing: Listing, article: Article) -> ListingEntry:
    assert article.public_from is not None  # noqa: S101 – _keys gave none otherwise
    return ListingEntry(
        listing=listing,
        article=article,
        position=position_of(article),
        public_from=article.public_from,
        public_until=article.expires_at,
        is_timed=article.public_from > timezone.now(),
    )


def _same(old: ListingEntry, new: ListingEntry) -> bool:
    return (old.position, old.public_from, old.public_until) == (
        new.position,
        new.public_from,
        new.public_until,
    )


def _shelf_of(listing: Listing, position: str) -> int:
    firsts = [first for first, _count in listing.shelves]
    return max(0, bisect_right(firsts, position) - 1)


def _put_in(listing: Listing, position: str) -> None:
    listing.entry_count += 1
    if not listing.shelves:
        listing.shelves = [[position, 1]]
        return
    number = _shelf_of(listing, position)
    first, count = listing.shelves[number]
    listing.shelves[number] = [min(first, position), count + 1]
    if count + 1 > 2 * SHELF:
        _split(listing, number)


def _split(listing: Listing, number: int) -> None:
    first, count = listing.shelves[number]
    entries = listing.entries.filter(position__gte=first).order_by("position")
    middle = entries.values_list("position", flat=True)[SHELF]
    listing.shelves[number : number + 1] = [[first, SHELF], [middle, count - SHELF]]


def _take_out(listing: Listing, position: str) -> None:
    listing.entry_count -= 1
    number = _shelf_of(listing, position)
    first, count = listing.shelves[number]
    if count > 1:
        listing.shelves[number] = [first, count - 1]
    else:
        del listing.shelves[number]


def _place_many(articles: list[Article], ids: dict[str, int]) -> None:
    """Bulk form of ``place`` for articles in no list yet; ``ids`` remembers listings."""
    pks = [article.pk for article in articles]
    labels: dict[int, dict[str, list[int | None]]] = {
        article.pk: {
            "category": [],
            "tag": [],
            "author": [],
            "source": [article.source_id],
        }
        for article in articles
    }
    filings = Filing.objects.filter(article__in=pks)
    taggings = TaggedArticle.objects.filter(content_object__in=pks)
    bylines = Article.authors.through.objects.filter(article__in=pks)
    for kind, rows in (
        ("category", filings.values_list("article_id", "category_id")),
        ("tag", taggings.values_list("content_object_id", "tag_id")),
        ("author", bylines.values_list("article_id", "author_id")),
    ):
        for article_id, label_id in rows:
            labels[article_id][kind].append(label_id)

    entries = []
    for article in articles:
        for key, foreign in _keys_from(article.family, labels[article.pk]).items():
            if key not in ids:
                defaults: dict[str, Any] = {"family": article.family, **foreign}
                ids[key] = Listing.objects.get_or_create(key=key, defaults=defaults)[
                    0
                ].pk
            entry = _entry(Listing(pk=ids[key]), article)
            entries.append(entry)
    ListingEntry.objects.bulk_create(entries, batch_size=500)


def _reshelve(listing: Listing) -> None:
    positions = list(
        listing.entries.order_by("position").values_list("position", flat=True)
    )
    listing.entry_count = len(positions)
    listing.shelves = [
        [positions[start], len(positions[start : start + SHELF])]
        for start in range(0, len(positions), SHELF)
    ]
    listing.save(update_fields=["entry_count", "shelves"])


def _chunks(articles: QuerySet[Article], size: int) -> Iterator[list[Article]]:
    chunk: list[Article] = []
    for article in articles.iterator(chunk_size=size):
        chunk.append(article)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


# Reading


def page_of(
    listing: Listing | None, number: int, size: int, at: datetime | None = None
) -> ListPage:
    """One page of a list, in four queries however long the list and far the page.

    ``listing`` is None for a list that nothing was ever put in. Raises ``NoSuchPage``
    for a number out of range; the first page of an empty list exists.
    """
    at = at or timezone.now()
    start, skip, total = _find(listing, (number - 1) * size, at)
    page_count = max(1, -(-total // size))
    if not 1 <= number <= page_count:
        raise NoSuchPage(number)
    if listing is None or not total:
        return ListPage([], 1, 1, 0)
    wanted = ListingEntry.objects.visible(at).filter(
        listing=listing, position__gte=start
    )
    ids = wanted.order_by("position").values("article")[skip : skip + size]
    articles = list(Article.objects.filter(pk__in=Subquery(ids)).with_card_data())
    articles.sort(key=position_of)
    return ListPage(articles, number, page_count, total)


def _find(listing: Listing | None, skip: int, at: datetime) -> tuple[str, int, int]:
    """The shelf that holds the visible entry number ``skip``, how many of its visible
    entries come before, and how many the whole list has."""
    if listing is None:
        return "", 0, 0
    not_yet, no_longer = ListingEntry.objects.filter(listing=listing).hidden(at)
    positions = (
        hidden.order_by().values_list("position") for hidden in (not_yet, no_longer)
    )
    hidden = sorted(position for (position,) in next(positions).union(*positions))
    total = listing.entry_count - len(hidden)
    starts = [first for first, _count in listing.shelves]
    for number, (first, count) in enumerate(listing.shelves):
        end = starts[number + 1] if number + 1 < len(starts) else "~"
        count -= bisect_left(hidden, end) - bisect_left(hidden, first)
        if skip < count:
            return first, skip, total
        skip -= count
    return "", 0, total


def latest(family: str, count: int) -> list[Article]:
    """The newest articles of a family, with what a link needs. One query."""
    entries = ListingEntry.objects.visible().filter(listing__key=family)
    ids = entries.order_by("position").values("article")[:count]
    articles = list(Article.objects.filter(pk__in=Subquery(ids)).only(*_LINK_FIELDS))
    return sorted(articles, key=position_of)


def around(article: Article, main_category: Model | None) -> Around:
    """The article's neighbours in its main category, and its translations. One query."""
    entries = ListingEntry.objects.visible().filter(
        listing__key=key_of(article.family, main_category)
    )
    here = position_of(article)
    older = entries.filter(position__gt=here).order_by("position")
    newer = entries.filter(position__lt=here).order_by("-position")
    beside = Article.objects.published().annotate(
        older_id=Subquery(older.values("article")[:1]),
        newer_id=Subquery(newer.values("article")[:1]),
    )
    wanted = Q(pk=F("older_id")) | Q(pk=F("newer_id"))
    if article.translation_key:
        wanted |= Q(translation_key=article.translation_key)
    found = list(beside.filter(wanted).exclude(pk=article.pk).only(*_LINK_FIELDS))
    key = article.translation_key
    return Around(
        newer=next((other for other in found if other.pk == other.newer_id), None),
        older=next((other for other in found if other.pk == other.older_id), None),
        translations=[other for other in found if key and other.translation_key == key],
    )


_LINK_FIELDS = (
    *("title", "slug", "language", "weight", "translation_key", "status"),
    *("published_at", "embargoed_until", "expires_at"),
)
