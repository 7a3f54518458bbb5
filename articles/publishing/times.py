"""Times of an article that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _


class SenselessTimes(Exception):
    """Times that others saved meanwhile contradict these; the text says how."""


def shortens_embargo(before: datetime | None, after: datetime | None) -> bool:
    """Tell whether an embargo that is still running would end sooner, or not at all."""
    is_running = before is not None and before > timezone.now()
    return is_running and (after is None or after < before)  # type: ignore[operator]


def embargo_holds() -> str:
    """Say why no form, import or selection ends an embargo that is running."""
    return _(
        "The embargo is running: it may be made longer here, and is lifted early only by "
        "who has that right, with a reason."
    )


def what_makes_no_sense(
    times: Mapping[str, Any],
    *,
    is_published_now: bool = False,
    embargo_before: datetime | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield the field and the reason of each time that contradicts another one."""
    start, end = times.get("published_at"), times.get("expires_at")
    embargo = times.get("embargoed_until")
    if shortens_embargo(embargo_before, embargo):
        yield "embargoed_until", embargo_holds()
    if not end:
        return
    if start and end <= start:
        yield "expires_at", _("It would expire before it is published.")
    elif is_published_now and end <= timezone.now():
        yield "expires_at", _("This time is over: readers would never see it.")
    if embargo and end <= embargo:
        yield "embargoed_until", _("It would expire before the embargo ends.")
