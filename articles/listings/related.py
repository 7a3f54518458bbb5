"""Find what else the readers of an article may want: what shares its labels, near in time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from articles.listings.paging import LINK_FIELDS
from articles.listings.positions import listing_key
from articles.models import Article, Category, Tag, within_sql

RELATED_COUNT = 4
# Of the lists of its first labels, so many entries before it and after it are looked at.
_MOST_CATEGORIES, _MOST_TAGS, _STRETCH = 2, 8, 12
# What a shared label says, before it is known how many others share it.
_CATEGORY_POINTS, _TAG_POINTS = 1.0, 2.0
# At that distance in time, what is shared counts half.
_HALVED_AFTER = 30 * 24 * 3600  # Seconds.

# Stretches of a covering index, whatever the lists hold: no list is read or sorted whole.
# A label on everything says little.
_BESIDE = f"""
    SELECT * FROM (
        SELECT article_id, position, %s * 1000.0 / (1000 + (
            SELECT entry_count FROM articles_listing WHERE key = %s
        )) AS points
        FROM articles_listingentry
        WHERE listing_id = (SELECT id FROM articles_listing WHERE key = %s)
            AND position {{}} %s AND {within_sql("articles_listingentry")}
        ORDER BY position {{}} LIMIT %s
    ) beside
"""  # noqa: S608
# A position begins with seconds.
_RELATED = """
    SELECT {columns} FROM articles_article
    JOIN (
        SELECT article_id, SUM(points) / (
            1 + MIN(ABS(CAST(SUBSTR(position, 1, 12) AS BIGINT) - %s)) / %s
        ) AS nearness
        FROM ({stretches}) stretches GROUP BY article_id
    ) found ON found.article_id = articles_article.id
    WHERE articles_article.id NOT IN ({excluded})
        AND (translation_key = '' OR translation_key <> %s)
    ORDER BY nearness DESC, articles_article.id DESC LIMIT %s
"""
_COLUMNS = ", ".join(f"articles_article.{name}" for name in ("id", *LINK_FIELDS))


def related(
    article: Article,
    categories: Sequence[Category],
    tags: Sequence[Tag],
    excluded: Collection[int] = (),
) -> list[Article]:
    """Return what shares most with the article and is nearest to it in time, best first.

    Never another version of its text, nor what is ``excluded``, by number: what the page
    links to anyway. Articles have the fields that a link needs. One query, by hand.
    """
    labels: list[tuple[Model, float]] = [
        *((category, _CATEGORY_POINTS) for category in categories[:_MOST_CATEGORIES]),
        *((tag, _TAG_POINTS) for tag in tags[:_MOST_TAGS]),
    ]
    labels = [(label, points) for label, points in labels if label.pk]
    if not labels:
        return []
    now = timezone.now()
    seconds = 10**11 - int((article.published_at or now).timestamp())
    here = f"{seconds:012d}"
    moment = connection.ops.adapt_datetimefield_value(now)
    stretches: list[str] = []
    parameters: list[Any] = [seconds, float(_HALVED_AFTER)]
    for label, points in labels:
        key = listing_key(article.language_group, label)
        for direction in ((">", ""), ("<", "DESC")):
            stretches.append(_BESIDE.format(*direction))
            parameters += [points, key, key, here, moment, moment, _STRETCH]
    numbers = {article.pk or 0, *excluded}
    query = _RELATED.format(
        columns=_COLUMNS,
        stretches=" UNION ALL ".join(stretches),
        excluded=", ".join("%s" for _number in numbers),
    )
    parameters += [*numbers, article.translation_key, RELATED_COUNT]
    return list(Article.objects.raw(query, parameters))
