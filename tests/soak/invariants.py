"""What must agree about every article at any moment between two transactions."""

from __future__ import annotations

import re
from collections import Counter

from django.core.management import CommandError, call_command
from django.db import transaction

from articles.listings import update_listings
from articles.models import Article, ListingEntry, Tag
from articles.publishing import recorded_state, state_of


class _Undone(Exception):
    pass


def broken_invariants() -> list[str]:
    """Return what does not agree, in words; nothing if all is well."""
    found: list[str] = []
    for article in Article.objects.all():
        newest = article.revisions.first()
        if newest is None:
            found.append(f"{article.pk} has no revision")
            continue
        state, recorded = state_of(article), recorded_state(newest)
        found += [
            f"{article.pk}: {name} is {state.get(name)!r:.200}, recorded "
            f"{recorded.get(name)!r:.200}"
            for name in state.keys() | recorded.keys()
            if state.get(name) != recorded.get(name)
        ]
        if article.body.strip() and not article.body_html:
            found.append(f"{article.pk} is not rendered")
        if _entries(article) != _entries_as_they_should_be(article):
            found.append(f"{article.pk} is in the wrong lists")
    keys = Counter(Tag.objects.values_list("key", flat=True))
    found += [f"tag {key} is there twice" for key, count in keys.items() if count > 1]
    try:
        call_command("check_search_index", verbosity=0)
    except CommandError as error:
        found.append(f"search index: {error}")
    return found


def _entries(article: Article) -> list[tuple[object, ...]]:
    rows = ListingEntry.objects.filter(article=article).order_by("listing__key")
    return list(rows.values_list("listing__key", "position", "public_from"))


def _entries_as_they_should_be(article: Article) -> list[tuple[object, ...]]:
    entries: list[tuple[object, ...]] = []
    try:
        with transaction.atomic():
            update_listings(article)
            entries = _entries(article)
            raise _Undone
    except _Undone:
        return entries


def tokens_in(text: str) -> set[str]:
    """Return the words that an editor of a trial typed: ``t`` and a number."""
    return set(re.findall(r"\bt\d+\b", text))
