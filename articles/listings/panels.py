"""What panels beside every page list: the labels that readers find something under."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from articles.choices import Variant
from articles.models import (
    VISIBLE_COUNT,
    address_of,
    regional_name,
    visible_count_parameters,
)
from newsdesk.database_router import reading_connection


@dataclass(frozen=True)
class LabelName:
    """A label as lists and filters read it, without its row. ``kind`` is its model's."""

    kind: str
    name: str
    slug: str
    name_tw: str
    name_hk: str

    def regional_name(self, variant: Variant) -> str:
        """Return a category's name in a region, as ``Category.regional_name`` does."""
        if self.kind != "category":
            return ""
        return regional_name(self.name, self.name_tw, self.name_hk, variant)

    def __str__(self) -> str:
        return self.name

    def url_in(self, variant: str) -> str:
        return address_of(f"{self.kind}_detail", variant, self.slug)


@dataclass(frozen=True)
class CountedLabel(LabelName):
    """A category or a tag, and how many articles a reader finds there now."""

    visible_count: int


# All categories, looked up one by one, and the first of an index of tags: whatever joins
# them otherwise reads the row of every tag there is. A source's code is no topic.
_LABELS = f"""
    SELECT 'category', label.name, label.slug, label.name_tw, label.name_hk, {VISIBLE_COUNT}
    FROM articles_category label CROSS JOIN articles_listing
    WHERE articles_listing.category_id = label.id AND language_group = %s AND entry_count > 0
    UNION ALL
    SELECT 'tag', label.name, label.slug, '', '', {VISIBLE_COUNT}
    FROM (
        SELECT id, tag_id, entry_count FROM articles_listing
        WHERE language_group = %s AND tag_id IS NOT NULL AND entry_count > 0
        ORDER BY entry_count DESC, id LIMIT %s
    ) articles_listing CROSS JOIN articles_tag label
    WHERE label.id = articles_listing.tag_id
    AND NOT EXISTS (SELECT 1 FROM articles_source source WHERE source.slug = label.slug)
"""  # noqa: S608


def counted_labels(language_group: str, tag_count: int) -> list[CountedLabel]:
    """All categories and the most used tags under which the group's readers find
    something. One query, by hand: nearly every page asks it."""
    counted = visible_count_parameters(timezone.now())
    parameters = [*counted, language_group, *counted, language_group, tag_count]
    with reading_connection().cursor() as cursor:
        cursor.execute(_LABELS, parameters)
        labels = [CountedLabel(*row) for row in cursor.fetchall()]
    return [label for label in labels if label.visible_count > 0]
