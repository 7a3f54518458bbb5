"""Read a page of a list, the newest of a family, and what stands around an article."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Model, Q, Subquery
from django.utils import timezone

from articles.listings.positions import listing_key, position_of
from articles.models import Article, Listing, ListingEntry, ListingEntryQuerySet


@dataclass(frozen=True)
class ListingPage:
    """One page of a list: its articles, its number and how many pages there are."""

    articles: list[Article]
    number: int
    page_count: int
    total: int


@dataclass(frozen=True)
class Neighbours:
    """What an article page links to beside itself."""

    newer: Article | None
    older: Article | None
    translations: list[Article]


class NoSuchPage(LookupError):
    """The list has no page of that number."""


def page_of(
    listing: Listing | None, number: int, size: int, at: datetime | None = None
) -> ListingPage:
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
        return ListingPage([], 1, 1, 0)
    wanted = ListingEntry.objects.visible(at).filter(
        listing=listing, position__gte=start
    )
    ids = wanted.order_by("position").values("article")[skip : skip + size]
    articles = list(Article.objects.filter(pk__in=Subquery(ids)).with_card_data())
    articles.sort(key=position_of)
    return ListingPage(articles, number, page_count, total)


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


def latest(key: str, count: int) -> list[Article]:
    """The first articles of the list of that key, with what a link needs. One query."""
    ids = _entries(key).order_by("position").values("article")[:count]
    articles = list(Article.objects.filter(pk__in=Subquery(ids)).only(*_LINK_FIELDS))
    return sorted(articles, key=position_of)


def _entries(key: str) -> ListingEntryQuerySet:
    """What readers see of the list of that key.

    Never by a join: PostgreSQL would read and sort the whole list for its first ten.
    """
    listing = Listing.objects.filter(key=key).values("pk")[:1]
    return ListingEntry.objects.visible().filter(listing=listing)


def neighbours(article: Article, main_category: Model | None) -> Neighbours:
    """The article's neighbours in its main category, and its translations. One query."""
    entries = _entries(listing_key(article.language_group, main_category))
    here = position_of(article)
    if article.translation_key:  # Another version of it is no neighbour.
        entries = entries.exclude(article__translation_key=article.translation_key)
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
    return Neighbours(
        newer=next((other for other in found if other.pk == other.newer_id), None),
        older=next((other for other in found if other.pk == other.older_id), None),
        translations=[other for other in found if key and other.translation_key == key],
    )


_LINK_FIELDS = (
    *("title", "slug", "language", "weight", "translation_key", "status"),
    *("published_at", "embargoed_until", "expires_at"),
    *("has_marks", "has_other_script", "text_digest"),
)
