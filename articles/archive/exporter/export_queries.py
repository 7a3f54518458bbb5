"""Articles with all that a file says of them, a bounded number at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings

from articles.archive.exporter.field_values import Facts, Menu, SourceFacts, Thumbnail
from articles.models import Article, Image, Revision, TaggedArticle

# What a file never says of an article.
_DERIVED = ("body_html", "excerpt_html", "headings")
CHUNK = 200

# Which recorded fields a fact of another name is made of.
_RECORDED = {
    "source": ("source_id",),
    "thumbnail": ("thumbnail_id", "thumbnail_url"),
}


def articles(archive: str = "") -> Iterator[tuple[Article, Facts]]:
    """Every article (or one archive's), oldest first; eight queries per 200 of them."""
    chosen = Article.objects.with_labels().select_related(
        "imported_file__configuration"
    )
    chosen = (
        chosen.prefetch_related(
            "menu_entries", "thumbnail__origins", "thumbnail__remotes"
        )
        .defer(*_DERIVED)
        .order_by("pk")
    )
    if archive:
        chosen = chosen.filter(imported_file__archive=archive)
    last = 0
    while chunk := list(chosen.filter(pk__gt=last)[:CHUNK]):
        tags = _tags(chunk)
        for article in chunk:
            yield article, facts_of(article, tags[article.pk])
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


def facts_of(article: Article, tags: list[str]) -> Facts:
    """What the article says. Costs no query if it came from ``articles``."""
    values = {
        field.name: getattr(article, field.name)
        for field in Article._meta.concrete_fields
        if not field.is_relation and field.name not in _DERIVED
    }
    facts = Facts(
        values=values,
        slug=article.slug,
        body=article.body,
        categories=[str(row.category) for row in article.article_categories.all()],
        tags=tags,
        authors=[str(byline.author) for byline in article.bylines.all()],
        menus=_menus(article),
        source=_source(article),
        source_url=article.source_url,
        disclaimer=article.disclaimer,
        thumbnail=_thumbnail(article),
    )
    labels = {name: getattr(facts, name) for name in ("categories", "tags", "authors")}
    facts.recorded = partial(_recorded, article, labels)
    return facts


def _menus(article: Article) -> list[Menu]:
    entries = article.menu_entries.all()
    return [(entry.menu, entry.label, entry.weight) for entry in entries]


def _source(article: Article) -> SourceFacts | None:
    source = article.source
    if source is None:
        return None
    disclaimers = {
        "disclaimer": source.disclaimer,
        "disclaimer_en": source.disclaimer_en,
    }
    if article.language_group != "zh":
        disclaimers = dict(reversed(disclaimers.items()))
    return SourceFacts(source.name, source.slug, disclaimers, tuple(source.notices))


def _thumbnail(article: Article) -> Thumbnail:
    kept = article.extra.get("thumbnail")
    address = article.thumbnail_url or (kept if isinstance(kept, str) else "")
    if article.thumbnail is None:
        return Thumbnail(address=address)
    image = article.thumbnail
    origins = {row.origin for row in image.origins.all()}
    origins |= {row.url for row in image.remotes.all()}
    return Thumbnail(frozenset(origins), address_of(image), address)


def address_of(image: Image) -> str:
    """Where a file calls the picture: at its place in the archive's static folder, or
    where this site serves it, below which the export lays it."""
    _archive, _, path = image.origin.partition(":")
    if path.startswith("static/"):
        return path.removeprefix("static")
    return f"{settings.MEDIA_URL}{image.file.name}"


def _recorded(article: Article, labels: dict[str, list[str]]) -> frozenset[str]:
    """The fields that hold what the import stored, as far as the revisions tell.

    A query. An import that found an editor's work records that too: then nothing is
    certain, and reading the file decides alone.
    """
    revisions = Revision.objects.filter(article=article).order_by("pk")
    rows = list(revisions.values_list("reason", "fields"))
    imports = [n for n, row in enumerate(rows) if row[0] == Revision.Reason.IMPORT]
    if not imports or len(imports) != imports[-1] + 1:
        return frozenset()
    then: dict[str, Any] = rows[imports[-1]][1]
    same = {name for name, value in then.items() if _is(value, article, labels, name)}
    return frozenset(
        same | {name for name, parts in _RECORDED.items() if same.issuperset(parts)}
    )


def _is(then: Any, article: Article, labels: dict[str, list[str]], name: str) -> bool:
    """Whether a field is still what a revision recorded."""
    if name in labels:
        return bool(labels[name] == then)
    now = getattr(article, name, None)
    if isinstance(now, datetime) and isinstance(then, str):
        return now == datetime.fromisoformat(then)  # Of whatever zone.
    return bool(now == then)


def path_of(article: Article) -> PurePosixPath:
    """Where an article that was born here lies: below its variant, by its slug."""
    name = article.slug
    if len(name.encode()) > 200:  # A file's name has 255 bytes.
        name = f"{name.encode()[:180].decode('utf-8', 'ignore')}-{article.pk}"
    return PurePosixPath("content", article.variant, "articles", f"{name}.md")
