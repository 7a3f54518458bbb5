"""Share the preview of an article by a link, and take the link back."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article, PreviewLink

_AGE = timedelta(days=7)


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
    return token


def revoke_preview(link: PreviewLink) -> None:
    """Let a link open nothing any more."""
    link.revoked_at = link.revoked_at or timezone.now()
    link.save(update_fields=["revoked_at"])
