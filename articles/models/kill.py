"""Articles that the desk took from its readers for good, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.choices import Status
from articles.models.article import Article

LONGEST_NOTICE = 1_000


class KillQuerySet(models.QuerySet["Kill"]):
    """Words for choosing kills. Every method chains."""

    def standing(self) -> KillQuerySet:
        """Keep those that nobody has undone."""
        return self.filter(undone_at=None)


class Kill(models.Model):
    """A kill of one article: its address answers 410 with the ``notice``.

    The article and its history stay, as they were, for those who hold the right to kill.
    Versions that are killed in one act are ``led_by`` the one that the act was about, and
    come back with it. One person asks for that, and another confirms it.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="kills")
    led_by = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="followers"
    )
    reason = models.TextField(_("reason"), max_length=LONGEST_NOTICE)
    notice = models.TextField(
        _("notice to readers"), max_length=LONGEST_NOTICE, blank=True
    )
    status_before = models.CharField(max_length=12, choices=Status)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("killed"), auto_now_add=True)
    undo_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    undo_asked_at = models.DateTimeField(null=True)
    undo_confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)

    objects = KillQuerySet.as_manager()

    class Meta:
        verbose_name = _("kill")
        verbose_name_plural = _("kills")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(undone_at__isnull=True),
                name="an_article_is_killed_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.article)

    @property
    def leader(self) -> Kill:
        """The kill that this one came back with. Up to a query."""
        return self.led_by or self
