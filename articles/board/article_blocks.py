"""The blocks of articles, all read in one query. Each is also a filter of their list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.board import waiting_articles as waiting
from articles.board.board_blocks import COUNTED, Block, Line
from articles.board.waiting_articles import Asking
from articles.models import Article, ArticleQuerySet
from articles.people_names import desk_name
from articles.rights import Right

_LIST = "admin:articles_article_changelist"
_ALL = (Right.WRITE, Right.APPROVE, Right.PUBLISH)


@dataclass(frozen=True)
class ArticleBlock:
    """Articles that wait for people with one of some rights.

    They go by the column ``orders_by``; ``at`` and ``note`` say what a line tells instead of
    it, and beside it. ``query`` narrows the list of articles to them where a filter of its
    own does.
    """

    key: str
    title: str | Promise
    needs: tuple[Right, ...]
    choose: Callable[[ArticleQuerySet, Asking, datetime], ArticleQuerySet]
    orders_by: str = "-edited_at"
    at: Callable[[], Any] | None = None
    note: Callable[[], Any] | None = None
    tells: str = "age"
    is_alarm: bool = False
    query: str = ""

    def articles(self, user: Asking) -> ArticleQuerySet:
        """Return what is in it for this person, in no order."""
        now = timezone.now()
        return self.choose(Article.objects.known_to(user), user, now)

    def is_for(self, user: Asking) -> bool:
        return any(user.has_perm(right) for right in self.needs)

    def rows(self, user: Asking) -> Any:
        """Return what its lines say: key, number, title, time, note, and who acted last.

        Of numbers chosen within: SQLite orders and limits no part of a union.
        """
        first = self.articles(user).order_by(self.orders_by).values("pk")[:COUNTED]
        person = waiting.revisions().order_by("-id").values("created_by")[:1]
        note: Any = self.note() if self.note else Value("")
        return (
            Article.objects.filter(pk__in=first)
            .order_by()
            .annotate(
                block=Value(self.key),
                at=self.at() if self.at else F(self.orders_by.removeprefix("-")),
                said=Coalesce(note, Value(""), output_field=TextField()),
                person=Subquery(person),
            )
            .values_list("block", "pk", "title", "at", "said", "person")
        )


def _as_readers_see_it() -> Greatest:
    return Greatest("published_at", Coalesce("embargoed_until", "published_at"))


ARTICLE_BLOCKS = (
    ArticleBlock(
        *("failed", _("Changes that did not go live"), (Right.PUBLISH,)),
        waiting.failed,
        at=waiting.goes_live_at,
        note=waiting.why_not_live,
        tells="moment",
        is_alarm=True,
    ),
    ArticleBlock(
        *("missed", _("Not published in time"), (Right.PUBLISH,), waiting.missed),
        orders_by="published_at",
        note=waiting.why_missed,
        tells="moment",
        is_alarm=True,
    ),
    ArticleBlock("marked", _("Marked for me"), _ALL, waiting.marked),
    ArticleBlock(
        *("approved", _("To publish"), (Right.PUBLISH,), waiting.approved),
        orders_by="edited_at",
        query="state=approved",
    ),
    ArticleBlock(
        *("in_review", _("To approve"), (Right.APPROVE,), waiting.in_review),
        orders_by="edited_at",
        query="state=in_review",
    ),
    ArticleBlock(
        *("returned", _("Returned to me"), (Right.WRITE,), waiting.returned),
        note=waiting.last_note,
    ),
    ArticleBlock("revivals", _("To bring back"), (Right.KILL,), waiting.revivals),
    ArticleBlock("held", _("On legal hold"), (Right.HOLD,), waiting.held),
    ArticleBlock("mine", _("My drafts"), (Right.WRITE,), waiting.drafts),
    ArticleBlock(
        *("today", _("Published today"), _ALL, waiting.today),
        orders_by="-published_at",
        tells="hour",
    ),
    ArticleBlock(
        *("timed", _("Scheduled and under embargo"), _ALL, waiting.timed),
        orders_by="published_at",
        at=_as_readers_see_it,
        tells="moment",
    ),
    ArticleBlock(
        *("changing", _("Scheduled changes"), _ALL, waiting.changing),
        at=waiting.goes_live_at,
        tells="moment",
    ),
    ArticleBlock(
        *("stale", _("My drafts, untouched for 14 days"), (Right.WRITE,)), waiting.stale
    ),
)


def article_blocks(user: Asking, wanted: Iterable[str]) -> Iterator[Block]:
    """Yield the blocks of articles among those wanted. Two queries."""
    chosen = [b for b in ARTICLE_BLOCKS if b.key in wanted and b.is_for(user)]
    if not chosen:
        return
    first, *others = [block.rows(user) for block in chosen]
    rows = list(first.union(*others, all=True) if others else first)
    people = names_of_people(person for *_rest, person in rows)
    for block in chosen:
        # By their time as shown: the one that the whole block goes by, or close to it.
        is_latest_first = block.orders_by.startswith("-") and block.tells != "moment"
        own = [row for row in rows if row[0] == block.key]
        own.sort(key=lambda row: (row[3], row[1]), reverse=is_latest_first)
        lines = [
            Line(title, _page_url(pk), at, people.get(person, ""), note)
            for _key, pk, title, at, note, person in own
        ]
        url = f"{reverse(_LIST)}?{block.query or f'board={block.key}'}"
        yield Block(block.key, block.title, url, lines, block.tells, block.is_alarm)


def names_of_people(numbers: Iterable[int | None]) -> dict[int | None, str]:
    """Return the names of people as the desk calls them. One query, or none."""
    wanted = {number for number in numbers if number is not None}
    if not wanted:
        return {}
    people = User.objects.filter(pk__in=wanted)
    return {one.pk: desk_name(one) for one in people}


def _page_url(pk: int) -> str:
    return reverse("admin:articles_article_change", args=[pk])
