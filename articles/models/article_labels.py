"""The rows that give an article its categories, authors and tags, in order."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from articles.models.taxonomy import Author, Category, Tag


class ArticleCategory(models.Model):
    """An article in a category. The lowest position is the main category."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="article_categories"
    )
    category = models.ForeignKey(
        Category,
        models.PROTECT,
        related_name="article_categories",
        verbose_name=_("category"),
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "category"], name="one_filing_per_category"
            )
        ]

    def __str__(self) -> str:
        return str(self.category)


class Byline(models.Model):
    """An author of an article, in the order in which they sign."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="bylines"
    )
    author = models.ForeignKey(
        Author, models.PROTECT, related_name="bylines", verbose_name=_("author")
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author"], name="one_byline_per_author"
            )
        ]

    def __str__(self) -> str:
        return str(self.author)


class TaggedArticle(ItemBase):  # type: ignore[misc]
    """A tag on an article; the order of the rows is the order as written."""

    content_object = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="+"
    )
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="one_tagging_per_tag"
            )
        ]
