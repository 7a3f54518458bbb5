"""Times of an article that contradict one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _


def what_makes_no_sense(
    times: Mapping[str, Any], *, is_published_now: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield the field and the reason of each time that contradicts another one."""
    start, end = times.get("published_at"), times.get("expires_at")
    embargo = times.get("embargoed_until")
    if not end:
        return
    if start and end <= start:
        yield "expires_at", _("It would expire before it is published.")
    elif is_published_now and end <= timezone.now():
        yield "expires_at", _("This time is over: readers would never see it.")
    if embargo and end <= embargo:
        yield "embargoed_until", _("It would expire before the embargo ends.")
