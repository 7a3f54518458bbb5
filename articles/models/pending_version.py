"""Changes of live articles that wait for their hour."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.readable_json import ReadableEncoder
from articles.models.revision import Revision


class PendingVersionQuerySet(models.QuerySet["PendingVersion"]):
    """Words for choosing pending versions. Every method chains."""

    def waiting(self) -> Self:
        """Keep those for which somebody or the clock has still to do something."""
        return self.filter(state__in=PendingVersion.WAITING)

    def due(self, at: datetime | None = None) -> Self:
        """Keep those whose hour has come, the earliest first."""
        due = Q(go_live_at__lte=at or timezone.now())
        return self.filter(due, state=PendingVersion.State.SCHEDULED).order_by(
            "go_live_at", "pk"
        )


class PendingVersion(models.Model):
    """The changes by one person to a live article, until the hour at which readers see them.

    ``fields`` are changes of the revision ``base``, as ``publishing.save_changes`` takes
    them. What others save meanwhile is merged into it at its hour; where both changed the
    same place, the version is in conflict at once, and the page stays as it is until a
    person decides. An article has at most one that waits.
    """

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        CONFLICT = "conflict", _("In conflict")
        FAILED = "failed", _("Failed")
        APPLIED = "applied", _("Live")
        DROPPED = "dropped", _("Dropped")

    WAITING = (State.SCHEDULED, State.CONFLICT, State.FAILED)

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="pending_versions"
    )
    base = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    fields = models.JSONField(default=dict, encoder=ReadableEncoder)
    state = models.CharField(_("state"), max_length=9, choices=State)
    go_live_at = models.DateTimeField(_("goes live"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    error = models.CharField(_("why it failed"), max_length=1000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PendingVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("scheduled change")
        verbose_name_plural = _("scheduled changes")
        ordering = ["go_live_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state__in=["scheduled", "conflict", "failed"]),
                name="one_version_of_an_article_waits",
            )
        ]
        indexes = [
            models.Index(
                fields=["go_live_at"],
                condition=Q(state="scheduled"),
                name="scheduled_changes_by_hour",
            )
        ]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.get_state_display()}"
