"""What became of labels that are no more, kept so that it can be undone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LabelTombstone(models.Model):
    """A category, tag, author or source that was merged into another, or deleted.

    ``rows`` are the label and what went with it, as Django serialises them. ``filed`` are
    its articles: the number of each, its place among the article's labels, and whether the
    article had the label in its place already. ``moved`` are the keys of rows that went
    over, by their models, and of the redirects that led to the label.
    """

    class Kind(models.TextChoices):
        CATEGORY = "category", _("Category")
        TAG = "tag", _("Tag")
        AUTHOR = "author", _("Author")
        SOURCE = "source", _("Source")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    old_id = models.BigIntegerField(editable=False)
    name = models.CharField(_("name"), max_length=255)
    slug = models.CharField(_("slug"), max_length=255)
    # No foreign key: there are four kinds, and it may be gone itself by now.
    into_id = models.BigIntegerField(null=True, editable=False)
    rows = models.JSONField(default=list, editable=False)
    filed = models.JSONField(default=list, editable=False)
    article_count = models.PositiveIntegerField(_("articles"), default=0)
    moved = models.JSONField(default=dict, editable=False)
    buried_at = models.DateTimeField(_("when"), default=timezone.now)
    buried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )

    class Meta:
        verbose_name = _("merged or deleted label")
        verbose_name_plural = _("merged and deleted labels")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kind", "old_id"], name="tombstone_of_label"),
            models.Index(fields=["kind", "into_id"], name="tombstones_into_label"),
        ]

    def __str__(self) -> str:
        return self.name
