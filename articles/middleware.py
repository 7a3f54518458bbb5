"""Choose the language of the interface, and what a page may load; keep what is sent."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import MiddlewareNotUsed, RequestDataTooBig
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from articles.authentication import must_set_up, note_seen
from articles.choices import Variant
from articles.client_address import acting_for
from articles.models import EditorProfile
from articles.outages import DATABASE_OUTAGES, is_outage
from articles.publishing import apply_due
from articles.serving import database_for, leave_out_replica
from newsdesk.database_router import reading_alias, reading_from

# What readers write is a page at most. A text that is far too long for that still reaches
# its form, which says so and keeps it: of Han 100 kB are three times as much in a form.
MAX_READERS_BODY = 500_000

GetResponse = Callable[[HttpRequest], HttpResponse]

# Readers load nothing from elsewhere. The desk sees pictures before they are fetched.
POLICY = (
    "default-src 'self'; img-src 'self' data:{pictures}; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# No script of readers' pages makes HTML of a text, and none can.
READERS_POLICY = f"{POLICY}; require-trusted-types-for 'script'; trusted-types 'none'"
# What no page asks a browser for, nor a script that somebody got into one.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("camera", "geolocation", "microphone", "payment", "usb", "serial", "midi"),
        *("display-capture", "browsing-topics"),
    )
)


class ContentSecurityPolicyMiddleware:
    """Send with every answer what its page may load, and what it may ask a browser for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        media = urlsplit(settings.MEDIA_URL)
        self.stored = f" {media.scheme}://{media.netloc}" if media.netloc else ""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/admin/"):
            policy = POLICY.format(pictures=" http: https:")
        else:
            policy = READERS_POLICY.format(pictures=self.stored)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["Permissions-Policy"] = PERMISSIONS
        return response


class RevalidationMiddleware:
    """Let browsers and caches between ask again each time, where a view says nothing.

    Pages change within a second, and nobody can take one back that somebody else kept.
    """

    POLICY = "max-age=0, s-maxage=0, must-revalidate"

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.path_info.startswith("/admin/"):
            response.headers.setdefault("Cache-Control", self.POLICY)
        return response


class InterfaceLanguageMiddleware:
    """Use the language of a page's address; for the desk, the one that its editor chose.

    The session knows it from the account (``views.desk_language``). Where nobody chose, it
    is the browser's.

    Django's own LocaleMiddleware would send ``Vary: Accept-Language`` with every
    page, although a page is the same for everybody.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        first = request.path_info.split("/", 2)[1]
        if first in Variant:
            language = Variant(first).interface
        elif first == "admin":
            asked = translation.get_language_from_request(request)
            language = request.session.get(EditorProfile.SESSION_KEY, asked)
        else:
            return self.get_response(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            return self.get_response(request)


class DueChangesMiddleware:
    """Make scheduled changes of live articles before the first page after their hour.

    Each process asks once a second; the time of asking is what all its threads share.
    """

    INTERVAL = 1.0  # Seconds.

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.asked_at = -math.inf

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = time.monotonic()
        is_readers = not request.path_info.startswith("/admin/")
        if is_readers and now - self.asked_at >= self.INTERVAL:
            self.asked_at = now
            # Where the database takes nothing now, the next reader asks again.
            with suppress(*DATABASE_OUTAGES):
                apply_due()
        return self.get_response(request)


class ReplicaMiddleware:
    """Read what readers are shown from a replica, where there is one that has it all.

    Whoever is signed in, or sends something, reads what they wrote: from the primary.
    """

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.DATABASE_ROUTERS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_reading = request.method in {"GET", "HEAD"}
        is_somebody = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not is_reading or is_somebody or request.path_info.startswith("/admin/"):
            return self.get_response(request)
        with reading_from(database_for(request)):
            return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer from the primary where a replica ended in the middle of a page."""
        alias, match = reading_alias(), request.resolver_match
        if alias == DEFAULT_DB_ALIAS or match is None or not is_outage(exception):
            return None
        leave_out_replica(alias, exception)
        with reading_from(DEFAULT_DB_ALIAS):
            answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
            return answer


class KeptBodyMiddleware:
    """Read what is sent to the desk before anything refuses it.

    The page that says so can then hand the text back, even where Django stopped reading
    in the middle.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.path_info.startswith("/admin/"):
            with suppress(RequestDataTooBig, UnreadablePostError):
                _body = request.body
        return self.get_response(request)


class ReadersBodyMiddleware:
    """Refuse what is far longer than anything a reader can send."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        is_readers = not request.path_info.startswith("/admin/")
        if is_readers and length.isdecimal() and int(length[:18]) > MAX_READERS_BODY:
            raise RequestDataTooBig
        return self.get_response(request)


class ClientAddressMiddleware:
    """Let the audit say from where somebody did what they did."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_for(request):
            return self.get_response(request)


class SeenMiddleware:
    """Let people see when each session of theirs was in use."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/"):
            note_seen(request)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Lead whoever lacks a required second factor to set it up.

    Until then they are nobody on any other page, so that what they send is handed back as
    to anybody who is signed out.
    """

    OWN_PAGES = ("account_second_factor", "logout", "set_language", "jsi18n")

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR == "nobody":
            return self.get_response(request)
        is_desk = request.path_info.startswith("/admin/")
        if is_desk and request.path_info in map(self._address, self.OWN_PAGES):
            return self.get_response(request)
        user = request.user
        # Pages of readers that ask for nobody cost nothing.
        request.user = SimpleLazyObject(  # type: ignore[assignment]
            lambda: AnonymousUser() if must_set_up(request, user) else user
        )
        asks = is_desk and request.path_info != self._address("sign_in")
        if asks and request.method == "GET" and must_set_up(request, user):
            return redirect("admin:account_second_factor")
        return self.get_response(request)

    @staticmethod
    def _address(name: str) -> str:
        return reverse(f"admin:{name}")
