"""Record in the audit what was done to an account."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.urls import reverse

from articles.client_address import acting_from
from articles.models import AuditEntry
from articles.people_names import desk_name


def record_account_act(act: AuditEntry.Act, account: User, *, by: User | None) -> None:
    """Record an act on an account; ``by`` is None for a command."""
    AuditEntry.objects.create(
        act=act,
        user_id=by.pk if by else None,
        user_name=desk_name(by) if by else "",
        article_id=AuditEntry.NO_ARTICLE,
        title=account.get_username(),
        address=reverse("admin:auth_user_change", args=[account.pk]),
        client_address=acting_from(),
    )
