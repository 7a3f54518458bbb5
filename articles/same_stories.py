"""Find articles that are probably one story: of another outlet, or in another script.

Of each text, folded to one script, the lowest hashes of its shingles are kept: the share
of them that two texts have in common is about the share of the texts themselves (Broder's
min-wise sketches). Only texts with one of their very lowest in common are compared, so a
run over 100,000 articles compares no more than a few for each.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator
from heapq import nsmallest
from itertools import combinations
from zlib import crc32

from django.db.models import F

from articles.models import Article, SameStory, StorySketch
from articles.rendering import plain_text
from articles.variants.engine import fold

# Characters of a shingle: fewer where each says more.
_CHINESE_SHINGLE = 5
_OTHER_SHINGLE = 16
# A shorter text is a notice or a table, and equal to many.
_SHORTEST = 150
_NUMBERS = 64
# The lowest ones, of which near-equal texts have at least one in common.
_KEYS = 6
# A number in more texts than this comes from what a source prints under each.
_MOST_WITH_KEY = 50
_ALIKE_PERCENT = 50
_BATCH = 500
_NOT_WORDS = re.compile(r"[\W_]+")

_Pair = tuple[int, int]


def find_same_stories() -> Iterator[int]:
    """Sketch the texts that are new or read otherwise, then store the probable pairs.

    Yield after each batch the number of texts that were sketched. What an editor decided
    stays; an undecided pair that is no longer alike goes.
    """
    changed: set[int] = set()
    for ids in _batches():
        changed.update(ids)
        yield len(ids)
    if not changed:
        return
    pairs = _pairs(changed)
    known: set[_Pair] = set()
    for pair in SameStory.objects.all():
        ids_of = pair.first_id, pair.second_id
        known.add(ids_of)
        if not (pair.decision or changed.isdisjoint(ids_of) or ids_of in pairs):
            pair.delete()
    SameStory.objects.bulk_create(
        (
            SameStory(first_id=first, second_id=second, percent=percent)
            for (first, second), percent in pairs.items()
            if (first, second) not in known
        ),
        batch_size=_BATCH,
        ignore_conflicts=True,  # Another run may have found it at the same moment.
    )


def count_unsketched() -> int:
    """Return the number of texts that a run would have to read."""
    return Article.objects.exclude(story_sketch__text_digest=F("text_digest")).count()


def sketch(html: str, language: str) -> list[int]:
    """Return the lowest hashes of a body's shingles; none for a short text."""
    text = _NOT_WORDS.sub("", fold(plain_text(html)))
    if len(text) < _SHORTEST:
        return []
    size = _CHINESE_SHINGLE if language.startswith("zh") else _OTHER_SHINGLE
    content = text.encode("utf-32-le")
    shingles = {
        content[start : start + 4 * size]
        for start in range(0, len(content) - 4 * size + 4, 4)
    }
    return nsmallest(_NUMBERS, set(map(crc32, shingles)))


def likeness(numbers: set[int], others: set[int]) -> int:
    """Return the share, in per cent, that two sketched texts have in common."""
    lowest = nsmallest(_NUMBERS, numbers | others)
    both = numbers & others
    return 100 * sum(number in both for number in lowest) // max(len(lowest), 1)


def _batches() -> Iterator[list[int]]:
    """Sketch a batch of texts at a time; yield their articles' ids."""
    after = 0
    unsketched = Article.objects.exclude(story_sketch__text_digest=F("text_digest"))
    while True:
        rows = unsketched.filter(pk__gt=after).order_by("pk")
        batch = list(
            rows.values_list("pk", "body_html", "language", "text_digest")[:_BATCH]
        )
        if not batch:
            return
        StorySketch.objects.bulk_create(
            (
                StorySketch(
                    article_id=pk,
                    text_digest=digest,
                    numbers=array("I", sketch(html, language)).tobytes(),
                )
                for pk, html, language, digest in batch
            ),
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["text_digest", "numbers"],
        )
        after = batch[-1][0]
        yield [pk for pk, *_rest in batch]


def _pairs(changed: set[int]) -> dict[_Pair, int]:
    """Return how alike the pairs are of which one text is among the changed ones."""
    sketches: dict[int, bytes] = {}
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for pk, content in StorySketch.objects.values_list("pk", "numbers").iterator():
        sketches[pk] = bytes(content)
        for number in _numbers(sketches[pk])[:_KEYS]:
            holders[number].append(pk)
    candidates = {
        (min(pair), max(pair))
        for ids in holders.values()
        if 1 < len(ids) <= _MOST_WITH_KEY
        for pair in combinations(ids, 2)
        if not changed.isdisjoint(pair)
    }
    alike = {
        (first, second): percent
        for first, second in candidates
        if (percent := _likeness_of(sketches[first], sketches[second]))
        >= _ALIKE_PERCENT
    }
    return {pair: alike[pair] for pair in _of_two_outlets(set(alike))}


def _numbers(content: bytes) -> array[int]:
    return array("I", content)


def _likeness_of(content: bytes, other: bytes) -> int:
    return likeness(set(_numbers(content)), set(_numbers(other)))


def _of_two_outlets(pairs: set[_Pair]) -> Iterator[_Pair]:
    """Keep the pairs of two sources, archives or languages that are not known to be
    versions of one text."""
    ids = sorted({pk for pair in pairs for pk in pair})
    rows: dict[int, tuple[object, ...]] = {}
    keys: dict[int, str] = {}
    for start in range(0, len(ids), _BATCH):
        found = Article.objects.filter(pk__in=ids[start : start + _BATCH]).values_list(
            "pk", "source", "imported_file__archive", "language", "translation_key"
        )
        for pk, *place, key in found:
            rows[pk], keys[pk] = tuple(place), key
    for first, second in pairs:
        if not {first, second} <= rows.keys() or rows[first] == rows[second]:
            continue
        if not keys[first] or keys[first] != keys[second]:
            yield first, second
