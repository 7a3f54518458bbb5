"""Texts with all that their files say of them, a bounded number at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any, TypeVar

from django.db.models import QuerySet

from articles.archive.fields import Values, current_values, untouched
from articles.models import (
    Article,
    ImportedFile,
    ImportedListPage,
    ListPage,
    TaggedArticle,
)

_RowsT = TypeVar("_RowsT", bound=QuerySet[Any])

CHUNK = 200

# An article, its values now, and a query for the fields that nobody touched.
Exported = tuple[Article, Values, Callable[[], frozenset[str]]]


def articles(archive: str = "") -> Iterator[Exported]:
    """Yield every article that is exported, or one archive's, oldest first; nine queries
    per 200."""
    chosen = (
        Article.objects.exported()
        .with_labels()
        .select_related("imported_file__configuration", "imported_file__found_source")
        .prefetch_related("menu_entries", "thumbnail__origins", "thumbnail__remotes")
        .prefetch_related("source__found_sources")
        .defer("body_html", "excerpt_html", "headings")
        .order_by("pk")
    )
    chosen = _of_archive(chosen, archive)
    last = 0
    while chunk := list(chosen.filter(pk__gt=last)[:CHUNK]):
        tags = _tags(chunk)
        for article in chunk:
            labels = _labels(article, tags[article.pk])
            now = current_values(article, labels)
            yield article, now, partial(untouched, article, labels)
        last = chunk[-1].pk


def list_pages(archive: str = "") -> Iterator[ListPage]:
    """Yield every list page, or one archive's. One query."""
    rows = _of_archive(ListPage.objects.all(), archive).select_related(
        "imported_file__configuration", "category", "tag", "author"
    )
    return rows.defer("body_html").order_by("pk").iterator(CHUNK)


def count(archive: str = "") -> int:
    """Count the articles and list pages."""
    articles = Article.objects.exported()
    return (
        _of_archive(articles, archive).count()
        + _of_archive(ListPage.objects.all(), archive).count()
    )


def archives() -> set[str]:
    """Return the names of the archives that texts came from."""
    names = ImportedFile.objects.order_by().values_list("archive")
    pages = ImportedListPage.objects.order_by().values_list("archive")
    return {name for (name,) in names.union(pages)}


def _of_archive(rows: _RowsT, archive: str) -> _RowsT:
    return rows.filter(imported_file__archive=archive) if archive else rows


def _tags(chunk: list[Article]) -> dict[int, list[str]]:
    # Not by prefetching: the order of the rows is the order as written.
    tags: dict[int, list[str]] = defaultdict(list)
    rows = TaggedArticle.objects.filter(content_object__in=chunk).order_by("pk")
    for article_id, name in rows.values_list("content_object_id", "tag__name"):
        tags[article_id].append(name)
    return tags


def _labels(article: Article, tags: list[str]) -> Values:
    categorised, bylines = article.article_categories.all(), article.bylines.all()
    return {
        "categories": [
            str(article_category.category) for article_category in categorised
        ],
        "tags": tags,
        "authors": [str(byline.author) for byline in bylines],
    }


def path_of(article: Article) -> PurePosixPath:
    """Return the place of an article that was born here: below its variant, by slug."""
    name = article.slug
    if len(name.encode()) > 200:  # A file's name has 255 bytes.
        name = f"{name.encode()[:180].decode('utf-8', 'ignore')}-{article.pk}"
    return PurePosixPath("content", article.variant, "articles", f"{name}.md")
