"""The lists that readers page through, kept in order so that no page has to sort one.

Derived data: ``articles.listings`` writes it, ``rebuild_listings`` makes it anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import IntegerField, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONArray
from django.utils import timezone

from articles.models.article import Article
from articles.models.relation import Collected
from articles.models.taxonomy import Author, Category, Source, Tag
from articles.models.visibility import (
    VISIBLE_COUNT,
    visible_count_parameters,
    within,
)


class ListingQuerySet(models.QuerySet["Listing"]):
    def with_visible_count(self, at: datetime | None = None) -> Self:
        """Annotate ``visible_count``: how many articles readers see in the list at that
        time. For the outermost query only."""
        parameters = visible_count_parameters(at or timezone.now())
        # Nothing that a reader typed is in there.
        count = RawSQL(VISIBLE_COUNT, parameters, IntegerField())  # noqa: S611
        return self.annotate(visible_count=count)

    def with_weighted(self, at: datetime | None = None) -> Self:
        """Annotate ``weighted``: the data of the entries whose weight puts them first then,
        None where there are none."""
        # Of the listing that is two queries further out.
        own = ListingEntry.objects.filter(listing=OuterRef(OuterRef("pk")))
        entries = own.weighted(at)
        return self.annotate(weighted=Subquery(entries.as_data()))

    def holding_something(self, at: datetime | None = None) -> Self:
        """Keep the lists in which readers find something then, ``with_visible_count``."""
        return self.with_visible_count(at).filter(**{"visible_count__gt": 0})


class Listing(models.Model):
    """One list: all articles of a language group, or those of one category, tag, … or of
    one month."""

    visible_count: int  # Set by with_visible_count().

    key = models.CharField(max_length=40, unique=True)
    language_group = models.CharField(max_length=2)
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey(Author, models.CASCADE, null=True, related_name="+")
    source = models.ForeignKey(Source, models.CASCADE, null=True, related_name="+")
    month = models.CharField(
        max_length=7, blank=True, help_text="2025-02, by the site's clock."
    )
    entry_count = models.PositiveIntegerField(default=0)

    objects = ListingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["language_group", "-entry_count"],
                condition=Q(tag__isnull=False),
                name="listing_most_used_tags",
            ),
            models.Index(
                fields=["month"], condition=Q(month__gt=""), name="listing_months"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class ListingEntryQuerySet(models.QuerySet["ListingEntry"]):
    def visible(self, at: datetime | None = None) -> Self:
        """Keep the entries of what ``Article.objects.listed()`` keeps."""
        return self.filter(within(at or timezone.now()))

    def as_data(self) -> models.QuerySet[ListingEntry, Any]:
        """Return all in one value, ``[weight, position, article]`` each and in no order,
        to be read in a query for something else. They may be a slice."""
        rows = JSONArray("weight", "position", "article_id")
        entries = ListingEntry.objects.filter(pk__in=self.values("pk")).order_by()
        return entries.annotate(data=Collected(rows)).values("data")

    def weighted(self, at: datetime | None = None) -> Self:
        """Keep those whose weight puts them first, in order: the few that there is room for."""
        weighted = self.visible(at).filter(weight__isnull=False)
        return weighted.order_by("weight", "position")[: ListingEntry.MOST_WEIGHTED]


class ListingEntry(models.Model):
    """One article in one list.

    ``position`` sorts as text: newest first, then id. It is the same in every list of
    the article. A ``weight`` puts it before others on the first page of a category.
    """

    # So many stand before the newest: what is new never leaves the first page for them.
    MOST_WEIGHTED = 5

    # The two indexes below begin with these; further ones would mislead the planner.
    listing = models.ForeignKey(
        Listing, models.CASCADE, related_name="entries", db_index=False
    )
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="entries", db_index=False
    )
    position = models.CharField(max_length=40)
    public_from = models.DateTimeField()
    public_until = models.DateTimeField(null=True)
    weight = models.IntegerField(null=True)
    is_timed = models.BooleanField(
        default=False,
        help_text="Was not public long when it was written: only these can be hidden.",
    )

    objects = ListingEntryQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "listing"], name="one_entry_per_listing"
            )
        ]
        indexes = [
            # Holds all that ``visible`` and a page need: OFFSET never leaves it.
            models.Index(
                fields=[
                    *("listing", "position"),
                    *("public_from", "public_until", "article"),
                ],
                name="entries_in_order",
            ),
            models.Index(
                fields=["listing", "public_from"],
                condition=Q(is_timed=True),
                name="entry_not_yet_public",
            ),
            models.Index(
                fields=["listing", "weight", "position"],
                condition=Q(weight__isnull=False),
                name="weighted_entries_in_order",
            ),
            models.Index(
                fields=["listing", "public_until"],
                condition=Q(public_until__isnull=False),
                name="entry_no_longer_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.position}"
