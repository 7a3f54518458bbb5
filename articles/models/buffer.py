"""What editors have typed and not saved, and who has which article open."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.readable_json import ReadableEncoder
from articles.models.revision import Revision


class BufferQuerySet(models.QuerySet["Buffer"]):
    """Words for choosing buffers. Every method chains."""

    def unsaved(self) -> Self:
        return self.filter(is_closed=False)

    def with_title(self) -> Self:
        """Add the title that was typed as ``title``; leave the other texts unread."""
        return self.annotate(title=KT("fields__title__0")).defer("fields")


class Buffer(models.Model):
    """The fields of one opened form as an editor has typed them, and as they would be posted.

    It belongs to that editor alone and stands outside the history. Its article is null for
    a new one, and for one that a colleague deleted meanwhile. A form that was saved or
    discarded leaves an empty row, so that a late request cannot bring it back.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="buffers"
    )
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, related_name="buffers"
    )
    form_key = models.CharField(
        max_length=64, help_text="Made anew for each form that is opened."
    )
    base = models.ForeignKey(
        Revision,
        models.SET_NULL,
        null=True,
        related_name="+",
        help_text="The state that the editor started from.",
    )
    fields = models.JSONField(
        default=dict, encoder=ReadableEncoder, help_text="Lists of values by name."
    )
    field = models.CharField(max_length=100, help_text="Where the cursor stood.")
    caret = models.PositiveIntegerField(default=0)
    writer = models.CharField(max_length=64, help_text="The window that wrote last.")
    sequence = models.PositiveBigIntegerField(
        help_text="Counts the editor's changes: a late request never undoes a newer one."
    )
    is_closed = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = BufferQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved text")
        verbose_name_plural = _("unsaved texts")
        ordering = ["-updated_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "form_key"], name="a_form_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.form_key}"


class PresenceQuerySet(models.QuerySet["Presence"]):
    """Words for choosing who is there. Every method chains."""

    def live(self) -> Self:
        """Keep those who gave a sign of life lately."""
        return self.filter(seen_at__gt=timezone.now() - Presence.GONE_AFTER)


class Presence(models.Model):
    """One form of an article that somebody has open, and the field they are in."""

    GONE_AFTER = timedelta(seconds=45)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="presences"
    )
    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    form_key = models.CharField(max_length=64)
    field = models.CharField(max_length=100)
    since = models.DateTimeField(help_text="When they came to the field.")
    seen_at = models.DateTimeField(db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        ordering = ["since"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "form_key"], name="a_form_is_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.article_id}"
