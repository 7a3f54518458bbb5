"""Old addresses and where they lead."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Redirect(models.Model):
    """A path of the legacy site, in lower case and with a slash at both ends."""

    path = models.CharField(_("path"), max_length=600, unique=True)
    article = models.ForeignKey(Article, models.CASCADE, related_name="redirects")

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")

    def __str__(self) -> str:
        return self.path

    @staticmethod
    def normal(path: str) -> str:
        """The form in which paths are stored and looked up."""
        trimmed = path.strip("/").removesuffix("/index.html").removesuffix(".html")
        return f"/{trimmed.lower()}/"
