"""Take the sample articles of a new site away, with all that nothing else uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction as database_transaction
from django.db.models import ForeignObjectRel, Model, Q, QuerySet

import articles
from articles import images
from articles.archive.importer.old_addresses import SAMPLES
from articles.models import (
    Article,
    Author,
    Category,
    FooterPattern,
    FormerFile,
    FoundSource,
    Image,
    ImageOrigin,
    ImageReference,
    ImportedFile,
    Label,
    LabelTombstone,
    Listing,
    MenuEntry,
    Redirect,
    Source,
    SourceEvidence,
    Tag,
    kind_of,
)
from articles.publishing import (
    delete,
    delete_labels,
    delete_menu_entries,
    labels_of,
    transaction,
)

SAMPLE_ARCHIVE = Path(articles.__file__).parent / SAMPLES
# These rows follow from others, and go with a label.
_DERIVED: tuple[type[Model], ...] = (Listing, Redirect, SourceEvidence)
_KINDS: dict[type[Model], str] = {
    Author: "authors",
    Category: "categories",
    Source: "sources",
    Tag: "tags",
}
_EDITED = "an editor changed it"


@dataclass
class RemovedSamples:
    """How many records went, by kind in the plural; and what stayed, each as
    its name and the reason."""

    counts: Counter[str] = field(default_factory=Counter)
    kept: list[tuple[str, str]] = field(default_factory=list)


def sample_articles() -> QuerySet[Article]:
    """Select the articles of the archive that a new site is filled with."""
    files = (SAMPLE_ARCHIVE / "content").rglob("*.*")
    paths = [file.relative_to(SAMPLE_ARCHIVE).as_posix() for file in files]
    return Article.objects.filter(
        imported_file__archive=SAMPLE_ARCHIVE.name, imported_file__path__in=paths
    )


@transaction()
def remove_samples() -> RemovedSamples:
    """Delete the sample articles that no editor changed, and the labels, sources and
    pictures that only they used."""
    removed = RemovedSamples()
    labels: set[Label] = set()
    for article in sample_articles().order_by("pk"):
        if reason := _reason_to_keep(article):
            removed.kept.append((article.title, reason))
            continue
        has = labels_of(article)
        labels |= {*has.categories, *has.tags, *has.authors}
        labels |= {article.source} if article.source else set()
        ImportedFile.objects.filter(article=article).delete()
        Redirect.objects.leading_to(article).delete()
        delete(article)
        _forget_address(article)
        removed.counts["articles"] += 1
    sources = [label for label in labels if isinstance(label, Source)]
    found = FoundSource.objects.filter(source__in=sources, decision="")
    found.filter(imported_files=None).delete()
    _remove_labels(labels, removed)
    if not sample_articles().exists():
        FooterPattern.objects.filter(archive=SAMPLE_ARCHIVE.name).delete()
        ImageReference.objects.filter(archive=SAMPLE_ARCHIVE.name).delete()
    _remove_pictures(removed)
    return removed


def _reason_to_keep(article: Article) -> str:
    if article.revisions.by_editors().exists():
        return _EDITED
    rows = (article.overrides, article.conversion_choices, article.terms)
    if _was_edited([article]) or any(rows_of.exists() for rows_of in rows):
        return _EDITED
    if _was_edited(article.menu_entries.all()):
        return "an editor changed its line in a menu"
    return ""


def _was_edited(records: Iterable[Model]) -> bool:
    """Tell whether an editor saved one of these records in the admin."""
    return any(
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(record),
            object_id=str(record.pk),
        ).exists()
        for record in records
    )


def _remove_labels(labels: Iterable[Label], removed: RemovedSamples) -> None:
    unused = [label for label in labels if not any(_uses(label))]
    for label in sorted(unused, key=str):
        if _was_edited([label]):
            removed.kept.append((str(label), _EDITED))
            continue
        Redirect.objects.leading_to(label).delete()
        gone = LabelTombstone.objects.filter(kind=kind_of(label), old_id=label.pk)
        delete_labels([label])
        gone.delete()
        _forget_address(label)
        removed.counts[_KINDS[type(label)]] += 1


def _forget_address(page: Article | Label) -> None:
    """Let nothing stand at a page's address, and no menu lead there: nobody knows those of
    samples."""
    own_path = Redirect.page_path(kind_of(page), page.slug)
    Redirect.objects.filter(path=own_path).delete()
    if lines := [*MenuEntry.objects.filter(url=own_path.removeprefix("/*"))]:
        delete_menu_entries(lines)


def _uses(record: Model, *but: type[Model]) -> Iterator[bool]:
    """Yield for each kind of record that may refer to this one whether some do."""
    for relation in record._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and not relation.many_to_many:
            model, name = relation.related_model, relation.field.name
            if model not in {*_DERIVED, *but}:
                yield model._default_manager.filter(**{name: record}).exists()


def _remove_pictures(removed: RemovedSamples) -> None:
    ours = Q(origin__startswith=f"{SAMPLE_ARCHIVE.name}:")
    for image in Image.objects.filter(ours).order_by("pk"):
        is_elsewhere = ImageOrigin.objects.filter(image=image).exclude(ours).exists()
        if is_elsewhere or any(_uses(image, ImageOrigin, FormerFile)):
            continue
        if _was_edited([image]):
            removed.kept.append((str(image), _EDITED))
            continue
        files = images.files_of(image)
        image.delete()
        removed.counts["images"] += 1
        database_transaction.on_commit(partial(images.delete_unused, files))
