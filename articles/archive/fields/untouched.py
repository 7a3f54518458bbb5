"""Fields that nobody touched since an import, as far as revisions tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from articles.archive.fields.spec import Values
from articles.archive.fields.table import FIELD_OF
from articles.models import Article, Revision

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
    revisions = Revision.objects.filter(article=article).order_by("pk")
    rows = list(revisions.values_list("reason", "fields"))
    imports = [n for n, row in enumerate(rows) if row[0] == Revision.Reason.IMPORT]
    if not imports:
        return frozenset()
    then: dict[str, Any] = rows[imports[-1]][1]
    newer = newer_than(then, article)
    if len(imports) != imports[-1] + 1:
        return newer
    same = {name for name, value in labels.items() if then.get(name) == value}
    for name, columns in _COLUMNS.items():
        if columns and all(_is_as(then, article, field.attname) for field in columns):
            same.add(name)
    return newer | same


def newer_than(recorded: dict[str, Any], article: Article) -> frozenset[str]:
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
