"""Have changes read that went out before anybody who may publish saw them."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import AfterCheck, AuditEntry, Revision
from articles.publishing.audit import audit
from articles.publishing.kinds import LiveRule
from articles.publishing.transactions import transaction


def note_for_check(revision: Revision | None, rule: LiveRule) -> None:
    """Put a change to a live article on the list of a chief, if its author may not publish."""
    if revision and revision.kind and not rule.may_publish:
        AfterCheck.objects.create(revision=revision)


@transaction()
def check_afterwards(check: AfterCheck, *, by: User) -> bool:
    """Record that a person read the change; False if somebody did before."""
    rows = AfterCheck.objects.open().filter(pk=check.pk)
    if not rows.update(taken_by=by, at=timezone.now()):
        return False
    revision = check.revision
    detail = {"revision": revision.pk, "kind": revision.kind}
    audit(AuditEntry.Act.CHECKED, revision.article, by=by, detail=detail)
    return True
