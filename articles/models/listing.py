"""The lists that readers page through, kept in order so that no page has to sort one.

Derived data: ``articles.listings`` writes it, ``rebuild_listings`` makes it anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import IntegerField, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models.article import Article
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


class ListingEntry(models.Model):
    """One article in one list.

    ``position`` sorts as text: weight, then newest first, then id. It is the same
    in every list of the article but that of its month, where weights say nothing.
    """

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
                fields=["listing", "public_until"],
                condition=Q(public_until__isnull=False),
                name="entry_no_longer_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.listing_id}: {self.position}"
