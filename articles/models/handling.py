"""The people who are to work on an article, and what stands in its way."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class HandlingQuerySet(models.QuerySet["Handling"]):
    """Words for choosing them. Every method chains."""

    def held(self) -> HandlingQuerySet:
        """Keep those of articles on legal hold. Like ``Handling.is_held``."""
        return self.exclude(hold_reason="")

    def of(self, article: Article) -> Handling | None:
        """Return an article's, with the people that it names. A query."""
        people = ("assignee", "marked_for", "marked_for_group", "held_by")
        return self.select_related(*people).filter(pk=article.pk).first()


class Handling(models.Model):
    """The desk's arrangements about one article; most have none.

    It is ``marked_for`` whoever is to take the next step: a person, or a group.
    """

    article = models.OneToOneField(
        Article, models.CASCADE, primary_key=True, related_name="handling"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_articles",
        verbose_name=_("assigned to"),
    )
    marked_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="marked_articles",
        verbose_name=_("marked for"),
    )
    marked_for_group = models.ForeignKey(
        Group,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="marked_articles",
        verbose_name=_("marked for"),
    )
    hold_reason = models.TextField(_("legal hold"), blank=True)
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("held by"),
    )
    held_at = models.DateTimeField(_("held since"), null=True, blank=True)

    objects = HandlingQuerySet.as_manager()

    class Meta:
        verbose_name = _("handling")
        verbose_name_plural = _("handling")

    def __str__(self) -> str:
        return str(self.article)

    @property
    def is_held(self) -> bool:
        return bool(self.hold_reason)
