"""Read articles for what is open in them, and keep it."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import IntegrityError
from django.db.models import QuerySet

from articles.choices import ChineseVariant, Variant
from articles.models import Article, OpenAmbiguities
from articles.outages import DATABASE_OUTAGES
from articles.variants.conversions import Rules, ambiguities_of, conversion_of, rules_at
from articles.variants.engine import Ambiguity

logger = logging.getLogger(__name__)

# Nobody decides more of one article in a row; its own page lists all.
MOST_OF_AN_ARTICLE = 100
# Some sentences never end.
_AROUND = 60
_BATCH = 100
_OBJECT = "\ufffc"  # Code or another language inside a sentence.


def surroundings(sentence: str, offset: int) -> tuple[str, str, str]:
    """Cut a sentence to what an editor reads: before the character, itself, after it."""
    start, end = max(offset - _AROUND, 0), offset + 1 + _AROUND
    before = sentence[start:offset].replace(_OBJECT, "…")
    after = sentence[offset + 1 : end].replace(_OBJECT, "…")
    return (
        f"…{before}" if start else before,
        sentence[offset : offset + 1],
        f"{after}…" if end < len(sentence) else after,
    )


def read(article: Article, rules: Rules, version: int) -> OpenAmbiguities:
    """Make the row of the article, without storing it.

    Converts it twice for each variant; no query where categories and choices were
    prefetched.
    """
    places: dict[tuple[Any, ...], dict[str, Any]] = {}
    for variant in map(Variant, ChineseVariant.values):
        conversion = conversion_of(article, variant, rules)
        for ambiguity in ambiguities_of(article, variant, conversion).open:
            # Variants that print and offer the same are decided at once.
            same = (ambiguity.key, ambiguity.chosen, ambiguity.alternatives)
            place = places.setdefault(same, _place(ambiguity))
            place["variants"].append(variant.value)
    found = list(places.values())[:MOST_OF_AN_ARTICLE]
    open_in = {variant for place in found for variant in place["variants"]}
    return OpenAmbiguities(
        article_id=article.pk,
        text_digest=article.text_digest,
        conversion_version=version,
        open_in=" ".join(sorted(open_in)),
        found=found,
    )


def _place(ambiguity: Ambiguity) -> dict[str, Any]:
    before, source, after = surroundings(ambiguity.sentence, ambiguity.offset)
    return {
        "key": ambiguity.key,
        "variants": [],
        "before": before,
        "source": source,
        "after": after,
        "chosen": ambiguity.chosen,
        "others": list(ambiguity.alternatives),
    }


def articles_to_read(pks: Iterable[int]) -> Iterator[Article]:
    """Load articles with all that reading them asks for, in the order of the numbers."""
    wanted = list(pks)
    rows = Article.objects.filter(pk__in=wanted)
    rows = rows.defer("disclaimer", "extra", "headings")
    prefetched = rows.prefetch_related("article_categories", "conversion_choices")
    articles = {article.pk: article for article in prefetched}
    for pk in wanted:
        if pk in articles:  # Else somebody deleted it meanwhile.
            yield articles[pk]


def settled_before(version: int) -> QuerySet[OpenAmbiguities]:
    """Choose the articles in which nothing was open by the rules before this version."""
    settled = OpenAmbiguities.objects.filter(open_in="", conversion_version__lt=version)
    return settled.order_by("-conversion_version", "-article")


def read_all(version: int) -> Iterator[int]:
    """Read every Chinese article that was not read as it is, by the rules of the version.

    Yield how many were looked at since the last time; each batch is stored by itself, so
    this can be stopped and begun again.
    """
    rules = rules_at(version)
    last = 0
    chinese = Article.objects.filter(language__startswith="zh").order_by("pk")
    while batch := list(
        chinese.filter(pk__gt=last).values_list("pk", "text_digest")[:_BATCH]
    ):
        last = batch[-1][0]
        rows = OpenAmbiguities.objects.filter(
            article__in=[pk for pk, _digest in batch], conversion_version=version
        )
        current = set(rows.values_list("pk", "text_digest"))
        stale = [pk for pk, digest in batch if (pk, digest) not in current]
        keep([read(article, rules, version) for article in articles_to_read(stale)])
        yield len(batch)


def keep(rows: Sequence[OpenAmbiguities]) -> None:
    """Store what was found, in place of what was found before."""
    try:
        OpenAmbiguities.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["article"],
            update_fields=["text_digest", "conversion_version", "open_in", "found"],
        )
    except (*DATABASE_OUTAGES, IntegrityError):
        # An import holds the database, its disk is full, or an article went away: the
        # editor has the page all the same, and the next one stores it.
        logger.warning("What is open in %d articles could not be stored", len(rows))
