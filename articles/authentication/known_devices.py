"""Know a browser again in which an account has signed in.

An account whose name is public can be tried from anywhere until it rests for everybody. Its
owner then still comes in where they have signed in before: such a browser holds a signed
cookie, and its tries are counted by themselves.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import get_random_string, salted_hmac

COOKIE = "desk_device"
LASTS = timedelta(days=180)


def remember_device(response: HttpResponse, user: User) -> None:
    """Let the browser be known as one in which somebody has signed in."""
    value = signing.dumps([user.get_username(), get_random_string(22)], salt=__name__)
    response.set_cookie(
        COOKIE,
        value,
        max_age=LASTS,
        path=reverse("admin:index"),  # No page of readers gets it.
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def device_name(request: HttpRequest, username: str) -> str | None:
    """Return what a known browser's tries for an account are counted under; else None.

    Nobody can work it out, and so use up the tries of a browser by claiming its name.
    """
    try:
        known, secret = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=__name__, max_age=LASTS
        )
    except signing.BadSignature:
        return None
    if known != username:
        return None
    return f"device {salted_hmac(__name__, secret).hexdigest()}"
