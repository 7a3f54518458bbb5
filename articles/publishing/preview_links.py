"""Share the preview of an article by a link, and take the link back."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article, AuditEntry, PreviewLink
from articles.publishing.audit import audit

_AGE = timedelta(days=7)


@transaction.atomic
def share_preview(article: Article, *, by: User) -> str:
    """Make a link to the article's saved text for a week; return its token, which is not
    kept."""
    token = secrets.token_urlsafe(24)
    PreviewLink.objects.create(
        token_hash=PreviewLink.hash_of(token),
        article=article,
        created_by=by,
        expires_at=timezone.now() + _AGE,
    )
    audit(AuditEntry.Act.SHARED, article, by=by)
    return token


@transaction.atomic
def revoke_preview(link: PreviewLink, *, by: User | None = None) -> None:
    """Let a link open nothing any more."""
    still_open = PreviewLink.objects.filter(pk=link.pk, revoked_at=None)
    if still_open.update(revoked_at=timezone.now()):
        audit(AuditEntry.Act.REVOKED, link.article, by=by)
