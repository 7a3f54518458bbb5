"""The span of time in which readers may see something: from a moment, until another.

The one rule in each form that something asks it in: of values, as a condition, as SQL, and
as a count. ``Article.state_at`` and ``ArticleQuerySet.in_state`` add the stages before and
after; tests compare them all. Rows derived from articles (entries of lists and of the
search) keep both ends, so that the clock alone shows and hides what they stand for. The
start counts, the end does not.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Q

from articles.prepared_queries import Parameter

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


_COUNT = (
    "SELECT COUNT(*) FROM articles_listingentry "
    "WHERE listing_id = articles_listing.id AND "
)
# ``within`` counted, for a query that names the listing's row articles_listing: all entries
# less those that wait and those that expired, both short stretches of an index. By hand,
# because nearly every page asks this for its panels and Django takes 8 ms to compile it.
VISIBLE_COUNT = (
    "articles_listing.entry_count "
    f"- ({_COUNT} is_timed AND public_from > %s) "
    f"- ({_COUNT} public_from <= %s AND public_until <= %s)"
)


def visible_count_parameters(at: datetime | Parameter) -> list[Any]:
    """Return the parameters of ``VISIBLE_COUNT`` for that time."""
    if isinstance(at, Parameter):  # It is adapted when the query is read.
        return [at] * 3
    return [connection.ops.adapt_datetimefield_value(at)] * 3
