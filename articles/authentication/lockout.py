"""Limit how often passwords are tried. django-axes counts in its table; the limits are ours.

Three counts of the last minutes (``AXES_COOLOFF_TIME``) lock: of one account from one
address, of one address, and of one account from everywhere. Each lock ends by itself, and
tries in the meantime neither count nor prolong it. A browser in which the account has signed
in before has a count of its own, and neither its neighbours nor strangers use that up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from articles.authentication.known_devices import device_name
from articles.authentication.second_factor import codes_rest_until, forget_wrong_codes

PER_ACCOUNT_AND_ADDRESS = 10
PER_ADDRESS = 50
PER_ACCOUNT = 100


@dataclass(frozen=True)
class Lock:
    """The lock of an account: for some addresses, for all but known browsers, or for codes."""

    until: datetime
    addresses: list[str]
    is_everywhere: bool
    is_for_codes: bool


class LockoutHandler(AxesDatabaseHandler):  # type: ignore[misc]
    """Locks by several limits. The one that axes knows is the number of those reached."""

    def get_failures(
        self, request: HttpRequest, credentials: dict[str, Any] | None = None
    ) -> int:
        username = (credentials or {}).get("username") or ""
        return int(locked_until(request, username) is not None)

    def user_login_failed(
        self,
        sender: Any,
        credentials: dict[str, Any],
        request: HttpRequest | None = None,
        **kwargs: Any,
    ) -> None:
        username = credentials.get("username") or ""
        if request and (device := device_name(request, username)):
            # The table has no column for it; a browser says of itself what it likes.
            request.axes_user_agent = device  # type: ignore[attr-defined]
        super().user_login_failed(sender, credentials, request, **kwargs)

    def user_logged_in(
        self, sender: Any, request: HttpRequest, user: Any, **kwargs: Any
    ) -> None:
        """Begin anew here. What others tried elsewhere still counts."""
        address = request.axes_ip_address  # type: ignore[attr-defined]
        name = user.get_username()
        here = Q(ip_address=address) | Q(user_agent=device_name(request, name) or "-")
        AccessAttempt.objects.filter(here, username=name).delete()

    def user_logged_out(self, *args: Any, **kwargs: Any) -> None:
        """Keep no log."""


def locked_until(request: HttpRequest, username: str) -> datetime | None:
    """Return when signing in to an account goes on from here; None where it does now."""
    AxesProxyHandler.update_request(request)
    address = request.axes_ip_address  # type: ignore[attr-defined]
    rows = list(_recent().filter(Q(username=username) | Q(ip_address=address)))
    of_account = [row for row in rows if row.username == username]
    if device := device_name(request, username):
        its_own = [row for row in of_account if row.user_agent == device]
        return _end(its_own, PER_ACCOUNT_AND_ADDRESS)
    from_here = [row for row in rows if row.ip_address == address]
    both = [row for row in of_account if row.ip_address == address]
    ends = (
        _end(both, PER_ACCOUNT_AND_ADDRESS),
        _end(from_here, PER_ADDRESS),
        _end(of_account, PER_ACCOUNT),
    )
    return max(filter(None, ends), default=None)


def lock_of(user: User) -> Lock | None:
    """Return how an account is locked, wherever somebody tried it."""
    rows = list(_recent().filter(username=user.get_username()))
    by_address: dict[str | None, list[AccessAttempt]] = {}
    for row in rows:
        by_address.setdefault(row.ip_address, []).append(row)
    ends = {
        address: end
        for address, tried in by_address.items()
        if (end := _end(tried, PER_ACCOUNT_AND_ADDRESS))
    }
    everywhere = _end(rows, PER_ACCOUNT)
    codes = codes_rest_until(user)
    until = max(filter(None, (*ends.values(), everywhere, codes)), default=None)
    if until is None:
        return None
    return Lock(until, sorted(filter(None, ends)), everywhere is not None, bool(codes))


def lift_locks(user: User) -> None:
    """Forget the wrong passwords and codes of an account."""
    reset(username=user.get_username())
    forget_wrong_codes(user)


def _recent() -> Any:
    since = timezone.now() - settings.AXES_COOLOFF_TIME
    return AccessAttempt.objects.filter(attempt_time__gt=since)


def _end(rows: Iterable[AccessAttempt], limit: int) -> datetime | None:
    """Return when so many tries are not recent any more that a limit is not reached."""
    count = 0
    for row in sorted(rows, key=lambda row: row.attempt_time, reverse=True):
        count += row.failures_since_start
        if count >= limit:
            end: datetime = row.attempt_time + settings.AXES_COOLOFF_TIME
            return end
    return None
