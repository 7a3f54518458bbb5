"""What the desk places on the front page: its lead, what belongs to it, pins, breaking news."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import JSONArray
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.relation import Collected
from articles.models.visibility import not_over


class PinQuerySet(models.QuerySet["Pin"]):
    """Words for choosing pins. Every method chains."""

    def lasting(self, at: datetime | None = None) -> PinQuerySet:
        """Keep those that have not ended at a moment, by default now."""
        return self.filter(not_over(at or timezone.now(), "ends_at"))

    def live(self, at: datetime | None = None) -> PinQuerySet:
        """Keep of these what has begun."""
        at = at or timezone.now()
        begun = Q(starts_at__isnull=True) | Q(starts_at__lte=at)
        return self.lasting(at).filter(begun)

    def as_data(self) -> models.QuerySet[Pin, Any]:
        """Return all in one value, ``[position, article, kind]`` each, to be read in a
        query for something else."""
        rows = JSONArray("position", "article_id", "kind")
        return self.order_by().annotate(data=Collected(rows)).values("data")


class Pin(models.Model):
    """An article that has a place on the front pages of its readers until it ends.

    Those of a kind go by ``position``; of the leads the first leads. Readers see it while
    they may see the article; the pin itself changes nothing about that.
    """

    class Kind(models.TextChoices):
        LEAD = "lead", _("Lead story")
        RELATED = "related", _("Related to the lead")
        PIN = "pin", _("Pin")
        BREAKING = "breaking", _("Breaking")

    # Of one kind and language group at once: a front page reads them all.
    MOST = 6

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="pins", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PIN)
    position = models.PositiveIntegerField(
        _("position"), default=1, help_text=_("The lowest stands first.")
    )
    starts_at = models.DateTimeField(
        _("starts"), null=True, blank=True, help_text=_("Empty: at once.")
    )
    ends_at = models.DateTimeField(
        _("ends"), null=True, blank=True, help_text=_("Empty: until it is unpinned.")
    )

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("place on the front page")
        verbose_name_plural = _("places on the front page")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="breaking") | Q(ends_at__isnull=False),
                name="breaking_news_ends",
                violation_error_message=_("Breaking news needs an end."),
            ),
            # What is breaking may lead, too.
            models.UniqueConstraint(
                fields=["article"],
                condition=~Q(kind="breaking"),
                name="one_place_on_the_front_page",
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(kind="breaking"),
                name="breaking_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)

    @property
    def is_breaking(self) -> bool:
        return self.kind == self.Kind.BREAKING
