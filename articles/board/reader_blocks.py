"""The blocks of what readers sent: their reports, and comments that are held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import BigIntegerField, CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from articles.board.board_blocks import COUNTED, Block, Line
from articles.board.waiting_articles import Asking
from articles.models import Comment, ReaderReport
from articles.rights import Right

_TITLES: dict[str, str | Promise] = {
    "reports": _("Readers' reports"),
    "comments": _("Comments that are held"),
}
_LISTS = {
    "reports": ("readerreport", "?outcome__exact="),
    "comments": ("comment", ""),
}
_NEEDS = {
    "reports": (Right.APPROVE, Right.PUBLISH),
    "comments": (Right.MODERATE,),
}
# More than there are rows of any table, and little enough for the sum to stay a number.
_ROOM = 10**12
_WORDS = 80  # Characters of what a reader says.


def reader_blocks(user: Asking, wanted: Iterable[str], hidden: Any) -> Iterator[Block]:
    """Yield the blocks among those wanted. One query for both.

    ``hidden`` are the articles that the person may not know of.
    """
    keys = [
        key
        for key, needs in _NEEDS.items()
        if key in wanted and any(user.has_perm(right) for right in needs)
    ]
    if not keys:
        return
    rows = [_ROWS[key](hidden) for key in keys]
    lines: dict[str, list[Line]] = {key: [] for key in keys}
    for _place, key, pk, at, title, passage, said in sorted(_together(rows)):
        model, _query = _LISTS[key]
        url = reverse(f"admin:articles_{model}_change", args=[pk])
        lines[key].append(Line(passage or said[:_WORDS], url, at, note=title))
    for key in keys:
        model, query = _LISTS[key]
        url = reverse(f"admin:articles_{model}_changelist") + query
        yield Block(key, _TITLES[key], url, lines[key])


def _together(rows: Sequence[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    first, *others = rows
    return first.union(*others, all=True) if others else first


def _reports(hidden: Any) -> QuerySet[Any, Any]:
    """Read what nobody has decided, the most frequent first, then the newest."""
    rows = ReaderReport.objects.filter(outcome=ReaderReport.Outcome.OPEN)
    rows = rows.exclude(article__in=hidden).order_by("-report_count", "-pk")
    # No database takes a limit in a part of a union, but all within it.
    first = ReaderReport.objects.filter(pk__in=rows.values("pk")[:COUNTED]).order_by()
    place = -F("report_count") * _ROOM - F("pk")
    return _lines(first, "reports", place, F("passage"), "note")


def _comments(hidden: Any) -> QuerySet[Any, Any]:
    """Read what is held, the oldest first."""
    rows = Comment.objects.held().exclude(article__in=hidden).order_by("pk")
    first = Comment.objects.filter(pk__in=rows.values("pk")[:COUNTED]).order_by()
    return _lines(first, "comments", F("pk"), Value(""), "text")


def _lines(
    rows: QuerySet[Any], key: str, place: Any, passage: Any, said: str
) -> QuerySet[Any, Any]:
    """Read the columns of a line, in which all parts of the union agree."""
    columns: QuerySet[Any, Any] = rows.annotate(
        place=Cast(place, BigIntegerField()),
        key=Value(key, output_field=CharField()),
        passage_said=Cast(passage, TextField()),
        said=Cast(said, TextField()),
    ).values_list(
        *("place", "key", "pk", "created_at", "article__title"),
        *("passage_said", "said"),
    )
    return columns


_ROWS = {"reports": _reports, "comments": _comments}
