"""Lift an embargo before its time."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, AuditEntry, EmbargoLift
from articles.publishing.article import store
from articles.publishing.audit import audit
from articles.publishing.derived import render_article
from articles.publishing.transactions import transaction
from articles.publishing.workflow import VerbRefused
from articles.rights import Right


@transaction()
def lift_embargo(article: Article, *, reason: str, by: User) -> Article:
    """End an embargo that is running; what is published is public from then on.

    Return the article as it is then. Raises ``VerbRefused`` for who may not, without a
    reason, and where nothing is left to lift.
    """
    if not by.has_perm(Right.LIFT_EMBARGO):
        verb = _("Lift the embargo early")
        raise VerbRefused(_("You may not do this: %(verb)s.") % {"verb": verb})
    if not reason.strip():
        raise VerbRefused(_("Say why the embargo is lifted early."))
    stored = Article.objects.select_for_update().get(pk=article.pk)
    until = stored.embargoed_until
    if until is None or until <= timezone.now():
        raise VerbRefused(_("There is no embargo any more: it is over, or was lifted."))
    stored.embargoed_until = None
    render_article(stored)
    store(stored, by=by, lifts_embargo=True)
    reason = reason.strip()[: EmbargoLift.MAX_REASON]
    EmbargoLift.objects.create(article=stored, was_until=until, reason=reason, by=by)
    detail = {"reason": reason, "was_until": until.isoformat()}
    audit(AuditEntry.Act.LIFTED, stored, by=by, detail=detail)
    return stored
