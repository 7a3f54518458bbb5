"""Give articles a place on the front page, in an order, until they end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.choices import Status, Visibility
from articles.models import Article, AuditEntry, Pin
from articles.publishing.audit import audit
from articles.publishing.transactions import transaction
from articles.publishing.workflow import VerbRefused


def is_pinnable(article: Article) -> bool:
    """Tell whether readers see it in lists now, or will once its time has come."""
    is_over = article.expires_at is not None and article.expires_at <= timezone.now()
    is_listed = article.visibility != Visibility.UNLISTED
    return article.status == Status.PUBLISHED and is_listed and not is_over


def has_room(article: Article, kind: str) -> bool:
    """Tell whether another of that kind has room for the article's readers: a lead always
    has, the last yields to it. A query."""
    if kind == Pin.Kind.LEAD:
        return True
    others = Pin.objects.lasting().filter(kind=kind).exclude(article=article)
    return len(_of_group(others.select_related("article"), article)) < Pin.MOST


@transaction()
def pin(
    article: Article,
    kind: str,
    *,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    by: User,
) -> Pin:
    """Give an article a place behind those of its kind, or as a lead before them; one that
    has a place changes its kind or its times, and stays where it is among its kind.

    A new lead that begins at once takes away what was related to the old one. Forgets
    those that have ended. Raises ``VerbRefused``.
    """
    rows = _locked()
    stored = Article.objects.select_for_update().get(pk=article.pk)
    if not is_pinnable(stored):
        text = _("“%s” is not pinned: readers do not see it in lists.")
        raise VerbRefused(text % stored.title)
    now = timezone.now()
    for row in [row for row in rows if row.ends_at and row.ends_at <= now]:
        rows.remove(row)
        row.delete()
    made = Pin(article=stored, kind=kind)
    places = [row for row in rows if row.article_id == stored.pk]
    own = next((row for row in places if row.is_breaking == made.is_breaking), None)
    if own and (own.kind, own.starts_at, own.ends_at) == (kind, starts_at, ends_at):
        return own
    peers = [row for row in rows if row.kind == kind and row is not own]
    others = _of_group(peers, stored)
    if len(others) >= Pin.MOST:
        if kind != Pin.Kind.LEAD:
            text = _("“%s” is not pinned: there are enough already.")
            raise VerbRefused(text % stored.title)
        unpin(others[-1], by=by)
    if own is None or own.kind != kind:
        made = own or made
        made.position = max((row.position for row in peers), default=0) + 1
        if kind == Pin.Kind.LEAD:
            made.position = 1
            Pin.objects.filter(kind=kind).update(position=F("position") + 1)
            if starts_at is None or starts_at <= now:
                _forget_related(rows, stored, by=by)
    else:
        made = own
    made.kind, made.starts_at, made.ends_at = kind, starts_at, ends_at
    made.save()
    until = timezone.localtime(ends_at).strftime("%Y-%m-%d %H:%M") if ends_at else ""
    audit(AuditEntry.Act.PINNED, stored, by=by, detail={"kind": kind, "until": until})
    return made


def _forget_related(rows: Sequence[Pin], lead: Article, *, by: User) -> None:
    for row in _of_group(rows, lead):
        if row.kind == Pin.Kind.RELATED and row.article_id != lead.pk:
            unpin(row, by=by)


@transaction()
def unpin(pinned: Pin, *, by: User) -> None:
    """Let an article stand where its time puts it."""
    gone = Pin.objects.select_for_update().filter(pk=pinned.pk).first()
    if gone is not None:
        audit(AuditEntry.Act.UNPINNED, gone.article, by=by, detail={"kind": gone.kind})
        gone.delete()


@transaction()
def move_pin(pinned: Pin, *, up: bool) -> None:
    """Change places with the next of its kind, and number them from 1."""
    peers = [row for row in _locked() if row.kind == pinned.kind]
    here = next((n for n, row in enumerate(peers) if row.pk == pinned.pk), None)
    if here is None:
        return
    there = min(max(here + (-1 if up else 1), 0), len(peers) - 1)
    peers[here], peers[there] = peers[there], peers[here]
    for number, row in enumerate(peers, start=1):
        if row.position != number:
            row.position = number
            row.save(update_fields=["position"])


def _locked() -> list[Pin]:
    """Return all pins in their order, each with its article; nobody else changes one now."""
    rows = Pin.objects.select_for_update(of=("self",)).select_related("article")
    found = rows.defer("article__body", "article__body_html").order_by("pk")
    return sorted(found, key=lambda row: (row.kind, row.position, row.pk))


def _of_group(rows: Iterable[Pin], article: Article) -> list[Pin]:
    """Keep those for the article's readers."""
    group = article.language_group
    return [row for row in rows if row.article.language_group == group]
