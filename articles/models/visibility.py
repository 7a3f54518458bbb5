"""The span of time in which readers may see something: from a moment, until another.

Rows derived from articles (entries of lists and of the search) keep both ends, so that
the clock alone shows and hides what they stand for. The start counts, the end does not.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypeVar

from django.db.models import Q

_Moment = TypeVar("_Moment", datetime, float)


def is_within(start: _Moment, end: _Moment | None, at: _Moment) -> bool:
    """Return whether the span holds the moment; without an end it is open."""
    return start <= at and (end is None or at < end)


def within(at: datetime) -> Q:
    """Return ``is_within`` as a condition on the columns of a derived row."""
    return Q(public_from__lte=at) & not_over(at)


def not_over(at: datetime, end: str = "public_until") -> Q:
    """Return the condition that a span has not ended, whether or not it has begun."""
    return Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": at})


def within_sql(table: str) -> str:
    """Return ``within`` as SQL; it takes the moment twice as a parameter."""
    return (
        f"{table}.public_from <= %s "
        f"AND ({table}.public_until IS NULL OR {table}.public_until > %s)"
    )
