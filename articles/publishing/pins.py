"""Let articles stand first on the front page, in an order, until they end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
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
    """Tell whether another of that kind may stand first for the article's readers. A query."""
    others = Pin.objects.live().filter(kind=kind).exclude(article=article)
    return _has_room(others.select_related("article"), article)


@transaction()
def pin(
    article: Article, kind: str, *, ends_at: datetime | None = None, by: User
) -> Pin:
    """Let an article stand first, behind those that do; one that does changes its kind or
    its end, and keeps its place among its kind.

    Forgets those that have ended. Raises ``VerbRefused``.
    """
    rows = {row.article_id: row for row in _locked()}
    stored = Article.objects.select_for_update().get(pk=article.pk)
    if not is_pinnable(stored):
        text = _("“%s” is not pinned: readers do not see it in lists.")
        raise VerbRefused(text % stored.title)
    now = timezone.now()
    for row in [*rows.values()]:
        if row.ends_at and row.ends_at <= now:
            del rows[row.article_id]
            row.delete()
    own = rows.pop(stored.pk, None)
    peers = [row for row in rows.values() if row.kind == kind]
    if not _has_room(peers, stored):
        text = _("“%s” is not pinned: there are enough already.")
        raise VerbRefused(text % stored.title)
    if own and own.kind == kind and own.ends_at == ends_at:
        return own
    made = own or Pin(article=stored)
    if made.kind != kind or not own:
        made.position = max((row.position for row in peers), default=0) + 1
    made.kind, made.ends_at = kind, ends_at
    made.save()
    until = timezone.localtime(ends_at).strftime("%Y-%m-%d %H:%M") if ends_at else ""
    audit(AuditEntry.Act.PINNED, stored, by=by, detail={"kind": kind, "until": until})
    return made


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


def _has_room(others: Iterable[Pin], article: Article) -> bool:
    group = article.language_group
    return sum(row.article.language_group == group for row in others) < Pin.MOST
