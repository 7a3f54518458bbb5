"""The blocks of articles: which of them wait, for whom, and in what order.

All are read in one query, and each is also a filter of the list of articles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.board.board_blocks import COUNTED, Block, Line
from articles.choices import State, Status
from articles.models import Article, ArticleQuerySet, Revision
from articles.people_names import desk_name
from articles.rights import Right

STALE_AFTER = timedelta(days=14)
# What saves a text without moving it on.
_SAVING = [Revision.Act.SAVED, Revision.Act.MERGED, Revision.Act.RESTORED]

Asking = User | AnonymousUser


@dataclass(frozen=True)
class ArticleBlock:
    """Articles that wait for people with one of some rights.

    ``orders_by`` names the time that its lines tell, the latest first unless it begins
    with no minus.
    """

    key: str
    title: str | Promise
    needs: tuple[Right, ...]
    choose: Callable[[ArticleQuerySet, Asking, datetime], ArticleQuerySet]
    orders_by: str = "-edited_at"
    tells: str = "age"
    is_alarm: bool = False
    query: str = ""

    def articles(self, user: Asking) -> ArticleQuerySet:
        """Return what is in it for this person, in no order."""
        now = timezone.now()
        seen = Article.objects.all()
        if not user.has_perm(Right.SEE_EMBARGOED):
            seen = seen.exclude(status=Status.PUBLISHED, embargoed_until__gt=now)
        return self.choose(seen, user, now)

    def is_for(self, user: Asking) -> bool:
        return any(user.has_perm(right) for right in self.needs)

    def numbers(self, user: Asking) -> Any:
        """Return the first numbers of its articles, for a query within another."""
        return self.articles(user).order_by(self.orders_by).values("pk")[:COUNTED]


def _revisions() -> Any:
    return Revision.objects.filter(article=OuterRef("pk"))


def _own(articles: ArticleQuerySet, user: Asking) -> ArticleQuerySet:
    """Keep what this person began: the first who saved it, imports aside."""
    by_people = _revisions().filter(created_by__isnull=False).order_by("id")
    first = Subquery(by_people.values("created_by")[:1])
    return articles.alias(begun_by=first).filter(begun_by=user.pk)


def _returned(articles: ArticleQuerySet) -> Any:
    acts = _revisions().exclude(act__in=_SAVING).order_by("-id")
    return articles.alias(last_act=Subquery(acts.values("act")[:1]))


def _mine(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    drafts = articles.filter(status=Status.DRAFT, edited_at__gt=at - STALE_AFTER)
    return _own(drafts, user)


def _stale(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    drafts = articles.filter(status=Status.DRAFT, edited_at__lte=at - STALE_AFTER)
    return _own(drafts, user)


def _returned_to_me(
    articles: ArticleQuerySet, user: Asking, at: datetime
) -> ArticleQuerySet:
    drafts = _returned(_own(articles.filter(status=Status.DRAFT), user))
    returned: ArticleQuerySet = drafts.filter(last_act=Revision.Act.RETURNED)
    return returned


def _today(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return articles.in_state(State.PUBLISHED, at).filter(published_at__gte=midnight)


def _timed(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    waiting = articles.in_state(State.SCHEDULED, at)
    return waiting | articles.in_state(State.EMBARGOED, at)


def _missed(articles: ArticleQuerySet, user: Asking, at: datetime) -> ArticleQuerySet:
    """Keep what has an hour and whose hour passed before anybody published it."""
    waiting = [Status.IN_REVIEW, Status.APPROVED]
    return articles.filter(status__in=waiting, published_at__lte=at)


ARTICLE_BLOCKS = (
    ArticleBlock(
        "missed",
        _("Not published in time"),
        (Right.PUBLISH,),
        _missed,
        orders_by="published_at",
        tells="moment",
        is_alarm=True,
    ),
    ArticleBlock(
        "approved",
        _("To publish"),
        (Right.PUBLISH,),
        lambda articles, user, at: articles.filter(status=Status.APPROVED),
        orders_by="edited_at",
        query="state=approved",
    ),
    ArticleBlock(
        "in_review",
        _("To approve"),
        (Right.APPROVE,),
        lambda articles, user, at: articles.filter(status=Status.IN_REVIEW),
        orders_by="edited_at",
        query="state=in_review",
    ),
    ArticleBlock("returned", _("Returned to me"), (Right.WRITE,), _returned_to_me),
    ArticleBlock("mine", _("My drafts"), (Right.WRITE,), _mine),
    ArticleBlock(
        "today",
        _("Published today"),
        (Right.WRITE, Right.APPROVE, Right.PUBLISH),
        _today,
        orders_by="-published_at",
        tells="hour",
    ),
    ArticleBlock(
        "timed",
        _("Scheduled and under embargo"),
        (Right.WRITE, Right.APPROVE, Right.PUBLISH),
        _timed,
        orders_by="published_at",
        tells="moment",
    ),
    ArticleBlock(
        "stale", _("My drafts, untouched for 14 days"), (Right.WRITE,), _stale
    ),
)


def article_blocks(user: Asking, wanted: Iterable[str]) -> Iterator[Block]:
    """Yield the blocks of articles among those wanted. Two queries."""
    chosen = [b for b in ARTICLE_BLOCKS if b.key in wanted and b.is_for(user)]
    if not chosen:
        return
    parts = [_rows(block, user) for block in chosen]
    rows = list(parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])
    people = names_of_people(row[4] for row in rows)
    for block in chosen:
        own = [row for row in rows if row[0] == block.key]
        is_latest_first = block.orders_by.startswith("-")
        own.sort(key=lambda row: (row[3], row[1]), reverse=is_latest_first)
        yield Block(
            block.key,
            block.title,
            _list_url(block),
            [
                Line(title, _page_url(pk), at, people.get(person, ""))
                for _key, pk, title, at, person in own
            ],
            tells=block.tells,
            is_alarm=block.is_alarm,
        )


def _rows(block: ArticleBlock, user: Asking) -> Any:
    """Return the rows of a block: key, number, title, time, and who acted last.

    By numbers chosen within: SQLite orders and limits no part of a union.
    """
    at: Any = F(block.orders_by.removeprefix("-"))
    if block.key == "timed":  # The hour that readers see.
        at = Greatest("published_at", Coalesce("embargoed_until", "published_at"))
    person = _revisions().order_by("-id").values("created_by")[:1]
    return (
        Article.objects.filter(pk__in=block.numbers(user))
        .order_by()
        .annotate(block=Value(block.key), at=at, person=Subquery(person))
        .values_list("block", "pk", "title", "at", "person")
    )


def names_of_people(numbers: Iterable[int | None]) -> dict[int | None, str]:
    """Return the names of people as the desk calls them. One query, or none."""
    wanted = {number for number in numbers if number is not None}
    if not wanted:
        return {}
    people = User.objects.filter(pk__in=wanted)
    return {one.pk: desk_name(one) for one in people}


def _page_url(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])


def _list_url(block: ArticleBlock) -> str:
    query = block.query or f"board={block.key}"
    return f"{reverse('admin:articles_article_changelist')}?{query}"
