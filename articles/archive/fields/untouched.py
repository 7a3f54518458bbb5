"""What imports stored, and what nobody touched since, as far as revisions tell."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any

from articles.archive.fields.spec import Values
from articles.archive.fields.table import (
    ATTRIBUTION,
    BODY,
    FIELD_OF,
    FIELDS,
    LABELS,
    aligned,
    plain_values,
)
from articles.models import Article, Revision, Source
from articles.publishing import DATETIMES

# The model's fields that hold each of ours, as far as they are columns.
_COLUMNS = {
    name: [
        field
        for field in Article._meta.concrete_fields
        if field.name in row.columns.get(name, (name,))
    ]
    for name, row in FIELD_OF.items()
}


def untouched(article: Article, labels: Values) -> frozenset[str]:
    """Return the fields that hold what the import stored. A query.

    A second import that found an editor's work recorded that too: then only the fields
    that are newer than the import are certain.
    """
    rows = list(article.revisions.order_by("pk"))
    imports = [n for n, r in enumerate(rows) if not r.is_by_editor]
    if not imports:
        return frozenset()
    then = rows[imports[-1]].recorded
    newer = _newer_than(then, article)
    if len(imports) != imports[-1] + 1:
        return newer
    same = {name for name, value in labels.items() if then.get(name) == value}
    for name, columns in _COLUMNS.items():
        if columns and all(_is_as(then, article, field.attname) for field in columns):
            same.add(name)
    return newer | same


def stored_base(
    article: Article, ours: Values, *, is_edited: bool, reads_again: bool
) -> Values:
    """Return what a merge starts from, as far as it need not be read out of the file.

    ``ours`` are the article's plain values. A field that nobody touched simply becomes
    the file's, but an editor may have renamed a category, or a line of a menu. If the
    same bytes are read by other rules, those of today do not tell what they said then.
    """
    base = aligned(_imported_values(article), ours) if reads_again else {}
    if is_edited:
        return base | {name: ours[name] for name in _newer_fields(article)}
    alone = (name for name in ours if name not in FIELD_OF[name].shared)
    return base | {name: ours[name] for name in alone}


def _newer_fields(article: Article) -> frozenset[str]:
    """Return the fields that the last import did not know. A query."""
    last = article.revisions.imported().first()
    return _newer_than(last.recorded, article) if last else frozenset()


def _imported_values(article: Article) -> Values:
    """Return plain values of the fields as the last import stored them.

    A field that an editor had changed before is left out: that import merged it, so its
    value is not the file's alone. So is a label that differs from the import before,
    because it may have been renamed in between. Menus stand in no revision. A query, and
    one for the source of each revision.
    """
    rows = list(article.revisions.order_by("pk"))
    while rows and rows[-1].is_by_editor:
        rows.pop()
    if not rows or rows[0].is_by_editor:
        return {}
    states = [_values_of(row) for row in rows]
    uncertain: set[str] = set()
    for (before, after), row in zip(pairwise(states), rows[1:], strict=True):
        names = before.keys() | after.keys()
        if not row.is_by_editor:
            names &= {*LABELS.names}
        uncertain |= {name for name in names if before.get(name) != after.get(name)}
    if not uncertain.isdisjoint(BODY.names):
        uncertain.update(ATTRIBUTION.names)  # A footer stands in one place.
    return {name: v for name, v in states[-1].items() if name not in uncertain}


def _values_of(revision: Revision) -> Values:
    """Return the plain values that a revision knows."""
    recorded, known = dict(revision.recorded), revision.recorded.keys()
    values = {name: recorded[name] for name in LABELS.names}
    for name in DATETIMES:
        if recorded.get(name):
            recorded[name] = datetime.fromisoformat(recorded[name])
    source = Source.objects.filter(pk=recorded.pop("source_id")).first()
    columns = {field.attname for field in Article._meta.concrete_fields}
    article = Article(
        source=source, **{n: value for n, value in recorded.items() if n in columns}
    )
    for row in FIELDS:
        fields = [field for name in row.names for field in _COLUMNS[name]]
        if row.is_merged and fields and all(f.attname in known for f in fields):
            values |= row.current(article)
    return plain_values(values)


def _newer_than(recorded: dict[str, Any], article: Article) -> frozenset[str]:
    """Return the fields that a revision does not know and that are empty still: that is
    no edit, whatever the file says."""
    return frozenset(
        name
        for name, columns in _COLUMNS.items()
        if columns
        and all(
            field.attname not in recorded
            and getattr(article, field.attname) == field.get_default()
            for field in columns
        )
    )


def _is_as(recorded: dict[str, Any], article: Article, column: str) -> bool:
    """Tell whether a column still holds what a revision recorded."""
    if column not in recorded:
        return False
    then, now = recorded[column], getattr(article, column)
    if isinstance(now, datetime) and isinstance(then, str):
        return now == datetime.fromisoformat(then)  # Of whatever zone.
    return bool(now == then)
