"""Take an article from its readers for good; two people bring it back.

Its address answers 410, and nothing leads to it any more. Article, pictures and history
stay for those who hold the right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.choices import Status
from articles.models import (
    Article,
    AuditEntry,
    ImageUse,
    Kill,
    Listing,
    MenuEntry,
    Pin,
    PreviewLink,
    Redirect,
    Relation,
    Revision,
)
from articles.publishing.article import store
from articles.publishing.audit import audit
from articles.publishing.derived import render_article
from articles.publishing.pins import unpin
from articles.publishing.transactions import transaction
from articles.publishing.workflow import VerbRefused

# Drafts were never public, and what is spiked or killed is already gone.
_KILLABLE = (Status.PUBLISHED, Status.WITHDRAWN)


@dataclass(frozen=True)
class Reach:
    """The reach of a kill: versions, and numbers of what leads to them."""

    versions: Sequence[Article]
    pictures: int
    pins: int
    menus: int
    follow_ups: int
    lists: int
    addresses: int


def is_killable(article: Article) -> bool:
    return article.status in _KILLABLE


def versions_to_kill(article: Article) -> list[Article]:
    """Return the other versions of the text that readers had. A query."""
    if not article.translation_key:
        return []
    others = Article.objects.filter(translation_key=article.translation_key)
    return list(
        others.filter(status__in=_KILLABLE).exclude(pk=article.pk).order_by("pk")
    )


def reach_of(article: Article) -> Reach:
    """Count what a kill of all versions takes along. Seven queries."""
    versions = versions_to_kill(article)
    ids = [article.pk, *(version.pk for version in versions)]
    relations = Relation.objects.filter(Q(article__in=ids) | Q(other__in=ids))
    lists = Listing.objects.filter(entries__article__in=ids, month="").distinct()
    return Reach(
        versions,
        ImageUse.objects.filter(article__in=ids).values("image").distinct().count(),
        Pin.objects.filter(article__in=ids).count(),
        MenuEntry.objects.filter(article__in=ids).count(),
        relations.count(),
        lists.count(),
        Redirect.objects.filter(article__in=ids).count(),
    )


@transaction()
def kill(
    article: Article,
    *,
    reason: str,
    notices: Mapping[str, str],
    by: User,
    with_versions: bool = True,
) -> Kill:
    """Kill an article, with the other versions of it that readers had.

    ``notices`` has the readers' notice for each language group. Raises ``VerbRefused``.
    """
    found = [article.pk]
    if with_versions:
        found += [version.pk for version in versions_to_kill(article)]
    # In one order, so that no two who kill wait for each other.
    locked = Article.objects.select_for_update().order_by("pk").filter(pk__in=found)
    rows = {row.pk: row for row in locked if is_killable(row)}
    if article.pk not in rows:
        raise VerbRefused(_("Somebody took it from readers already."))
    leader: Kill | None = None
    for row in [rows.pop(article.pk), *rows.values()]:
        notice = notices.get(row.language_group, "")
        made = Kill.objects.create(
            article=row,
            led_by=leader,
            reason=reason,
            notice=notice,
            status_before=row.status,
            by=by,
        )
        leader = leader or made
        _close_doors(row, by)
        _change_status(row, Status.KILLED, Revision.Act.KILLED, by, reason=reason)
    assert leader is not None  # noqa: S101 – the article's own comes first
    return leader


@transaction()
def ask_revival(article: Article, *, by: User) -> None:
    """Ask that an article comes back. Raises ``VerbRefused`` if somebody did already."""
    leader = _locked_kill(article)
    if leader.undo_asked_by_id is not None:
        raise _nothing_to_revive()
    leader.undo_asked_by, leader.undo_asked_at = by, timezone.now()
    leader.save(update_fields=["undo_asked_by", "undo_asked_at"])
    audit(AuditEntry.Act.REVIVAL_ASKED, leader.article, by=by)


@transaction()
def confirm_revival(article: Article, *, by: User) -> None:
    """Bring back what another person asked for. Raises ``VerbRefused`` for who asked,
    and if nobody did."""
    leader = _locked_kill(article)
    if leader.undo_asked_by_id is None:
        raise _nothing_to_revive()
    if leader.undo_asked_by_id == by.pk:
        raise VerbRefused(_("You asked for it yourself: somebody else confirms it."))
    _revive(leader, by)


@transaction()
def revive(article: Article) -> None:
    """Bring an article back, as somebody on the server may. Raises ``VerbRefused``."""
    _revive(_locked_kill(article), None)


def _nothing_to_revive() -> VerbRefused:
    """Return the refusal where somebody was faster, or nobody has asked yet."""
    return VerbRefused(_("Somebody did that meanwhile: see how it stands now."))


def _locked_kill(article: Article) -> Kill:
    """Return the kill of the whole act that took this article, as it is by now, locked.
    Raises ``VerbRefused`` if the article is not killed."""
    standing = Kill.objects.standing()
    own = standing.filter(article=article).select_related("led_by").first()
    locked = standing.select_for_update()
    leader = locked.filter(pk=own.leader.pk).first() if own else None
    if leader is None:
        raise _nothing_to_revive()
    return leader


def _revive(leader: Kill, by: User | None) -> None:
    standing = Kill.objects.standing().filter(led_by=leader)
    for row in [leader, *standing.order_by("article")]:
        row.undo_confirmed_by, row.undone_at = by, timezone.now()
        row.save(update_fields=["undo_confirmed_by", "undone_at"])
        article = Article.objects.select_for_update().get(pk=row.article_id)
        status = Status(row.status_before)
        _change_status(article, status, Revision.Act.RESTORED, by)
        audit(AuditEntry.Act.REVIVED, article, by=by)


def _close_doors(article: Article, by: User) -> None:
    """Take it from the front page; let links to its preview open nothing."""
    for pinned in Pin.objects.filter(article=article):
        unpin(pinned, by=by)
    links = PreviewLink.objects.open().filter(article=article)
    links.update(revoked_at=timezone.now())


def _change_status(
    article: Article, status: Status, act: Revision.Act, by: User | None, **also: str
) -> None:
    article.status = status
    render_article(article)
    store(article, by=by, act=act, also=also)
