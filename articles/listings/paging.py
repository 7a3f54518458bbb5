"""Read a page of a list, the latest articles of one, and an article's neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, Subquery

from articles.choices import Visibility
from articles.listings.positions import listing_key, position_of
from articles.models import Article, Listing, ListingEntry, ListingEntryQuerySet

LINK_FIELDS = (
    *("title", "slug", "language", "translation_key", "status"),
    *("published_at", "embargoed_until", "expires_at"),
    *("has_marks", "has_other_script", "text_digest"),
)


@dataclass(frozen=True)
class Neighbours:
    """The articles that an article's page links to."""

    newer: Article | None
    older: Article | None
    translations: list[Article]
    followed: Sequence[Article] = ()
    follow_ups: Sequence[Article] = ()


def page_of(
    listing: Listing | None, number: int, size: int, first: Sequence[int] = ()
) -> Page[Article]:
    """Return a page of a list, its articles with all that their cards show.

    What is named by its number in ``first`` stands first, and not in its place again; a
    number of what readers do not see is passed over. It costs a query.

    ``listing`` comes from ``with_visible_count()``, or is None for a list that never
    held an article. Raises ``EmptyPage``. Three queries.

    OFFSET counts through a covering index. In a list of 90,000 that adds 2 ms to page
    2,000 and 9 ms to the last, 9,000 (SQLite; PostgreSQL: 3 and 30 ms).
    """
    entries = ListingEntry.objects.visible().filter(listing=listing)
    ids = entries.order_by("position").values("article")
    paginator: Paginator[Any] = Paginator(ids, size)
    paginator.count = listing.visible_count if listing else 0
    page = paginator.page(number)
    if not first:
        articles = Article.objects.filter(pk__in=page.object_list).with_card_data()
        page.object_list = sorted(articles, key=position_of)
        return page
    # Databases read the whole table for "in this list or of these numbers".
    numbers = {*(row["article"] for row in page.object_list), *first}
    found = Article.objects.filter(pk__in=numbers).with_card_data().in_bulk()
    leading = [found.pop(pk) for pk in first if pk in found]
    page.object_list = [
        *(article for article in leading if article.is_listed),
        *sorted(found.values(), key=position_of),
    ]
    return page


def latest(key: str, count: int) -> list[Article]:
    """Return the first articles of the list of that key, with the fields that a link
    needs. One query."""
    ids = _visible_entries(key).order_by("position").values("article")[:count]
    articles = Article.objects.filter(pk__in=Subquery(ids)).only(*LINK_FIELDS)
    return sorted(articles, key=position_of)


def neighbours(article: Article, main_category: Model | None) -> Neighbours:
    """Return the next articles of its main category, its translations, and what it
    follows up or what follows it up, as read ``with_relations``. One query."""
    key = article.translation_key
    entries = _visible_entries(listing_key(article.language_group, main_category))
    if article.visibility == Visibility.UNLISTED:  # It stands beside nothing.
        entries = entries.none()
    if key:  # Another version of a text is no neighbour.
        entries = entries.exclude(article__translation_key=key)
    position = position_of(article)
    older = entries.filter(position__gt=position).order_by("position")
    newer = entries.filter(position__lt=position).order_by("-position")
    linked = Q(pk=F("older_id")) | Q(pk=F("newer_id"))
    if key:
        linked |= Q(translation_key=key) & ~Q(visibility=Visibility.UNLISTED)
    pairs = getattr(article, "relation_pairs", None) or []
    if pairs:
        linked |= Q(pk__in={pk for pair in pairs for pk in pair})
    found: list[Any] = list(
        Article.objects.published()
        .annotate(
            older_id=Subquery(older.values("article")[:1]),
            newer_id=Subquery(newer.values("article")[:1]),
        )
        .filter(linked)
        .exclude(pk=article.pk)
        .only(*LINK_FIELDS)
    )
    return Neighbours(
        newer=next((other for other in found if other.pk == other.newer_id), None),
        older=next((other for other in found if other.pk == other.older_id), None),
        translations=[other for other in found if key and other.translation_key == key],
        followed=[other for other in found if [article.pk, other.pk] in pairs],
        follow_ups=[other for other in found if [other.pk, article.pk] in pairs],
    )


def _visible_entries(key: str) -> ListingEntryQuerySet:
    """Return what readers see of the list of that key.

    Never by a join: PostgreSQL would read and sort the whole list for its first ten.
    """
    listing = Listing.objects.filter(key=key).values("pk")[:1]
    return ListingEntry.objects.visible().filter(listing=listing)
