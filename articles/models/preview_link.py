"""Links by which people without an account read a text before it is public."""

from __future__ import annotations

from hashlib import sha256
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def with_token(self, token: str) -> Self:
        """Keep the link whose address ends in the token."""
        return self.filter(token_hash=PreviewLink.hash_of(token))

    def open(self) -> Self:
        """Keep those that work now."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PreviewLink(models.Model):
    """A link to the saved text of an article, for a while and until it is revoked.

    Of its token only a hash is kept: who reads the table opens no link.
    """

    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links")
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.article_id}: {timezone.localtime(self.expires_at):%Y-%m-%d}"

    @staticmethod
    def hash_of(token: str) -> str:
        return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
