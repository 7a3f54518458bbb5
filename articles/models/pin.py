"""Articles that stand first on the front page."""

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

    def live(self, at: datetime | None = None) -> PinQuerySet:
        """Keep those that have not ended at a moment, by default now."""
        return self.filter(not_over(at or timezone.now(), "ends_at"))

    def as_data(self) -> models.QuerySet[Pin, Any]:
        """Return all in one value, ``[position, article, kind]`` each, to be read in a
        query for something else."""
        rows = JSONArray("position", "article_id", "kind")
        return self.order_by().annotate(data=Collected(rows)).values("data")


class Pin(models.Model):
    """An article that stands first on the front pages of its readers until it ends.

    Pinned ones go by ``position``. Readers see it while they may see the article; the pin
    itself changes nothing about that.
    """

    class Kind(models.TextChoices):
        PIN = "pin", _("Pin")
        BREAKING = "breaking", _("Breaking")

    # Of one kind and language group at once: a front page reads them all.
    MOST = 5

    article = models.OneToOneField(
        Article, models.CASCADE, related_name="pin", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.PIN)
    position = models.PositiveIntegerField(
        _("position"), default=1, help_text=_("The lowest stands first.")
    )
    ends_at = models.DateTimeField(
        _("ends"), null=True, blank=True, help_text=_("Empty: until it is unpinned.")
    )

    objects = PinQuerySet.as_manager()

    class Meta:
        verbose_name = _("pinned article")
        verbose_name_plural = _("pinned articles")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="pin") | Q(ends_at__isnull=False),
                name="breaking_news_ends",
                violation_error_message=_("Breaking news needs an end."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)
