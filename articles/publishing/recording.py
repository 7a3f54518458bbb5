"""Record what an article was after an act, what the act changed, and who did it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import models

from articles.choices import Status
from articles.models import (
    Article,
    AuditEntry,
    Author,
    Category,
    Instrument,
    Revision,
    Tag,
    VariantOverride,
    instruments_of,
    tags_of,
)
from articles.publishing.audit import audit_entry

# A revision records every column that is neither derived nor housekeeping.
_RECORDED = [
    field
    for field in Article._meta.concrete_fields
    if field.name not in {*Article.DERIVED, *Article.HOUSEKEEPING}
]
RECORDED_FIELDS = tuple(field.attname for field in _RECORDED)
DATETIMES = tuple(
    field.name for field in _RECORDED if isinstance(field, models.DateTimeField)
)

# A change of these is a change to the story for readers who could already read it. No
# page shows the description.
READ_FIELDS = {"body", *Article.CONVERTED} - {"description"}

# The fields that hold names of labels, each with the one that holds their numbers.
LABEL_IDS = {
    "categories": "category_ids",
    "tags": "tag_ids",
    "authors": "author_ids",
    "instruments": "instrument_ids",
}
# Texts beside an article that an act on it may change or tell.
BESIDE = ("correction", "removed", "reason")
# What a revision records, in the order in which the history names it.
RECORDED = (*RECORDED_FIELDS, *LABEL_IDS, "overrides")


@dataclass(frozen=True)
class Labels:
    """The categories, tags, authors and instruments of an article, each list in its order."""

    categories: list[Category]
    tags: list[Tag]
    authors: list[Author]
    instruments: list[Instrument] = field(default_factory=list)

    @property
    def all(self) -> list[Category | Tag | Author]:
        """Those that have pages."""
        return [*self.categories, *self.tags, *self.authors]


def labels_of(article: Article) -> Labels:
    """Return the labels of a stored article. Four queries."""
    return Labels(
        categories=[row.category for row in article.article_categories.all()],
        tags=tags_of(article),
        authors=[byline.author for byline in article.bylines.all()],
        instruments=instruments_of(article),
    )


def recorded_fields(
    article: Article, labels: Labels, overrides: list[dict[str, str]]
) -> dict[str, Any]:
    """Return the state of an article as a revision records it."""
    fields = {name: getattr(article, name) for name in RECORDED_FIELDS}
    for name in DATETIMES:
        fields[name] = fields[name].isoformat() if fields[name] else None
    return fields | {
        "categories": [str(category) for category in labels.categories],
        "tags": [tag.name for tag in labels.tags],
        "authors": [str(author) for author in labels.authors],
        "instruments": [instrument.code for instrument in labels.instruments],
        **{
            ids: [row.pk for row in getattr(labels, name)]
            for name, ids in LABEL_IDS.items()
        },
        "overrides": overrides,
    }


def record(
    article: Article,
    fields: dict[str, Any],
    *,
    by: User | None,
    act: Revision.Act,
    note: str = "",
    also: Mapping[str, Any] | None = None,
    **told: Any,
) -> Revision:
    """Record the state of a stored article, and the act that led to it, with what was said
    of it. Three queries.

    A save that changes the status is called by what it does. ``also`` is what the act
    changed beside the article, with the names of that. ``told`` are the fields of
    the revision that tell of a merge and of the kind of change.
    """
    previous = article.revisions.first()
    before = previous.fields if previous else _nothing()
    # A revision without a body leaves it to the article, so the body is what it was. Early
    # ones do not know instruments: there were none.
    unsaid = {"body": fields["body"], "instruments": [], "instrument_ids": []}
    before = {**unsaid, **before}
    if act == Revision.Act.SAVED:
        act = _act_by_status(before["status"], fields["status"])
    changes = changes_between(before, fields) | {**(also or {})}
    changes |= {"note": note} if note else {}
    is_imported = act == Revision.Act.IMPORTED
    revision = Revision.objects.create(
        article=article,
        created_by=by,
        act=act,
        changes=changes,
        fields=_without_body(fields) if is_imported else fields,
        **told,
    )
    audit_entry(act, article, by=by, revision=revision, detail=changes).save()
    return revision


def record_imported(articles: Iterable[tuple[Article, Labels]]) -> None:
    """Record newly imported articles. Two queries; nobody works out what they changed."""
    act = Revision.Act.IMPORTED
    rows = [
        Revision(
            article=article,
            act=act,
            fields=_without_body(recorded_fields(article, labels, [])),
        )
        for article, labels in articles
    ]
    AuditEntry.objects.bulk_create(
        audit_entry(act, revision.article, revision=revision)
        for revision in Revision.objects.bulk_create(rows)
    )


# The acts by the status that they lead to.
_ACT_TO = {
    Status.IN_REVIEW: Revision.Act.HANDED_IN,
    Status.APPROVED: Revision.Act.APPROVED,
    Status.PUBLISHED: Revision.Act.PUBLISHED,
    Status.WITHDRAWN: Revision.Act.WITHDRAWN,
    Status.KILLED: Revision.Act.KILLED,
    Status.SPIKED: Revision.Act.SPIKED,
}


def _act_by_status(before: str, now: str) -> Revision.Act:
    if before == now:
        return Revision.Act.SAVED
    if now == Status.DRAFT:
        is_spiked = before == Status.SPIKED
        return Revision.Act.UNSPIKED if is_spiked else Revision.Act.RETURNED
    return _ACT_TO[Status(now)]


def _nothing() -> dict[str, Any]:
    return recorded_fields(Article(), Labels([], [], []), [])


def changes_between(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the fields in which two recorded states differ.

    Each with True, but the body with the number of characters by which it grew, and labels
    with the names ``added`` and ``removed``: none, if only their order differs. A renamed
    label is the same one. A field that one of the states does not know is left out.
    """
    changes: dict[str, Any] = {}
    for name in RECORDED:
        if name not in before or name not in after:
            continue
        if name in LABEL_IDS:
            if (change := _label_change(name, before, after)) is not None:
                changes[name] = change
        elif name in DATETIMES:
            if moment_of(before[name]) != moment_of(after[name]):
                changes[name] = True
        elif before[name] != after[name]:
            is_body = name == "body"
            changes[name] = not is_body or (
                character_count(after[name]) - character_count(before[name])
            )
    return changes


def moment_of(recorded: str | None) -> datetime | None:
    """Return a recorded time, which may be that of any zone."""
    return datetime.fromisoformat(recorded) if recorded else None


def character_count(text: str) -> int:
    """Count letters, Han characters and digits."""
    return sum(map(str.isalnum, text))


def _label_change(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, list[str]] | None:
    ids = LABEL_IDS[name]
    key = ids if ids in before and ids in after else name
    if before[key] == after[key]:
        return None
    had, has = (
        dict(zip(state[key], state[name], strict=True)) for state in (before, after)
    )
    return {
        "added": [label for one, label in has.items() if one not in had],
        "removed": [label for one, label in had.items() if one not in has],
    }


def _without_body(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "body"}


def overrides_of(article: Article) -> list[dict[str, str]]:
    """Return the article's overrides as a revision records them. A query."""
    return [override.recorded for override in article.overrides.all()]


def override_as_recorded(recorded: Mapping[str, str]) -> VariantOverride:
    """Make an override as a revision recorded it; early ones recorded empty texts too."""
    texts = {name: text for name, text in recorded.items() if text}
    return VariantOverride(variant=texts.pop("variant"), fields=texts)


def keep_body(article: Article) -> Article | None:
    """Give the body that this save replaces to the revisions that rely on it.

    Return what was stored of the article until now, as far as it is recorded; None for a
    new article.
    """
    rows = Article.objects.filter(pk=article.pk).only(*RECORDED_FIELDS)
    before = rows.first() if article.pk else None
    if before and before.body != article.body:
        for revision in article.revisions.without_body():
            revision.fields["body"] = before.body
            revision.save(update_fields=["fields"])
    return before
