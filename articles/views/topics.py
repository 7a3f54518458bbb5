"""Tell what an article is about from whose it is: archives file both under labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar
from urllib.parse import urlsplit

from articles.models import Article, Category, Tag
from articles.variants.engine import fold

_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{2,}")

LabelT = TypeVar("LabelT", Category, Tag)


def topics(labels: Iterable[LabelT], article: Article) -> list[LabelT]:
    """Leave out the labels that are codes of the article's source, such as fx168."""
    places = [*_names_of_source(article)]
    return [label for label in labels if not _is_code(fold(label.name), places)]


def _is_code(code: str, places: list[str]) -> bool:
    if not _CODE.fullmatch(code):
        return False
    # Without a figure it may be a word that a name happens to hold.
    has_figure = any(map(str.isdigit, code))
    return any(code == place or (has_figure and code in place) for place in places)


def _names_of_source(article: Article) -> Iterator[str]:
    """Yield the names and hosts of whose text it is, folded."""
    addresses = [article.source_url]
    if source := article.source:
        yield from (fold(source.name), fold(source.slug))
        addresses.append(source.url)
    for address in addresses:
        try:
            yield urlsplit(address).hostname or ""
        except ValueError:  # Rows may be older than the rule of their field.
            continue
