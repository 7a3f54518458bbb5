"""Permissions of sources to publish their texts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.taxonomy import Source


class SourceClearance(models.Model):
    """A source's permission for one article: who gave it, when and for what, in words.

    It holds for this source alone: an article that is given to another one needs another.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="clearances")
    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    text = models.CharField(_("permission"), max_length=1000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("permission of a source")
        verbose_name_plural = _("permissions of sources")

    def __str__(self) -> str:
        return self.text
