"""Let a change of a live article wait for its hour, and make it then."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext as _

from articles.choices import Status
from articles.models import Article, AuditEntry, PendingVersion, Revision
from articles.publishing.audit import audit
from articles.publishing.changes import (
    SlugTaken,
    Undecided,
    check_changes,
    save_changes,
)
from articles.publishing.merging import State
from articles.publishing.times import SenselessTimes
from articles.publishing.transactions import transaction
from articles.publishing.workflow import VerbRefused
from articles.rights import Right


def schedule_changes(
    article_id: int,
    changes: State,
    *,
    base: Revision | None,
    go_live_at: datetime,
    by: User | None,
) -> PendingVersion:
    """Keep changes of a live article until that moment, in place of any that wait.

    Raises ``VerbRefused`` if it is not live, nothing is changed, or others changed the same
    places meanwhile, which are decided by an update at once.
    """
    if not changes:
        raise VerbRefused(_("Nothing is changed that could wait."))
    try:
        check_changes(article_id, changes, base)
    except Undecided as undecided:
        raise VerbRefused(_in_conflict()) from undecided
    with transaction():
        article = Article.objects.select_for_update().get(pk=article_id)
        if not article.is_published:
            raise VerbRefused(_not_live())
        if by and not by.has_perm(Right.PUBLISH):
            raise VerbRefused(
                _("You may not do this: %(verb)s.") % {"verb": _("Schedule")}
            )
        _waiting(article_id).update(state=PendingVersion.State.DROPPED)
        pending = PendingVersion.objects.create(
            article=article,
            base=base or article.revisions.first(),
            fields=dict(changes),
            state=PendingVersion.State.SCHEDULED,
            go_live_at=go_live_at,
            by=by,
        )
        detail = {"go_live_at": go_live_at.isoformat()}
        audit(AuditEntry.Act.CHANGE_SCHEDULED, article, by=by, detail=detail)
    return pending


@transaction()
def drop_changes(pending: PendingVersion, *, by: User | None) -> bool:
    """Drop a version that waits; return whether it did so still."""
    dropped = _waiting(pending.article_id).filter(pk=pending.pk)
    if not dropped.update(state=PendingVersion.State.DROPPED):
        return False
    audit(AuditEntry.Act.CHANGE_DROPPED, pending.article, by=by)
    return True


@transaction()
def move_changes(
    pending: PendingVersion, go_live_at: datetime, *, by: User | None
) -> None:
    """Give a version that waits another hour; one that failed is tried again then."""
    state = PendingVersion.State.SCHEDULED
    rows = _waiting(pending.article_id).filter(pk=pending.pk)
    if rows.update(go_live_at=go_live_at, state=state, error=""):
        pending.go_live_at = go_live_at
        detail = {"go_live_at": go_live_at.isoformat()}
        audit(AuditEntry.Act.CHANGE_SCHEDULED, pending.article, by=by, detail=detail)
        recheck_pending(pending.article_id)


def apply_now(pending: PendingVersion) -> bool:
    """Make a change that waits before its hour; tell whether readers see it now."""
    state = PendingVersion.State
    _waiting(pending.article_id).filter(pk=pending.pk).update(state=state.SCHEDULED)
    return _apply(pending)


def apply_due(at: datetime | None = None) -> int:
    """Make every change whose hour has come; return how many readers see now.

    What cannot be made leaves the page as it is, and says why on its row.
    """
    rows = PendingVersion.objects.due(at).select_related("article", "base", "by")
    return sum(_apply(pending) for pending in rows)


def recheck_pending(article_id: int) -> None:
    """Find out whether the version that waits still goes with the article. A query, or
    some ten if one waits."""
    state = PendingVersion.State
    checked = {state.SCHEDULED, state.CONFLICT}
    for pending in _waiting(article_id).filter(state__in=checked):
        try:
            check_changes(article_id, pending.fields, pending.base)
        except Undecided:
            _become(pending, state.CONFLICT, _in_conflict())
        except (SenselessTimes, VerbRefused) as problem:
            _become(pending, state.CONFLICT, str(problem))
        else:
            if pending.state == state.CONFLICT:
                _become(pending, state.SCHEDULED, "")


def _apply(pending: PendingVersion) -> bool:
    """Claim the version and make its change, or nothing of both."""
    state = PendingVersion.State
    try:
        with transaction():
            rows = PendingVersion.objects.filter(pk=pending.pk, state=state.SCHEDULED)
            if not rows.update(state=state.APPLIED):
                return False  # Another process was faster.
            article = Article.objects.select_for_update().get(pk=pending.article_id)
            if article.status != Status.PUBLISHED:
                raise VerbRefused(_("The article was not live at that hour."))
            save_changes(
                pending.article_id,
                pending.fields,
                base=pending.base,
                by=pending.by,
            )
    except Undecided:
        _become(pending, state.CONFLICT, _in_conflict())
    except SlugTaken:
        _become(pending, state.FAILED, _("Another article has its slug by now."))
    except SenselessTimes as problem:
        _become(pending, state.FAILED, str(problem))
    except VerbRefused as refused:
        _become(pending, state.FAILED, refused.reason)
    else:
        return True
    return False


def _become(pending: PendingVersion, state: PendingVersion.State, error: str) -> None:
    rows = _waiting(pending.article_id).filter(pk=pending.pk)
    rows.update(state=state, error=error[:1000])


def _waiting(article_id: int) -> models.QuerySet[PendingVersion]:
    return PendingVersion.objects.waiting().filter(article_id=article_id)


def _in_conflict() -> str:
    return _("Others changed the same places meanwhile: somebody has to decide them.")


def _not_live() -> str:
    return _("The article is not live: only what readers see has changes that wait.")
