"""Old addresses and where they lead."""

from __future__ import annotations

from urllib.parse import unquote

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import Variant
from articles.models.article import Article
from articles.models.taxonomy import Author, Category, Tag


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


class LabelRedirect(models.Model):
    """A path at which the legacy site listed the articles of a label, as in ``Redirect``.

    One of the three labels is set; ``variant`` is that of the readers of the old page.
    """

    path = models.CharField(max_length=600, unique=True)
    variant = models.CharField(max_length=5, choices=Variant)
    category = models.ForeignKey(Category, models.CASCADE, null=True, related_name="+")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey(Author, models.CASCADE, null=True, related_name="+")

    def __str__(self) -> str:
        return self.path

    @property
    def target(self) -> str:
        """The address of the label's page here."""
        labels = (self.category, self.tag, self.author)
        return next(label.url_in(self.variant) for label in labels if label)

    @property
    def is_own_page(self) -> bool:
        """Tell whether the path is that of the label's page here, in any variant."""
        page = unquote(self.target).partition("/")[2].partition("/")[2].lower()
        first, _slash, rest = self.path.strip("/").partition("/")
        return page == (f"{rest}/" if first in Variant else self.path.lstrip("/"))
