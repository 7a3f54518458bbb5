"""Decide what the archive and an editor both changed."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.archive.fields import FIELD_OF
from articles.archive.importer.attachments import store_menus
from articles.choices import Status
from articles.models import Article, Conflict
from articles.publishing import (
    Verb,
    check,
    embargo_holds,
    refresh_menus,
    save,
    saving,
    shortens_embargo,
    transaction,
)


def current_value(conflict: Conflict) -> Any:
    """Return the article's value of the field today, shaped as ``ours``."""
    article = Article.objects.get(pk=conflict.article_id)
    row = FIELD_OF[conflict.field]
    return row.plain(row.current(article))[conflict.field]


@transaction()
def resolve(conflict: Conflict, choice: Conflict.Choice, by: User) -> bool:
    """Keep the article's field or take the file's; the revision before holds what was.

    Return False if somebody decided before: a decided conflict stays decided. Raises
    ``ValidationError`` if the article cannot be as the file says, such as published
    without a time, and ``VerbRefused`` if this person may not change it so; nothing is
    changed then.
    """
    # Two editors may press a button at once: the second meets the first one's decision.
    conflict.refresh_from_db(from_queryset=Conflict.objects.select_for_update())
    if conflict.choice:
        return False
    if choice == Conflict.Choice.THEIRS:
        _take_theirs(conflict, by)
    conflict.choice = choice
    conflict.resolved_by, conflict.resolved_at = by, timezone.now()
    conflict.save()
    return True


def _take_theirs(conflict: Conflict, by: User) -> None:
    article = Article.objects.select_for_update().get(pk=conflict.article_id)
    check(saving(article), article, by)
    if conflict.field == "status":
        is_public = conflict.theirs == Status.PUBLISHED
        check(Verb.PUBLISH if is_public else Verb.WITHDRAW, article, by)
    until = article.embargoed_until
    row = FIELD_OF[conflict.field]
    # A row's current values leave out the thumbnail that was not found.
    kept = {key: article.extra[key] for key in ("thumbnail",) if key in article.extra}
    values = row.plain(row.current(article)) | {conflict.field: conflict.theirs}
    labels = row.apply(article, values)
    article.extra = {**article.extra, **kept}
    article.validate_constraints()
    if shortens_embargo(until, article.embargoed_until):
        raise ValidationError(embargo_holds())
    if conflict.field == "menus" and store_menus(article, values["menus"]):
        refresh_menus()
    save(article, labels, by=by)
