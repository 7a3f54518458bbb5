"""Read what a script of the article's page sends as JSON, and refuse it in one word."""

from __future__ import annotations

import json
from typing import TypeVar

from django.http import HttpRequest, JsonResponse

from articles.forms import MAX_BUFFER_BYTES, PresenceForm

FormT = TypeVar("FormT", bound=PresenceForm)


class Refused(Exception):
    """Carries the answer to a message that is not taken."""

    def __init__(self, reason: str, status: int) -> None:
        self.answer = JsonResponse({"outcome": reason}, status=status)
        if reason == "signed_out":
            self.answer["X-Desk-Problem"] = "signed-out"  # As requests.js expects it.


def read_message(request: HttpRequest, form_class: type[FormT]) -> FormT:
    """Return the valid form of a message from whoever is signed in. Raises ``Refused``."""
    if request.method != "POST":
        raise Refused("post_only", 405)
    if not (request.user.is_active and request.user.is_staff):
        raise Refused("signed_out", 401)
    if int(request.headers.get("Content-Length") or 0) > MAX_BUFFER_BYTES:
        raise Refused("too_long", 413)
    try:
        data = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Refused("not_understood", 400) from None
    form = form_class(data if isinstance(data, dict) else {})
    if not form.is_valid():
        raise Refused("not_understood", 400)
    # Somebody else signed in with this browser since the form was opened.
    if form.cleaned_data["user"] != request.user.pk:
        raise Refused("signed_out", 401)
    return form
