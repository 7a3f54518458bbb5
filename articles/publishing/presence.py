"""Note who has an article open, and in which field. A row, so that every worker sees it."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Presence
from articles.publishing.buffers import brief_transaction

_SIGN_EVERY = timedelta(seconds=15)
_REMOVED_AFTER = timedelta(days=1)


def note_presence(user: User, article_id: int, form_key: str, field: str) -> None:
    """Note that the user has the form open; write only if the field is another, or the
    last sign of life is 15 s old.

    Raises ``OperationalError`` if the database is busy.
    """
    now = timezone.now()
    known = Presence.objects.filter(user=user, form_key=form_key).first()
    if known and known.field == field and now - known.seen_at < _SIGN_EVERY:
        return
    is_elsewhere = known is None or known.field != field
    with brief_transaction():
        Presence.objects.update_or_create(
            user=user,
            form_key=form_key,
            defaults={
                **{"article_id": article_id, "field": field, "seen_at": now},
                **({"since": now} if is_elsewhere else {}),
            },
        )
        if known is None:
            Presence.objects.filter(seen_at__lt=now - _REMOVED_AFTER).delete()


def end_presence(user: User, form_key: str) -> None:
    """Note that the user left the form. Raises ``OperationalError`` if the database is busy."""
    with brief_transaction():
        Presence.objects.filter(user=user, form_key=form_key).delete()
