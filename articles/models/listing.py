"""The lists that readers page through, kept ready so that no page counts or skips.

Derived data: ``articles.listings`` writes it, ``rebuild_listings`` makes it anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import connection, models
from django.db.models import IntegerField, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models.article import Article
from articles.models.taxonomy import Author, Category, Source, Tag

_COUNT = (
    "SELECT COUNT(*) FROM articles_listingentry "
    "WHERE listing_id = articles_listing.id AND "
)
# What a reader could page through now, in a query that names the listing's row
# articles_listing. By hand what ``ListingEntryQuerySet.hidden`` says: every page with a
# panel of labels asks this, and Django takes 8 ms to spell it.
VISIBLE_COUNT = (
    "articles_listing.entry_count "
    f"- ({_COUNT} is_timed AND public_from > %s) "
    f"- ({_COUNT} public_from <= %s AND public_until <= %s)"
)


def visible_count_parameters(at: datetime) -> list[Any]:
    """What ``VISIBLE_COUNT`` is asked with."""
    return [connection.ops.adapt_datetimefield_value(at)] * 3


class ListingQuerySet(models.QuerySet["Listing"]):
    def with_visible_count(self, at: datetime | None = None) -> Self:
        """Annotate ``visible_count``: what a reader could page through now. For the
        outermost query."""
        parameters = visible_count_parameters(at or timezone.now())
        # No word of a reader's is in there.
        count = RawSQL(VISIBLE_COUNT, parameters, IntegerField())  # noqa: S611
        return self.annotate(visible_count=count)


class Listing(models.Model):
    """One list: a family's front page, or what it has on one category, tag, …

    ``shelves`` is the list cut into runs: ``[[first position, entries], …]``,
    newest first. Page 2,000 is found by adding up at most a few hundred numbers.
    """

    visible_count: int  # Where with_visible_count() was asked.

    key = models.CharField(max_length=40, unique=True)
    language_group = models.CharField(max_length=2)
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey(Author, models.CASCADE, null=True, related_name="+")
    source = models.ForeignKey(Source, models.CASCADE, null=True, related_name="+")
    entry_count = models.PositiveIntegerField(default=0)
    shelves = models.JSONField(default=list)

    objects = ListingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["language_group", "-entry_count"],
                condition=Q(tag__isnull=False),
                name="listing_most_used_tags",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ListingEntryQuerySet(models.QuerySet["ListingEntry"]):
    def visible(self, at: datetime | None = None) -> Self:
        """What ``Article.objects.published()`` says, asked of the entry."""
        at = at or timezone.now()
        return self.filter(
            Q(public_until__isnull=True) | Q(public_until__gt=at), public_from__lte=at
        )

    def hidden(self, at: datetime | None = None) -> tuple[Self, Self]:
        """What is not yet visible, and what no longer is. Few at any time.

        Two querysets, because each is a short stretch of an index of its own and a
        query for both at once would read the whole list.
        """
        at = at or timezone.now()
        not_yet = self.filter(is_timed=True, public_from__gt=at)
        return not_yet, self.filter(public_from__lte=at, public_until__lte=at)


class ListingEntry(models.Model):
    """The place of one article in one list.

    ``position`` sorts as text: weight, then newest first, then id. It is the same
    in every list of the article.
    """

    # The constraint below is the index; a second one would only mislead the planner.
    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="entries", db_index=False
    )
    article = models.ForeignKey(Article, models.CASCADE, related_name="entries")
    position = models.CharField(max_length=40)
    public_from = models.DateTimeField()
    public_until = models.DateTimeField(null=True)
    is_timed = models.BooleanField(
        default=False,
        help_text="Was not yet public when it was written: only these can be hidden.",
    )

    objects = ListingEntryQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "position"], name="one_entry_per_position"
            )
        ]
        indexes = [
            models.Index(
                fields=["listing", "public_from"],
                condition=Q(is_timed=True),
                name="entry_not_yet_public",
            ),
            models.Index(
                fields=["listing", "public_until"],
                condition=Q(public_until__isnull=False),
                name="entry_no_longer_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.position}"
