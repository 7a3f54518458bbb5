"""The history of an article in lines: when, who, which act, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy as _, pgettext

from articles.admin.readable import field_label, readable
from articles.models import Article, Revision
from articles.publishing import BESIDE, RECORDED, changes_between
from articles.rendering import shorten

# More acts of imports on end than this are folded.
_MOST_IMPORTS = 2
# Characters of a text that stands beside the article.
_QUOTED = 120
_SIDES = {
    "base": _("before both"),
    "ours": _("mine"),
    "theirs": _("the other's"),
    "chosen": _("taken"),
}


@dataclass(frozen=True)
class Step:
    """An act of the history. ``previous_id`` is the revision before, if there is one."""

    revision: Revision
    summary: str
    previous_id: int | None = None

    @property
    def not_taken(self) -> Iterator[tuple[str, list[tuple[Any, str]]]]:
        """Yield each place at which a merge left something out: its field, and each
        side's text by what the side is called."""
        for place in self.revision.rejected:
            field = place.get("field", "")
            sides = [
                (word, readable(Article, field, place[side]))
                for side, word in _SIDES.items()
                if place.get(side) not in (None, "", [])
            ]
            yield field_label(Article, field), sides


@dataclass(frozen=True)
class Stretch:
    """Steps that follow each other, shown one by one or, many imports, folded."""

    steps: Sequence[Step]
    is_folded: bool


def steps_of(article: Article, start: int, count: int) -> list[Step]:
    """Return acts of an article, the newest first, from the ``start``-th. Two queries, one
    more if what an act changed was not worked out when it was recorded."""
    rows: QuerySet[Revision] = article.revisions.select_related("created_by")
    revisions = list(rows.defer("fields")[start : start + count + 1])
    missing = [r.pk for r in revisions[:count] if not r.changes]
    states = _states_of(article, revisions, missing) if missing else {}
    steps = []
    for revision, previous in pairwise([*revisions, None]):
        assert revision is not None  # noqa: S101 – for the type checker
        changes = revision.changes
        if not changes and previous and {revision.pk, previous.pk} <= states.keys():
            changes = changes_between(states[previous.pk], states[revision.pk])
        summary = summary_of(changes)
        if previous is None and not changes:
            summary = gettext("First version")
        steps.append(Step(revision, summary, previous.pk if previous else None))
    return steps[:count]


def stretches(steps: Sequence[Step]) -> list[Stretch]:
    """Group the steps, so that many imports on end can be folded."""
    grouped = groupby(steps, key=lambda step: step.revision.is_by_editor)
    runs = [(is_by_editor, list(run)) for is_by_editor, run in grouped]
    return [
        Stretch(run, not is_by_editor and len(run) > _MOST_IMPORTS)
        for is_by_editor, run in runs
    ]


def summary_of(changes: Mapping[str, Any]) -> str:
    """Put what an act changed on one line: “body +38, tags +降息 −加息”."""
    # A database need not keep the order of a map.
    parts = [
        " ".join([field_label(Article, name), *_amounts(changes[name])])
        for name in RECORDED
        if name in changes
    ]
    parts += [shorten(changes[name], _QUOTED) for name in BESIDE if name in changes]
    return pgettext("between changes", ", ").join(parts)


def _amounts(change: Any) -> Iterator[str]:
    if isinstance(change, dict):
        yield from (f"+{name}" for name in change["added"])
        yield from (f"−{name}" for name in change["removed"])
        if not (change["added"] or change["removed"]):
            yield gettext("(order)")
    elif change is not True and change:
        yield f"{'+' if change > 0 else '−'}{abs(change):,}"


def _states_of(
    article: Article, revisions: Sequence[Revision], wanted: Sequence[int]
) -> dict[int, dict[str, Any]]:
    """Return the states of the revisions and of those before them. A query."""
    before = {later.pk: earlier.pk for later, earlier in pairwise(revisions)}
    numbers = {*wanted, *(before[one] for one in wanted if one in before)}
    rows = Revision.objects.filter(pk__in=numbers).values_list("pk", "fields")
    return {pk: {"body": article.body, **fields} for pk, fields in rows}
