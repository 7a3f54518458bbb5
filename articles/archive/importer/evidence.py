"""Tell from all files of a source whether a notice is its disclaimer.

A notice belongs to the article that holds it. Only where nearly all files of a source, in
one archive and language, hold the same one is it the source's, and stands under those
that lack it too (``SourceEvidence.is_enough``). What an editor wrote is never replaced.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count

from articles.archive.importer.imported_files import notice_digest
from articles.models import ImportedFile, Source, SourceEvidence
from articles.publishing import transaction

# A source, an archive and a language.
_Place = tuple[int, str, str]


@transaction()
def weigh_evidence(archives: Collection[str]) -> None:
    """Count the notices of these archives' files anew, and give or take the disclaimers
    of their sources accordingly."""
    counts = _counts(archives)
    stored = {
        (row.source_id, row.archive, row.language): row
        for row in SourceEvidence.objects.filter(archive__in=archives)
    }
    gone = [row.pk for place, row in stored.items() if place not in counts]
    SourceEvidence.objects.filter(pk__in=gone).delete()
    changed = [
        row
        for place, of_notices in counts.items()
        if (row := _weighed(place, of_notices, stored.get(place)))
    ]
    SourceEvidence.objects.bulk_create(row for row in changed if row.pk is None)
    SourceEvidence.objects.bulk_update(
        (row for row in changed if row.pk), ["notice", "files", "holders"]
    )
    sources = {place[0] for place in [*counts, *stored]}
    _give_disclaimers(Source.objects.filter(pk__in=sources))


def _counts(archives: Collection[str]) -> dict[_Place, Counter[str]]:
    """Return how many files hold which notice, by the digests of the notices. One query."""
    rows = (
        ImportedFile.objects.filter(archive__in=archives, found_source__source__gt=0)
        .exclude(article=None)
        .values_list("found_source__source", "archive", "article__language", "notice")
        .annotate(Count("pk"))
        .order_by()
    )
    counts: dict[_Place, Counter[str]] = defaultdict(Counter)
    for source, archive, language, notice, count in rows:
        counts[source, archive, language][notice] = count
    return counts


def _weighed(
    place: _Place, counts: Counter[str], row: SourceEvidence | None
) -> SourceEvidence | None:
    """Return the row to store, None if it is stored already."""
    source, archive, language = place
    files = counts.total()
    digest, holders = max(
        ((notice, count) for notice, count in counts.items() if notice),
        key=lambda found: (found[1], found[0]),
        default=("", 0),
    )
    notice = row.notice if row else ""
    if notice_digest(notice) != digest:
        notice = _text_of(digest, source, archive) if digest else ""
    values = {"notice": notice, "files": files, "holders": holders}
    if row is None:
        return SourceEvidence(
            source_id=source, archive=archive, language=language, **values
        )
    if all(getattr(row, name) == value for name, value in values.items()):
        return None
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _text_of(digest: str, source: int, archive: str) -> str:
    """Return the notice as one of these files has it. One query."""
    rows = ImportedFile.objects.filter(
        archive=archive, found_source__source=source, notice=digest
    )
    # Unordered: an order by the key reads all files of the source first.
    (footer,) = rows.order_by().values_list("footer", flat=True)[:1]
    return str(footer["disclaimer"])


def _give_disclaimers(sources: Iterable[Source]) -> None:
    """Set the disclaimers that no editor wrote to what the evidence shows."""
    for source in sources:
        enough = [row for row in source.evidence.all() if row.is_enough]
        for name, is_chinese in (("disclaimer", True), ("disclaimer_en", False)):
            if name in source.edited_disclaimers:
                continue
            rows = [
                row for row in enough if row.language.startswith("zh") is is_chinese
            ]
            best = max(rows, key=lambda row: (row.holders, row.pk), default=None)
            text = best.notice if best else ""
            if getattr(source, name) != text:
                setattr(source, name, text)
                source.save(update_fields=[name])
