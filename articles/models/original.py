"""What an imported article looked like in its archive."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Original(models.Model):
    """The imported file, byte for byte. Archive and path are its identity."""

    article = models.OneToOneField(Article, models.CASCADE, related_name="original")
    archive = models.CharField(_("archive"), max_length=255)
    path = models.CharField(_("path"), max_length=1000)
    content = models.BinaryField()
    encoding = models.CharField(_("encoding"), max_length=20, default="utf-8")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    warnings = models.JSONField(
        _("warnings"),
        default=list,
        blank=True,
        help_text="A list of {code, line, message}, as the import reported them.",
    )
    imported_at = models.DateTimeField(_("imported"), auto_now=True)

    class Meta:
        verbose_name = _("imported original")
        verbose_name_plural = _("imported originals")
        constraints = [
            models.UniqueConstraint(
                fields=["archive", "path"], name="one_original_per_archive_path"
            )
        ]

    def __str__(self) -> str:
        return f"{self.archive}: {self.path}"
