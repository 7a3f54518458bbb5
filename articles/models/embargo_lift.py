"""Embargoes that were lifted before their time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class EmbargoLift(models.Model):
    """The end of an embargo before its time: until when it was to last, why, and by whom."""

    # As long as a sentence or two that somebody else understands a year later.
    MAX_REASON = 1000

    article = models.ForeignKey(Article, models.CASCADE, related_name="embargo_lifts")
    was_until = models.DateTimeField(_("embargoed until"))
    reason = models.CharField(_("reason"), max_length=MAX_REASON)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("lifted embargo")
        verbose_name_plural = _("lifted embargoes")

    def __str__(self) -> str:
        return self.reason
