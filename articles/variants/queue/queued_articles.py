"""The articles that stand in the queue: published before others, then the newest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from articles.choices import State, Variant
from articles.models import (
    Article,
    ArticleCategory,
    ArticleQuerySet,
    OpenAmbiguities,
)


@dataclass(frozen=True)
class QueueFilter:
    """What an editor wants to see of the queue; None is everything."""

    variant: Variant | None = None
    category_id: int | None = None
    is_published: bool | None = None


def queued(
    chosen: QueueFilter, after: Article | None, most: int
) -> list[tuple[int, str]]:
    """List the articles that have or may have something open, with their text digests.

    In the order of the queue, from behind the article ``after`` on, as many as ``most``.
    An article that was never read, or whose text changed since, may have. Two queries.
    """
    at = timezone.now()
    found: list[tuple[int, str]] = []
    for articles in _groups(chosen, after, at):
        rows = _undecided(articles, chosen).values_list("pk", "text_digest")
        found += rows[: most - len(found)]
    return found


def _groups(
    chosen: QueueFilter, after: Article | None, at: datetime
) -> Iterator[ArticleQuerySet]:
    """Yield what is published, then the rest, each in order."""
    was_published = after is not None and after.state_at(at) is State.PUBLISHED
    if chosen.is_published is not False and (after is None or was_published):
        yield _behind(Article.objects.published(at), after)
    if chosen.is_published is not True:
        others = (state for state in State if state is not State.PUBLISHED)
        rest = reduce(or_, (Article.objects.in_state(state, at) for state in others))
        yield _behind(rest, None if was_published else after)


def _behind(articles: ArticleQuerySet, after: Article | None) -> ArticleQuerySet:
    """Sort as ``newest_first`` does, what has no time last on every database."""
    ordered = articles.order_by(F("published_at").desc(nulls_last=True), "-id")
    if after is None:
        return ordered
    timeless = Q(published_at__isnull=True)
    if after.published_at is None:
        return ordered.filter(timeless, pk__lt=after.pk)
    same = Q(published_at=after.published_at, pk__lt=after.pk)
    return ordered.filter(timeless | Q(published_at__lt=after.published_at) | same)


def _undecided(articles: ArticleQuerySet, chosen: QueueFilter) -> ArticleQuerySet:
    articles = articles.filter(language__startswith="zh")
    if chosen.category_id:
        filed = ArticleCategory.objects.filter(
            article=OuterRef("pk"), category=chosen.category_id
        )
        articles = articles.filter(Exists(filed))
    read = OpenAmbiguities.objects.filter(
        article=OuterRef("pk"), text_digest=OuterRef("text_digest")
    )
    is_open = read.exclude(open_in="")
    if chosen.variant:
        is_open = read.filter(open_in__contains=chosen.variant.value)
    return articles.filter(~Exists(read) | Exists(is_open))
