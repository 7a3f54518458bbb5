"""Read articles for public pages, by queries that are compiled once."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import BigIntegerField, CharField, QuerySet

from articles.models.article import Article
from articles.models.article_labels import ArticleCategory, Byline
from articles.models.article_queryset import HEAVY_FIELDS, ArticleQuerySet
from articles.models.article_tags import with_tags
from articles.models.correction import with_corrections
from articles.models.instrument import with_instruments
from articles.models.relation import with_relations
from articles.prepared_queries import (
    Parameter,
    attach,
    few_lengths,
    parameters,
    prepared,
)

_NUMBER: BigIntegerField[int, int] = BigIntegerField()


def read_article(slug: str) -> Article | None:
    """Return the article of a page with its labels and all that its page shows of it,
    whether or not readers may see it. Three queries."""
    articles = _article.read(slug=slug)
    _attach_labels(articles)
    return articles[0] if articles else None


def read_cards(numbers: Sequence[int]) -> list[Article]:
    """Return these articles with all that their cards show, in any order. Three
    queries."""
    if not numbers:
        return []
    pks = few_lengths(numbers)
    articles = _cards.read(len(pks), pk=pks)
    _attach_labels(articles)
    return articles


def read_found(numbers: Sequence[int]) -> list[Article]:
    """Return these articles with what a search shows of them beside their bodies, in any
    order. One query."""
    pks = few_lengths(numbers)
    return _found.read(len(pks), pk=pks) if pks else []


def read_bodies(numbers: Sequence[int]) -> dict[int, str]:
    """Return the rendered bodies of these articles. One query."""
    pks = few_lengths(numbers)
    return dict(_bodies.read(len(pks), pk=pks)) if pks else {}


def _attach_labels(articles: Sequence[Article]) -> None:
    if not articles:
        return
    pks = few_lengths(article.pk for article in articles)
    filings = _filings.read(len(pks), article=pks)
    attach(articles, "article_categories", filings, "article_id")
    attach(articles, "bylines", _bylines.read(len(pks), article=pks), "article_id")


@prepared
def _article() -> ArticleQuerySet:
    slug = Parameter("slug", CharField())
    rows = Article.objects.filter(slug=slug).select_related(
        "source", "thumbnail", "ai_editor"
    )
    return with_tags(with_instruments(with_corrections(with_relations(rows))))


@prepared
def _cards(count: int) -> ArticleQuerySet:
    rows = Article.objects.filter(pk__in=parameters("pk", count, _NUMBER))
    return rows.defer(*HEAVY_FIELDS).select_related("source", "thumbnail")


@prepared
def _found(count: int) -> ArticleQuerySet:
    # By their ids alone: asked for the status too, SQLite reads all that is published.
    rows = Article.objects.filter(pk__in=parameters("pk", count, _NUMBER))
    return rows.defer(*HEAVY_FIELDS).select_related("source")


@prepared
def _bodies(count: int) -> QuerySet[Article, tuple[int, str]]:
    rows = Article.objects.filter(pk__in=parameters("pk", count, _NUMBER))
    return rows.values_list("pk", "body_html")


@prepared
def _filings(count: int) -> QuerySet[ArticleCategory]:
    articles = parameters("article", count, _NUMBER)
    return ArticleCategory.objects.filter(article__pk__in=articles).select_related(
        "category"
    )


@prepared
def _bylines(count: int) -> QuerySet[Byline]:
    articles = parameters("article", count, _NUMBER)
    return Byline.objects.filter(article__pk__in=articles).select_related(
        "author__avatar"
    )
