"""The tags of an article, read with it."""

from __future__ import annotations

from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.functions import JSONArray

from articles.models.article import Article
from articles.models.article_labels import TaggedArticle
from articles.models.article_queryset import ArticleQuerySet
from articles.models.relation import Collected
from articles.models.taxonomy import Tag

_READ = ("id", "name", "slug", "key")


def with_tags(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Annotate ``tag_rows``, so that a page needs no query of its own for them."""
    own = TaggedArticle.objects.filter(content_object=OuterRef("pk")).order_by()
    rows = own.annotate(
        rows=Collected(JSONArray("id", *(f"tag__{name}" for name in _READ)))
    )
    found = Subquery(rows.values("rows"), output_field=JSONField())
    return articles.annotate(tag_rows=found)


def tags_of(article: Article) -> list[Tag]:
    """Return an article's tags as written: those that ``with_tags`` read, else by a query."""
    if not hasattr(article, "tag_rows"):
        return list(article.tags.all())
    return [
        Tag(**dict(zip(_READ, values, strict=True)))
        for _id, *values in sorted(article.tag_rows or ())
    ]
