"""Read a page of a list, the latest articles of one, and an article's neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import (
    BigIntegerField,
    CharField,
    DateTimeField,
    F,
    Model,
    Q,
    Subquery,
)
from django.utils import timezone

from articles.choices import Visibility
from articles.listings.positions import listing_key, position_of
from articles.models import (
    Article,
    ArticleQuerySet,
    Listing,
    ListingEntry,
    ListingEntryQuerySet,
    read_cards,
    within_sql,
)
from articles.prepared_queries import Parameter, few_lengths, parameters, prepared
from newsdesk.database_router import reading_connection

_PAGE = f"""
    SELECT article_id FROM articles_listingentry
    WHERE listing_id = %s AND {within_sql("articles_listingentry")} {{}}
    ORDER BY position LIMIT %s OFFSET %s
"""  # noqa: S608
_AT: Any = Parameter("at", DateTimeField())
_BETWEEN = "AND position > %s AND position < %s"
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
    number of what readers do not see is passed over.

    ``listing`` comes from ``with_visible_count()``, or is None for a list that never
    held an article. Raises ``EmptyPage``. Four queries.

    OFFSET counts through a covering index. In a list of 90,000 that adds 2 ms to page
    2,000 and 9 ms to the last, 9,000 (SQLite; PostgreSQL: 3 and 30 ms).
    """
    paginator: Paginator[Any] = Paginator([], size)
    paginator.count = listing.visible_count if listing else 0
    page = paginator.page(number)
    if listing is None:
        return page
    numbers = numbers_of_page(listing, page)
    # What does not stand first, in order.
    found = {article.pk: article for article in read_cards([*{*numbers, *first}])}
    leading = [found.pop(pk) for pk in first if pk in found]
    page.object_list = [
        *(article for article in leading if article.is_listed),
        *sorted(found.values(), key=position_of),
    ]
    return page


def numbers_of_page(
    listing: Listing, page: Page[Any], between: tuple[str, str] | None = None
) -> list[int]:
    """Return the articles on a page of a list, or of what stands between two positions
    of it. One query, by hand."""
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    size = page.paginator.per_page
    parameters = [listing.pk, moment, moment, *(between or ()), size]
    with reading_connection().cursor() as cursor:
        cursor.execute(
            _PAGE.format(_BETWEEN if between else ""),
            [*parameters, (page.number - 1) * size],
        )
        return [pk for (pk,) in cursor.fetchall()]


def latest(key: str, count: int) -> list[Article]:
    """Return the first articles of the list of that key, with the fields that a link
    needs. One query."""
    found = _latest.read(count, key=key, at=timezone.now())
    return sorted(found, key=position_of)


def neighbours(article: Article, main_category: Model | None) -> Neighbours:
    """Return the next articles of its main category, its translations, and what it
    follows up or what follows it up, as read ``with_relations``. One query."""
    key = article.translation_key
    pairs: list[list[int]] = getattr(article, "relation_pairs", None) or []
    others = few_lengths({pk for pair in pairs for pk in pair})
    # What is unlisted stands beside nothing.
    is_listed = article.visibility != Visibility.UNLISTED
    found: list[Any] = _linked.read(
        is_listed,
        bool(key),
        len(others),
        pk=article.pk,
        listing=listing_key(article.language_group, main_category),
        position=position_of(article),
        key=key,
        at=timezone.now(),
        other=others,
    )
    return Neighbours(
        newer=next((other for other in found if other.pk == other.newer_id), None),
        older=next((other for other in found if other.pk == other.older_id), None),
        translations=[other for other in found if key and other.translation_key == key],
        followed=[other for other in found if [article.pk, other.pk] in pairs],
        follow_ups=[other for other in found if [other.pk, article.pk] in pairs],
    )


@prepared
def _latest(count: int) -> ArticleQuerySet:
    entries = _visible_entries(Parameter("key", CharField()))
    ids = entries.order_by("position").values("article")[:count]
    return Article.objects.filter(pk__in=Subquery(ids)).only(*LINK_FIELDS)


@prepared
def _linked(is_listed: bool, has_versions: bool, others: int) -> ArticleQuerySet:
    key, position = (Parameter(name, CharField()) for name in ("key", "position"))
    entries = _visible_entries(Parameter("listing", CharField()))
    if not is_listed:
        entries = entries.none()
    if has_versions:  # Another version of a text is no neighbour.
        entries = entries.exclude(article__translation_key=key)
    older = entries.filter(position__gt=position).order_by("position")
    newer = entries.filter(position__lt=position).order_by("-position")
    linked = Q(pk=F("older_id")) | Q(pk=F("newer_id"))
    if has_versions:
        linked |= Q(translation_key=key) & ~Q(visibility=Visibility.UNLISTED)
    if others:
        linked |= Q(pk__in=parameters("other", others, BigIntegerField()))
    return (
        Article.objects.published(_AT)
        .annotate(
            older_id=Subquery(older.values("article")[:1]),
            newer_id=Subquery(newer.values("article")[:1]),
        )
        .filter(linked)
        .exclude(pk=Parameter("pk", BigIntegerField()))
        .only(*LINK_FIELDS)
    )


def _visible_entries(key: Parameter) -> ListingEntryQuerySet:
    """Return what readers see of the list of that key.

    Never by a join: PostgreSQL would read and sort the whole list for its first ten.
    """
    listing = Listing.objects.filter(key=key).values("pk")[:1]
    return ListingEntry.objects.visible(_AT).filter(listing=listing)
