"""The kind that an editor calls a change to a live article, and the answer if it may not be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles.choices import ChangeKind
from articles.publishing import KindRefused, LiveRule
from articles.rights import Right

FIELD = "kind_of_change"


def live_rule(request: HttpRequest) -> LiveRule:
    """Return what the person of a request may do to live articles, and calls this change."""
    asked = request.POST.get(FIELD, "")
    return LiveRule(
        asked=ChangeKind(asked) if asked in ChangeKind else None,
        may_publish=request.user.has_perm(Right.PUBLISH),
    )


def refusal(refused: KindRefused) -> str:
    """Say why a change is not made, and what to do instead."""
    kind = refused.proposed.label
    if refused.asked and refused.asked.rank < refused.proposed.rank:
        return _(
            "This change is of a greater kind than you chose (%(kind)s). A kind can be "
            "raised; only who may publish lowers it. Nothing is saved yet; your text stands "
            "below."
        ) % {"kind": kind}
    return _(
        "This changes more than goes out at once without a chief: numbers, names, negations, "
        "the title, the address or times, or more than some words. Nothing is saved yet; your text stands below. "
        "Make the change smaller, or ask somebody who may publish."
    )


def kind_context(request: HttpRequest, *, is_live: bool) -> dict[str, Any]:
    """Return what ``_kind.html`` shows of a live article."""
    offered: Sequence[ChangeKind] = [*ChangeKind]
    if not request.user.has_perm(Right.PUBLISH):
        offered = [ChangeKind.MINOR]
    return {
        "kinds": [(kind.value, kind.label) for kind in offered] if is_live else [],
        "kind_field": FIELD,
        "kind_asked": request.POST.get(FIELD, ""),
    }
