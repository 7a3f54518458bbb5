"""The values with which the form of an article begins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from articles.models import Article, Revision, instruments_of
from articles.publishing import DATETIMES, names_of, recorded_state

# The fields that stand for labels, by the names that revisions record them under.
LABEL_FIELDS = {"filed_under": "categories", "written_by": "authors"}


def initial_labels(article: Article) -> dict[str, Any]:
    if not article.pk:
        return {"tags": [], "instruments": []}
    return {
        "tags": [tag.name for tag in article.tags.all()],
        "filed_under": [row.category_id for row in article.article_categories.all()],
        "written_by": [byline.author_id for byline in article.bylines.all()],
        "instruments": [row.pk for row in instruments_of(article)],
    }


def initial_of(base: Revision) -> dict[str, Any]:
    """Return what the form showed of this revision."""
    state = recorded_state(base)
    initial = {
        field.name: state[field.attname]
        for field in Article._meta.concrete_fields
        if field.attname in state
    }
    for name in DATETIMES:
        if initial.get(name):
            initial[name] = datetime.fromisoformat(initial[name])
    labels = {name: state[recorded] for name, recorded in LABEL_FIELDS.items()}
    if "instruments" in state:  # Early revisions did not record them.
        labels["instruments"] = state["instruments"]
    return initial | labels | {"tags": base.fields["tags"]}


def initial_with(changes: Mapping[str, Any], base: Revision) -> dict[str, Any]:
    """Return what the form showed when these changes to a revision had been made in it, as
    ``ArticleForm.changes`` returns them. Up to four queries."""
    names = {field.attname: field.name for field in Article._meta.concrete_fields}
    names |= {recorded: name for name, recorded in LABEL_FIELDS.items()}
    changed = {names.get(name, name): value for name, value in changes.items()}
    for name in DATETIMES:
        if changed.get(name):
            changed[name] = datetime.fromisoformat(changed[name])
    if "tags" in changed:
        changed["tags"] = names_of("tags", changed["tags"])
    return {**initial_of(base), **changed, "base": base.pk}
