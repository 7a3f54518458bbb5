"""What new articles of a kind begin with."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.choices import Language
from articles.models.taxonomy import Author, Category, Source


class ArticleTemplate(models.Model):
    """The texts and labels that a new article begins with: a morning note, say.

    ``{date}`` in a text stands for the day on which the article is begun.
    """

    name = models.CharField(_("name"), max_length=255, unique=True)
    language = models.CharField(
        _("language"), max_length=35, choices=Language, default=Language.SIMPLIFIED
    )
    title = models.CharField(_("title"), max_length=1000, blank=True)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("body"), blank=True)
    categories = models.ManyToManyField(
        Category, blank=True, related_name="+", verbose_name=_("categories")
    )
    tags = models.JSONField(_("tags"), default=list, blank=True)
    authors = models.ManyToManyField(
        Author, blank=True, related_name="+", verbose_name=_("authors")
    )
    source = models.ForeignKey(
        Source,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("source"),
    )

    class Meta:
        verbose_name = _("article template")
        verbose_name_plural = _("article templates")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
