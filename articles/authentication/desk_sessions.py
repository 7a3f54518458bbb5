"""List where an account is signed in, and sign it out there."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from articles.client_address import acting_from
from articles.models import DeskSession
from articles.outages import DATABASE_OUTAGES

# A session keeps under this key when its row was written last: no page asks the table.
SEEN_KEY = "seen_at"
SEEN_EVERY = 300  # Seconds.


@dataclass(frozen=True)
class LiveSession:
    row: DeskSession
    is_this: bool


def record_session(request: HttpRequest, user: User) -> None:
    """Record that somebody has signed in."""
    request.session[SEEN_KEY] = int(time.time())
    if not request.session.session_key:
        request.session.create()  # Its row comes before ours.
    now = timezone.now()
    # Who was signed in here and signs in again keeps the session.
    DeskSession.objects.update_or_create(
        session_id=request.session.session_key,
        defaults={
            "user": user,
            "signed_in_at": now,
            "seen_at": now,
            **_whence(request),
        },
    )


def note_seen(request: HttpRequest) -> None:
    """Record that a session is in use, where that was not recorded for some minutes."""
    seen = request.session.get(SEEN_KEY)
    now = int(time.time())
    if seen is None or now - seen < SEEN_EVERY:
        return
    # Where the database takes nothing now, the next page notes it.
    with suppress(*DATABASE_OUTAGES):
        rows = DeskSession.objects.filter(session_id=request.session.session_key)
        rows.update(seen_at=timezone.now(), **_whence(request))
        request.session[SEEN_KEY] = now


def _whence(request: HttpRequest) -> dict[str, Any]:
    agent = request.headers.get("User-Agent", "").replace("\x00", "")
    return {"user_agent": agent[:300], "client_address": acting_from()}


def live_sessions(user: User, request: HttpRequest | None = None) -> list[LiveSession]:
    """Return the sessions in which an account is signed in; the one of the request first.

    One that is over, or of a former password, is none.
    """
    this = request.session.session_key if request else None
    rows = DeskSession.objects.filter(
        user=user, session__expire_date__gt=timezone.now()
    ).select_related("session")
    holds = user.get_session_auth_hash()
    live = [
        LiveSession(row, row.session_id == this)
        for row in rows
        if constant_time_compare(
            row.session.get_decoded().get(HASH_SESSION_KEY, ""), holds
        )
    ]
    return sorted(live, key=lambda session: not session.is_this)


def end_sessions(
    user: User, *, only: int | None = None, besides: HttpRequest | None = None
) -> int:
    """Sign an account out everywhere, or in one place, or in all but this one."""
    sessions = Session.objects.filter(desk_session__user=user)
    if only is not None:
        sessions = sessions.filter(desk_session__pk=only)
    if besides is not None:
        sessions = sessions.exclude(session_key=besides.session.session_key)
    _all, counts = sessions.delete()
    return counts.get(Session._meta.label, 0)
