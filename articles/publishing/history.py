"""Going back to a recorded state of an article."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User

from articles.models import (
    Article,
    Instrument,
    Revision,
    VariantOverride,
)
from articles.publishing.after_checks import note_for_check
from articles.publishing.article import resolve_times, store
from articles.publishing.derived import render_article
from articles.publishing.kinds import ANY_KIND, LiveRule, proposed_kind
from articles.publishing.labels import authors_named, categories_named, tags_named
from articles.publishing.recording import (
    DATETIMES,
    LABEL_IDS,
    RECORDED_FIELDS,
    Labels,
    changes_between,
    labels_of,
    override_as_recorded,
    overrides_of,
    recorded_fields,
)
from articles.publishing.tombstones import label_now
from articles.publishing.transactions import transaction
from articles.publishing.workflow import check, saving

# Restoring never changes whether readers see an article, since when, and where.
KEPT_FIELDS = frozenset({"slug", "status", *DATETIMES})
_TEXTS = ("title", "lead", "summary", "description", "body", "disclaimer")
_ROWS = {"source_id": "source", "thumbnail_id": "image", "ai_editor_id": "user"}
_KIND_OF = {"categories": "category", "tags": "tag", "authors": "author"}
_MAKE: dict[str, Callable[[Iterable[str]], Sequence[Any]]] = {
    "category": categories_named,
    "tag": tags_named,
    "author": authors_named,
}


class Overtaken(Exception):
    """Somebody saved the article meanwhile."""


class RestoreScope(StrEnum):
    """The fields that go back: the texts, or all but ``KEPT_FIELDS``."""

    TEXTS = "texts"
    EVERYTHING = "everything"


@dataclass(frozen=True)
class GoneRow:
    """A label, a source or a picture that was deleted since. Only labels have a name."""

    kind: str
    name: str = ""


@dataclass(frozen=True)
class RestorePlan:
    """An article with recorded fields put on it, and its recorded states before and after.
    Nothing is stored."""

    article: Article
    before: dict[str, Any]
    after: dict[str, Any]
    labels: Labels | None
    overrides: Sequence[VariantOverride] | None
    base: int
    gone: Sequence[GoneRow] = field(default_factory=list)

    @property
    def changes(self) -> dict[str, Any]:
        return changes_between(self.before, self.after)


def record_of(article: Article) -> dict[str, Any]:
    """Return the state of a stored article as a revision would record it. Four queries."""
    return recorded_fields(article, labels_of(article), overrides_of(article))


def plan_restore(revision: Revision, scope: RestoreScope) -> RestorePlan:
    """Work out what restoring would change. A query or two for each label."""
    article = Article.objects.get(pk=revision.article_id)
    return _plan(article, revision, scope, {})


@transaction()
def restore(
    revision: Revision,
    scope: RestoreScope = RestoreScope.TEXTS,
    *,
    by: User | None = None,
    base: int | None = None,
    make: Collection[GoneRow] = (),
    rule: LiveRule = ANY_KIND,
) -> Article:
    """Save the article with the fields of the scope as the revision recorded them.

    Raises ``Overtaken`` if ``base`` is no more the article's newest revision, and
    ``VerbRefused`` or ``KindRefused`` for a person who may not save the article as it
    stands, or not so much of it. Labels come
    back as the rows they are by now; of those that were deleted only the ones in ``make``,
    made anew. A source or a picture that was deleted does not come back: the present one
    stays.
    """
    article = Article.objects.select_for_update().get(pk=revision.article_id)
    check(saving(article), article, by)
    if "body" not in revision.fields:  # Perhaps it is by now.
        revision.refresh_from_db(fields=["fields"])
        revision.article = article
    if base not in {None, _newest(article)}:
        raise Overtaken
    made: dict[GoneRow, Any] = {}
    if make and scope is RestoreScope.EVERYTHING:
        _labels, gone = _labels_now(revision.recorded, made)
        for row in set(gone).intersection(make):
            made.update((row, label) for label in _MAKE[row.kind]([row.name]))
    plan = _plan(article, revision, scope, made)
    if changes := plan.changes:
        kind = None
        if article.is_published:
            kind = rule.kind_of(proposed_kind(plan.before, plan.after))
        written = {"modified_at": article.modified_at}
        times = resolve_times(written, changes, kind)
        article.modified_at = times["modified_at"]
        render_article(article)
        stored = store(
            article,
            plan.labels,
            overrides=plan.overrides,
            by=by,
            act=Revision.Act.RESTORED,
            kind=kind,
        )
        note_for_check(stored, rule)
    return article


def _newest(article: Article) -> int:
    return article.revisions.values_list("pk", flat=True).first() or 0


def _plan(
    article: Article,
    revision: Revision,
    scope: RestoreScope,
    made: Mapping[GoneRow, Any],
) -> RestorePlan:
    recorded = revision.recorded
    stored_labels, stored_overrides = labels_of(article), overrides_of(article)
    before = recorded_fields(article, stored_labels, stored_overrides)
    is_everything = scope is RestoreScope.EVERYTHING
    names = set(RECORDED_FIELDS if is_everything else _TEXTS) - KEPT_FIELDS
    gone = _apply_rows(article, recorded, names) if is_everything else []
    for name in names.intersection(recorded) - {*_ROWS}:
        setattr(article, name, recorded[name])
    labels = overrides = None
    if is_everything:
        labels, missing = _labels_now(recorded, made)
        if "instruments" in recorded:
            instruments, lost = _instruments_now(recorded)
        else:  # Early revisions did not record them.
            instruments, lost = stored_labels.instruments, []
        labels = replace(labels, instruments=instruments)
        gone = [*gone, *missing, *lost]
    if "overrides" in recorded:  # Early revisions did not record them.
        overrides = [override_as_recorded(row) for row in recorded["overrides"]]
    after = recorded_fields(
        article,
        labels or stored_labels,
        stored_overrides
        if overrides is None
        else [override.recorded for override in overrides],
    )
    newest = _newest(article)
    return RestorePlan(article, before, after, labels, overrides, newest, gone)


def _apply_rows(
    article: Article, recorded: dict[str, Any], names: Collection[str]
) -> list[GoneRow]:
    """Put source, picture and the like on the article, and return those that are no more."""
    gone = []
    for name, kind in _ROWS.items():
        if name not in names or name not in recorded:
            continue
        number = recorded[name]
        row = _row_now(name, number) if number else None
        if number and row is None:
            gone.append(GoneRow(kind))
        else:
            setattr(article, name.removesuffix("_id"), row)
    return gone


def _row_now(name: str, number: int) -> Any:
    if name == "source_id":
        return label_now("source", number)
    model: Any = Article._meta.get_field(name.removesuffix("_id")).related_model
    return model.objects.filter(pk=number).first()


def _labels_now(
    recorded: dict[str, Any], made: Mapping[GoneRow, Any]
) -> tuple[Labels, list[GoneRow]]:
    """Return the recorded labels as they are now or were ``made``, each once, and those
    that are no more."""
    found: dict[str, list[Any]] = {}
    gone = []
    for name, kind in _KIND_OF.items():
        labels: dict[int, Any] = {}
        names = recorded[name]
        for number, label in zip(
            recorded.get(LABEL_IDS[name], [None] * len(names)), names, strict=True
        ):
            gone_row = GoneRow(kind, label)
            if row := label_now(kind, number, label) or made.get(gone_row):
                labels[row.pk] = row
            else:
                gone.append(gone_row)
        found[name] = list(labels.values())
    return Labels(**found), gone


def _instruments_now(
    recorded: dict[str, Any],
) -> tuple[list[Instrument], list[GoneRow]]:
    """Return the recorded instruments, and those that are no more. A query."""
    numbers = recorded["instrument_ids"]
    known = Instrument.objects.in_bulk(numbers)
    lost = [GoneRow("instrument") for number in numbers if number not in known]
    return [known[number] for number in numbers if number in known], lost
