"""Suggest the tags whose names stand in a text."""

from __future__ import annotations

import time
from collections.abc import Collection
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind
from django.db.models import Count, Max

from articles.models import Tag

_MOST = 8
# What a story is about stands in its beginning.
_LONGEST_TEXT = 50_000
# A tag of one character, or a year, stands in texts by chance.
_SHORTEST = 2
# A tag that got another name is found by it after so many seconds at the latest.
_KEPT_FOR = 600


def suggested_tags(title: str, body: str, chosen: Collection[str]) -> list[str]:
    """Return the names of tags that stand in the text in any script and are not chosen.

    Those of the title come first, then those that stand there oftenest. Two queries, and
    a third that reads all keys where there are new tags.
    """
    found = _counts(title, body)
    for name in chosen:
        found.pop(Tag.key_of(name), None)
    best = sorted(found, key=lambda key: (found[key], len(key)), reverse=True)[:_MOST]
    names = dict(Tag.objects.filter(key__in=best).values_list("key", "name"))
    return [names[key] for key in best if key in names]


def _counts(title: str, body: str) -> dict[str, tuple[bool, int]]:
    """Map each key that stands in the text to whether the title has it, and how often."""
    state = Tag.objects.aggregate(count=Count("pk"), newest=Max("pk"))
    if not state["count"]:
        return {}
    keys, automaton = _automaton(
        state["count"], state["newest"], int(time.time() / _KEPT_FOR)
    )
    found: dict[str, tuple[bool, int]] = {}
    for text, is_title in ((title, True), (body[:_LONGEST_TEXT], False)):
        folded = Tag.fold_spaces(text)
        for number, start, end in automaton.find_matches_as_indexes(folded):
            if _stands_alone(folded, start, end):
                in_title, count = found.get(keys[number], (False, 0))
                found[keys[number]] = in_title or is_title, count + 1
    return found


@lru_cache(maxsize=1)
def _automaton(_count: int, _newest: int, _hour: int) -> tuple[list[str], AhoCorasick]:
    rows = Tag.objects.values_list("key", flat=True)
    keys = [key for key in rows if len(key) >= _SHORTEST and not key.isdigit()]
    return keys, AhoCorasick(keys, matchkind=MatchKind.LeftmostLongest)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether no Latin word or figure goes on beyond the place: AI in 5G AI, not in
    train."""
    return not (_goes_on(text, start - 1, start) or _goes_on(text, end - 1, end))


def _goes_on(text: str, before: int, behind: int) -> bool:
    if before < 0 or behind >= len(text):
        return False
    pair = text[before] + text[behind]
    return pair.isascii() and pair.isalnum()
