"""Uploaded and imported pictures. The original file is kept as it came."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _


class Image(models.Model):
    """An original picture, with what a page must say about it.

    ``renditions`` is derived: for each spec name the file, width and height that
    ``articles.pictures`` made. It stands on the row so that a list of cards needs
    no further query.
    """

    file = models.FileField(_("file"), upload_to="images/", max_length=255)
    digest = models.CharField(
        max_length=64,
        unique=True,
        editable=False,
        help_text="SHA-256 of the original bytes: the same picture is stored once.",
    )
    origin = models.CharField(
        _("origin"),
        max_length=1000,
        blank=True,
        editable=False,
        db_index=True,
        help_text="Archive and path the picture was imported from.",
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = models.CharField(_("caption"), max_length=1000, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)
    renditions = models.JSONField(default=dict, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.alt or PurePosixPath(self.file.name or "").name
