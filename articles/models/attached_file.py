"""Files of an archive that belong to an article and are no pictures."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class AttachedFile(models.Model):
    """A document, recording or the like of an article; whoever may read that gets it.

    Archive and path say where it lies. The same bytes of several articles are stored once.
    """

    article = models.ForeignKey(
        Article,
        models.CASCADE,
        related_name="attached_files",
        verbose_name=_("article"),
    )
    archive = models.CharField(_("archive"), max_length=255)
    path = models.CharField(_("path"), max_length=1000)
    file = models.FileField(_("file"), upload_to="attached/", max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes.")
    size = models.PositiveBigIntegerField(_("size"))
    stored_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("attached file")
        verbose_name_plural = _("attached files")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "archive", "path"],
                name="one_attached_file_per_article_and_path",
            )
        ]
        indexes = [models.Index(fields=["file"], name="attached_files_by_file")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("articles:attached_file", args=[self.pk, self.name])

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name
