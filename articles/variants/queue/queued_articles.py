"""The articles that stand in the queue: by state, and of each state the newest first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from articles.choices import State, Variant
from articles.models import (
    Article,
    ArticleCategory,
    ArticleQuerySet,
    OpenAmbiguities,
)

# What readers see, what they will see, what they saw, what they may never see.
_STATES = (
    *(State.PUBLISHED, State.EMBARGOED, State.SCHEDULED),
    *(State.EXPIRED, State.APPROVED, State.IN_REVIEW, State.DRAFT, State.WITHDRAWN),
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
    An article that was never read, or whose text changed since, may have. A query for
    each state, until there are enough.
    """
    at = timezone.now()
    states = [state for state in _STATES if _is_chosen(state, chosen)]
    if after is not None:
        first = after.state_at(at)
        states = states[states.index(first) :] if first in states else []
    found: list[tuple[int, str]] = []
    for state in states:
        articles = _undecided(Article.objects.in_state(state, at), chosen)
        # As in ``newest_first``; of drafts, which may have no time, alike everywhere.
        articles = articles.order_by(F("published_at").desc(nulls_last=True), "-id")
        if after is not None and state is first:
            articles = _behind(articles, after)
        found += articles.values_list("pk", "text_digest")[: most - len(found)]
        if len(found) >= most:
            break
    return found


def _is_chosen(state: State, chosen: QueueFilter) -> bool:
    return chosen.is_published in (None, state is State.PUBLISHED)


def _behind(articles: ArticleQuerySet, after: Article) -> ArticleQuerySet:
    if after.published_at is None:
        return articles.filter(published_at__isnull=True, pk__lt=after.pk)
    same = Q(published_at=after.published_at, pk__lt=after.pk)
    later = Q(published_at__lt=after.published_at) | same
    return articles.filter(later | Q(published_at__isnull=True))


def _undecided(articles: ArticleQuerySet, chosen: QueueFilter) -> ArticleQuerySet:
    articles = articles.filter(language__startswith="zh")
    if chosen.category_id:
        filed = ArticleCategory.objects.filter(
            article=OuterRef("pk"), category=chosen.category_id
        )
        articles = articles.filter(Exists(filed))
    settled = OpenAmbiguities.objects.filter(
        article=OuterRef("pk"), text_digest=OuterRef("text_digest")
    )
    if chosen.variant:
        settled = settled.exclude(open_in__contains=chosen.variant.value)
    else:
        settled = settled.filter(open_in="")
    return articles.filter(~Exists(settled))
