"""The position of an article in every list, and the keys of the lists."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Model
from django.utils import timezone

from articles.models import Article

# In seconds: positions count down from here, so that the newest stands first.
COUNTDOWN_FROM = 10**11

_MONTH = "month"


def position_of(article: Article) -> str:
    """Return the article's position in every list, as text that sorts.

    The newest come first, to the second; then the highest id.
    """
    seconds = (
        _countdown(article.published_at) if article.published_at else COUNTDOWN_FROM
    )
    return f"{seconds:012d}{10**12 - article.pk:013d}"


def weight_in(key: str, article: Article) -> int | None:
    """Return what puts the article before others on the first page of the list of that
    key: its weight in a list of a category, nothing in any other."""
    _group, *label = key.split("/")
    return article.weight or None if label[:1] == ["category"] else None


def stretch_of(start: datetime, end: datetime) -> tuple[str, str]:
    """Return the positions between which articles of that time stand; neither end is
    among them."""
    return f"{_countdown(end) + 1:012d}", f"{_countdown(start) + 1:012d}"


def _countdown(moment: datetime) -> int:
    return COUNTDOWN_FROM - int(moment.timestamp())


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


def month_key(article: Article) -> str:
    """Return the key of the list of its month, by the site's clock."""
    published = timezone.localtime(article.published_at)
    return (
        f"{article.language_group}/{_MONTH}/{published.year:04d}-{published.month:02d}"
    )


def month_of(key: str) -> str:
    """Return the month, ``2025-02``, whose list the key is of; empty for another list."""
    _group, _slash, label = key.partition("/")
    return label.removeprefix(f"{_MONTH}/") if label.startswith(f"{_MONTH}/") else ""
