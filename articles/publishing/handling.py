"""Assign an article, and put it on the legal hold that keeps it from readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group, User
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.choices import Status
from articles.models import Article, AuditEntry, Handling, Revision
from articles.publishing.article import save
from articles.publishing.audit import audit
from articles.publishing.pending_versions import recheck_pending
from articles.publishing.transactions import transaction
from articles.publishing.workflow import WAITING, VerbRefused
from articles.rights import Right


@dataclass(frozen=True)
class Assignment:
    """The person who works on an article, and whoever is to take the next step."""

    assignee: User | None = None
    marked_for: User | None = None
    marked_for_group: Group | None = None


def may_assign(article: Article, by: User) -> bool:
    """Tell whether a person may say who works on the article: on any who approves, on
    their own who writes. Up to two queries."""
    if by.has_perm(Right.APPROVE):
        return True
    if not by.has_perm(Right.WRITE):
        return False
    makers = article.revisions.order_by("pk").values_list("created_by", flat=True)
    is_maker: bool = makers.first() == by.pk
    return is_maker or Handling.objects.filter(pk=article.pk, assignee=by).exists()


@transaction()
def assign(article: Article, to: Assignment, *, by: User) -> None:
    """Say who works on the article and who is next. Raises ``VerbRefused``."""
    stored = Article.objects.select_for_update().get(pk=article.pk)
    if not may_assign(stored, by):
        raise VerbRefused(_("You may assign only what you write yourself."))
    handling = _handling_of(stored)
    people: dict[str, Any] = {
        "assignee": to.assignee,
        "marked_for": to.marked_for,
        "marked_for_group": to.marked_for_group,
    }
    if all(getattr(handling, name) == person for name, person in people.items()):
        return
    for name, person in people.items():
        setattr(handling, name, person)
    handling.save()
    named = {name: str(person) for name, person in people.items() if person}
    audit(AuditEntry.Act.ASSIGNED, stored, by=by, detail=named)


@transaction()
def hold(article: Article, reason: str, *, by: User) -> None:
    """Let nothing of the article reach readers until that is released; what waits for its
    hour is approved again, because nobody asks at the hour. Raises ``VerbRefused``."""
    stored = Article.objects.select_for_update().get(pk=article.pk)
    handling = _handling_of(stored)
    _check_right(by)
    if not reason.strip():
        raise VerbRefused(_("Say why it is put on legal hold."))
    if handling.is_held:
        raise VerbRefused(_("It is on legal hold already."))
    if stored.state_at() in WAITING:
        stored.status = Status.APPROVED
        save(stored, by=by, act=Revision.Act.UNSCHEDULED)
    handling.hold_reason, handling.held_by = reason, by
    handling.held_at = timezone.now()
    handling.save()
    audit(AuditEntry.Act.HELD, stored, by=by, detail={"reason": reason})
    recheck_pending(stored.pk)


@transaction()
def release(article: Article, *, by: User) -> None:
    """End the legal hold; the article stays what it is. Raises ``VerbRefused``."""
    stored = Article.objects.select_for_update().get(pk=article.pk)
    handling = _handling_of(stored)
    _check_right(by)
    if not handling.is_held:
        raise VerbRefused(_("It is not on legal hold any more."))
    reason, handling.hold_reason = handling.hold_reason, ""
    handling.held_by = handling.held_at = None
    handling.save()
    audit(AuditEntry.Act.RELEASED, stored, by=by, detail={"reason": reason})
    recheck_pending(stored.pk)


def _check_right(by: User) -> None:
    if not by.has_perm(Right.HOLD):
        raise VerbRefused(_("You may not put articles on legal hold or release them."))


def _handling_of(article: Article) -> Handling:
    return Handling.objects.of(article) or Handling(article=article)
