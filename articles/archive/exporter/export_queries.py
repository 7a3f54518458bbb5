"""Articles with all that a file says of them, a bounded number at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath

from articles.archive.fields import Values, current_values, untouched
from articles.models import Article, TaggedArticle

CHUNK = 200

# An article, what it says now, and a question for the fields that nobody touched.
Exported = tuple[Article, Values, Callable[[], frozenset[str]]]


def articles(archive: str = "") -> Iterator[Exported]:
    """Every article (or one archive's), oldest first; eight queries per 200 of them."""
    chosen = Article.objects.with_labels().select_related(
        "imported_file__configuration"
    )
    chosen = (
        chosen.prefetch_related(
            "menu_entries", "thumbnail__origins", "thumbnail__remotes"
        )
        .defer("body_html", "excerpt_html", "headings")
        .order_by("pk")
    )
    if archive:
        chosen = chosen.filter(imported_file__archive=archive)
    last = 0
    while chunk := list(chosen.filter(pk__gt=last)[:CHUNK]):
        tags = _tags(chunk)
        for article in chunk:
            labels = _labels(article, tags[article.pk])
            now = current_values(article, labels)
            yield article, now, partial(untouched, article, labels)
        last = chunk[-1].pk


def count(archive: str = "") -> int:
    chosen = Article.objects.all()
    return (
        chosen.filter(imported_file__archive=archive) if archive else chosen
    ).count()


def _tags(chunk: list[Article]) -> dict[int, list[str]]:
    # Not by prefetching: the order of the rows is the order as written.
    tags: dict[int, list[str]] = defaultdict(list)
    rows = TaggedArticle.objects.filter(content_object__in=chunk).order_by("pk")
    for article_id, name in rows.values_list("content_object_id", "tag__name"):
        tags[article_id].append(name)
    return tags


def _labels(article: Article, tags: list[str]) -> Values:
    filed, bylines = article.article_categories.all(), article.bylines.all()
    return {
        "categories": [str(article_category.category) for article_category in filed],
        "tags": tags,
        "authors": [str(byline.author) for byline in bylines],
    }


def path_of(article: Article) -> PurePosixPath:
    """Where an article that was born here lies: below its variant, by its slug."""
    name = article.slug
    if len(name.encode()) > 200:  # A file's name has 255 bytes.
        name = f"{name.encode()[:180].decode('utf-8', 'ignore')}-{article.pk}"
    return PurePosixPath("content", article.variant, "articles", f"{name}.md")
