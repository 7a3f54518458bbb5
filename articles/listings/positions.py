"""The position of an article in every list, and the keys of the lists."""

from __future__ import annotations

from django.db.models import Model

from articles.models import Article


def position_of(article: Article) -> str:
    """Return the article's position in every list, as text that sorts.

    Weights come first, lowest first and zero last; then the newest, to the second;
    then the highest id.
    """
    weight = article.weight
    rank = min(weight + 2**31, 2**32 - 2) if weight else 2**32 - 1
    seconds = int(article.published_at.timestamp()) if article.published_at else 0
    return f"{rank:010d}{10**11 - seconds:012d}{10**12 - article.pk:013d}"


def listing_key(language_group: str, label: Model | None = None) -> str:
    """Return the key of a language group's list for a label, or of all its articles.

    The label is a category, tag, author or source.
    """
    if label is None:
        return language_group
    return label_key(language_group, str(label._meta.model_name), label.pk)


def label_key(language_group: str, kind: str, pk: int) -> str:
    """Return the key of a list by the kind of its label, ``tag``, and the label's key."""
    return f"{language_group}/{kind}/{pk}"
