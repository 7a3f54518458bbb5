"""The position of an article in every list, and the keys of the lists."""

from __future__ import annotations

from django.db.models import Model

from articles.models import Article


def position_of(article: Article) -> str:
    """Return the article's position in every list, as text that sorts.

    The newest come first, to the second; then the highest id.
    """
    seconds = int(article.published_at.timestamp()) if article.published_at else 0
    return f"{10**11 - seconds:012d}{10**12 - article.pk:013d}"


def weight_in(key: str, article: Article) -> int | None:
    """Return what puts the article before others on the first page of the list of that
    key: its weight in a list of a category, nothing in any other."""
    _group, *label = key.split("/")
    return article.weight or None if label[:1] == ["category"] else None


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
