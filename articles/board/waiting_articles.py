"""Which articles wait, for whom. Each choice keeps some of those that a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext

from articles.choices import State, Status
from articles.models import ArticleQuerySet, Handling, Kill, PendingVersion, Revision

STALE_AFTER = timedelta(days=14)
# What saves a text without moving it on.
_SAVING = [Revision.Act.SAVED, Revision.Act.MERGED, Revision.Act.RESTORED]

Asking = User | AnonymousUser


def revisions() -> Any:
    """Return those of the article of the query around it."""
    return Revision.objects.filter(article=OuterRef("pk"))


def last_note() -> Subquery:
    """Return what was said with the last return of an article."""
    returned = revisions().filter(act=Revision.Act.RETURNED).order_by("-id")
    return Subquery(returned.annotate(said=KT("changes__note")).values("said")[:1])


def goes_live_at() -> Subquery:
    """Return the hour of the change of an article that waits for one."""
    waiting = PendingVersion.objects.waiting().filter(article=OuterRef("pk"))
    return Subquery(waiting.order_by("go_live_at").values("go_live_at")[:1])


def why_not_live() -> Subquery:
    """Return why the change of an article did not go live at its hour."""
    waiting = PendingVersion.objects.waiting().filter(article=OuterRef("pk"))
    return Subquery(waiting.order_by("go_live_at").values("error")[:1])


def why_missed() -> Case:
    """Return what kept an article from being published at its hour."""
    is_held = Q(pk__in=Handling.objects.held().values("article"))
    return Case(
        When(is_held, Value(gettext("On legal hold."))),
        When(status=Status.IN_REVIEW, then=Value(gettext("Nobody approved it."))),
        default=Value(gettext("Approved, but nobody published it.")),
    )


def own(articles: ArticleQuerySet, user: Asking) -> ArticleQuerySet:
    """Keep what is assigned to this person, and what they began and nobody is assigned.

    Who began is the first who saved it, imports aside.
    """
    by_people = revisions().filter(created_by__isnull=False).order_by("id")
    first = Subquery(by_people.values("created_by")[:1])
    begun = Q(handling__assignee=None, begun_by=user.pk)
    return articles.alias(begun_by=first).filter(begun | Q(handling__assignee=user.pk))


def _last_act() -> Subquery:
    """Return the last act that moved an article on."""
    acts = revisions().exclude(act__in=_SAVING).order_by("-id")
    return Subquery(acts.values("act")[:1])


def drafts(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    """Keep one's own that nobody returned and that were touched lately."""
    recent = articles.filter(status=Status.DRAFT, edited_at__gt=at - STALE_AFTER)
    acts = own(recent, user).alias(last_act=_last_act())
    return acts.exclude(last_act=Revision.Act.RETURNED, last_act__isnull=False)


def stale(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    untouched = articles.filter(status=Status.DRAFT, edited_at__lte=at - STALE_AFTER)
    return own(untouched, user)


def returned(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    mine = own(articles.filter(status=Status.DRAFT), user)
    last = Q(last_act=Revision.Act.RETURNED)
    return mine.alias(last_act=_last_act()).filter(last)


def in_review(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    return articles.filter(status=Status.IN_REVIEW)


def approved(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    return articles.filter(status=Status.APPROVED)


def marked(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    """Keep what is marked for this person or one of their groups, and not put aside."""
    groups = user.groups.values("pk")
    for_me = Q(handling__marked_for=user.pk) | Q(handling__marked_for_group__in=groups)
    return articles.unspiked().exclude(status=Status.KILLED).filter(for_me)


def revivals(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    """Keep what somebody asked to bring back, which another has to confirm."""
    asked = Kill.objects.standing().filter(led_by=None, undo_asked_at__isnull=False)
    return articles.filter(pk__in=asked.order_by().values("article"))


def held(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    return articles.filter(handling__isnull=False).exclude(handling__hold_reason="")


def today(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return articles.in_state(State.PUBLISHED, at).filter(published_at__gte=midnight)


def timed(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    waiting = articles.in_state(State.SCHEDULED, at)
    return waiting | articles.in_state(State.EMBARGOED, at)


def changing(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    """Keep the live ones with a change that waits for its hour."""
    return _with_change(articles, [PendingVersion.State.SCHEDULED])


def failed(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    """Keep those whose change did not go live at its hour, or cannot."""
    states = [PendingVersion.State.FAILED, PendingVersion.State.CONFLICT]
    return _with_change(articles, states)


def missed(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    """Keep what has an hour, and whose hour passed before anybody published it."""
    waiting = [Status.IN_REVIEW, Status.APPROVED]
    return articles.filter(status__in=waiting, published_at__lte=at)


def _with_change(articles: ArticleQuerySet, states: Sequence[str]) -> ArticleQuerySet:
    changes = PendingVersion.objects.filter(state__in=states)
    return articles.filter(pk__in=changes.values("article"))
