"""Decide what the archive and an editor both changed."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.importing.bringing import store_menus
from articles.importing.state import apply, state_of_article
from articles.models import Conflict
from articles.publishing import refresh_menus, save


@transaction.atomic
def resolve(conflict: Conflict, choice: Conflict.Choice, by: User) -> None:
    """Keep the article's field or take the file's. A decided conflict stays decided."""
    if conflict.choice:
        return
    if choice == Conflict.Choice.THEIRS:
        article = conflict.article
        state = state_of_article(article) | {conflict.field: conflict.theirs}
        labels = apply(state, article)
        if conflict.field == "menus" and store_menus(article, state["menus"]):
            refresh_menus()
        save(article, labels, by=by)
    conflict.choice = choice
    conflict.resolved_by, conflict.resolved_at = by, timezone.now()
    conflict.save()
