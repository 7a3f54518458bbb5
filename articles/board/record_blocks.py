"""The blocks of what is no article: after-checks, conflicts, versions that are behind, and
others.

Another is a function that reads its lines in one query, and a row of ``RECORD_BLOCKS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.board.board_blocks import COUNTED, Block, Line
from articles.board.reader_blocks import reader_blocks
from articles.board.waiting_articles import Asking
from articles.models import (
    AfterCheck,
    Article,
    Conflict,
    Correction,
    OpenAmbiguities,
    TranslationLevel,
)
from articles.people_names import desk_name
from articles.rights import Right

_ARTICLE = "admin:articles_article_change"
_RECENT = timedelta(days=7)


@dataclass(frozen=True)
class RecordBlock:
    """Rows that wait for people with one of some rights; ``list_name`` names their list,
    ``lines`` is told the articles that the person may not know of."""

    key: str
    title: str | Promise
    needs: tuple[Right, ...]
    lines: Callable[[Any], list[Line]]
    list_name: str
    query: str = ""
    arguments: tuple[str, ...] = ()


def _named(person: str) -> tuple[str, ...]:
    """Name the columns of a person that ``_called`` takes."""
    return tuple(
        f"{person}__{name}" for name in ("username", "last_name", "first_name")
    )


def _called(username: str | None, last_name: str, first_name: str) -> str:
    if username is None:  # The account is gone.
        return ""
    person = User(username=username, last_name=last_name, first_name=first_name)
    return desk_name(person)


def _checks(hidden: Any) -> list[Line]:
    """Read the changes that went out before anybody who may publish had read them."""
    rows = AfterCheck.objects.open().exclude(revision__article__in=hidden)
    columns = ("pk", "revision__article__title", "revision__created_at")
    fields = rows.order_by("pk").values_list(*columns, *_named("revision__created_by"))
    return [
        Line(
            title,
            reverse("admin:articles_aftercheck_change", args=[pk]),
            at,
            _called(*name),
        )
        for pk, title, at, *name in fields[:COUNTED]
    ]


def _corrections(hidden: Any) -> list[Line]:
    since = timezone.now() - _RECENT
    rows = Correction.objects.filter(corrected_at__gte=since)
    columns = ("article", "article__title", "corrected_at", "text")
    fields = (
        rows.exclude(article__in=hidden)
        .order_by("-corrected_at")
        .values_list(*columns, *_named("by"))
    )
    return [
        Line(title, reverse(_ARTICLE, args=[pk]), at, _called(*name), text)
        for pk, title, at, text, *name in fields[:COUNTED]
    ]


def _conflicts(hidden: Any) -> list[Line]:
    rows = Conflict.objects.open().exclude(article__in=hidden).order_by("-id")
    fields = rows.values_list("pk", "article__title", "run__started_at")
    return [
        Line(title, reverse("admin:articles_conflict_change", args=[pk]), at)
        for pk, title, at in fields[:COUNTED]
    ]


def _ambiguities(hidden: Any) -> list[Line]:
    """Read what was found and not decided since; articles that nobody read are not in it."""
    current = OpenAmbiguities.objects.filter(text_digest=F("article__text_digest"))
    open_now = current.exclude(open_in="").exclude(article__in=hidden)
    rows = open_now.order_by("-article")
    fields = rows.values_list("article", "article__title", "article__edited_at")
    return [
        Line(
            title,
            reverse("admin:articles_article_variants", args=[pk]) + "#ambiguities",
            at,
        )
        for pk, title, at in fields[:COUNTED]
    ]


def _behind(hidden: Any) -> list[Line]:
    """Read which versions have not followed a change of another one."""
    known = TranslationLevel.objects.behind().exclude(article__in=hidden)
    rows = known.exclude(other__in=hidden).values_list(
        "article", "other", "article__title", "other__title", "behind_since"
    )
    return [
        Line(
            title,
            reverse("admin:articles_article_version", args=[pk, other]),
            at,
            note=other_title,
        )
        for pk, other, title, other_title, at in rows[:COUNTED]
    ]


_DECIDERS = (Right.APPROVE, Right.PUBLISH)

RECORD_BLOCKS = (
    RecordBlock(
        "checks",
        _("To check after publication"),
        (Right.PUBLISH,),
        _checks,
        "admin:articles_aftercheck_changelist",
    ),
    RecordBlock(
        "corrections",
        _("Corrections of the last 7 days"),
        (Right.CORRECT,),
        _corrections,
        "articles:corrections",
        arguments=(settings.DEFAULT_VARIANT,),
    ),
    RecordBlock(
        "conflicts",
        _("Import conflicts"),
        _DECIDERS,
        _conflicts,
        "admin:articles_conflict_changelist",
    ),
    RecordBlock(
        "ambiguities",
        _("Doubtful characters"),
        _DECIDERS,
        _ambiguities,
        "admin:articles_openambiguities_changelist",
    ),
    RecordBlock(
        "behind",
        _("Versions behind"),
        _DECIDERS,
        _behind,
        "admin:articles_article_changelist",
        query="versions=behind",
    ),
)


def record_blocks(user: Asking, wanted: Iterable[str]) -> Iterator[Block]:
    """Yield the blocks among those wanted. One query each, and one for what readers sent."""
    hidden = Article.objects.hidden_from(user).values("pk")
    yield from reader_blocks(user, wanted, hidden)
    for block in RECORD_BLOCKS:
        if block.key in wanted and any(user.has_perm(right) for right in block.needs):
            query = f"?{block.query}" if block.query else ""
            url = reverse(block.list_name, args=block.arguments) + query
            yield Block(block.key, block.title, url, block.lines(hidden))
