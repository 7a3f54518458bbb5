"""Articles that follow up on others."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Func, JSONField, OuterRef, Q, Subquery
from django.db.models.functions import JSONArray
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.article_queryset import ArticleQuerySet


class Relation(models.Model):
    """An article that follows up on another: each names the other to its readers."""

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up", _("Follow-up to")

    # Of one article, in both directions: a page shows them all.
    MOST = 20

    article = models.ForeignKey(Article, models.CASCADE, related_name="follows")
    other = models.ForeignKey(Article, models.CASCADE, related_name="followed_by")
    kind = models.CharField(max_length=9, choices=Kind, default=Kind.FOLLOW_UP)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "other", "kind"], name="one_relation_of_two_articles"
            ),
            models.CheckConstraint(
                condition=~Q(article=F("other")), name="no_article_follows_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.other_id}"


class Collected(Func):
    """All rows of a query as one list."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


def with_relations(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Annotate ``relation_pairs``: ``[follower, followed]`` for each relation of an article.

    A page reads them with the article, and needs no query of their own for them.
    """
    own = Relation.objects.filter(Q(article=OuterRef("pk")) | Q(other=OuterRef("pk")))
    pairs = own.order_by().annotate(
        pairs=Collected(JSONArray("article_id", "other_id"))
    )
    return articles.annotate(relation_pairs=Subquery(pairs.values("pairs")))
