"""Find what is called so at the desk, of several kinds at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from articles.models import HEAVY_FIELDS, Article, Image, Source, Tag, Term

# Of each kind; the list of the kind has all of them.
SHOWN = 8
_KINDS: tuple[type[Model], ...] = (Article, Tag, Term, Image, Source)


@dataclass(frozen=True)
class FoundGroup:
    """The first of one kind that were found, each with its page, and the way to all."""

    name: str
    rows: Sequence[tuple[Any, str]]
    all_url: str
    has_more: bool


def found_groups(
    site: AdminSite, request: HttpRequest, query: str
) -> Iterator[FoundGroup]:
    """Yield the kinds in which something was found, as the list of each kind searches.

    A kind whose list this person may not see is left out.
    """
    for model in _KINDS:
        kind = site.get_model_admin(model)
        if not kind.has_view_permission(request):
            continue
        rows, may_repeat = kind.get_search_results(
            request, kind.get_queryset(request), query
        )
        rows = rows.distinct() if may_repeat else rows
        if model is Article:
            rows = rows.unspiked().defer(*HEAVY_FIELDS)  # type: ignore[attr-defined]
        found = list(rows[: SHOWN + 1])
        if not found:
            continue
        name = f"admin:articles_{model._meta.model_name}"
        yield FoundGroup(
            str(model._meta.verbose_name_plural),
            [(row, reverse(f"{name}_change", args=[row.pk])) for row in found[:SHOWN]],
            f"{reverse(f'{name}_changelist')}?{urlencode({'q': query})}",
            len(found) > SHOWN,
        )
