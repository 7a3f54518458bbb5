"""The place of an article in every list, and the names of the lists."""

from __future__ import annotations

from django.db.models import Model

from articles.models import Article


def position_of(article: Article) -> str:
    """Where the article stands in every list, as text that sorts.

    Weights come first, lowest first and zero last; then the newest, to the second;
    then the highest id.
    """
    weight = article.weight
    rank = min(max(weight + 2**31, 0), 2**32 - 2) if weight else 2**32 - 1
    seconds = int(article.published_at.timestamp()) if article.published_at else 0
    return f"{rank:010d}{10**11 - seconds:012d}{10**12 - article.pk:013d}"


def listing_key(language_group: str, label: Model | None = None) -> str:
    """The key of a family's list for a category, tag, author or source, or of all."""
    if label is None:
        return language_group
    return f"{language_group}/{label._meta.model_name}/{label.pk}"
