"""Tell from all files of a source whether a notice is its disclaimer.

A notice belongs to the article that holds it. Only where nearly all files of a source, in
one archive and language, hold the same one is it the source's, and stands under those
that lack it too (``SourceEvidence.is_enough``). What an editor wrote is never replaced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Count, Min, Q, QuerySet

from articles.models import FoundSource, ImportedFile, Source, SourceEvidence
from articles.publishing.transactions import transaction

# The key of a source, or of how files name one; an archive and a language.
_Place = tuple[int, str, str]


class _Notice(NamedTuple):
    """The number of files that hold a notice, its digest (empty for no notice), and one
    of the files."""

    files: int
    digest: str
    sample: int


class _Shown(NamedTuple):
    """The notice that most files hold, the number of files, and of those that hold it."""

    notice: str
    files: int
    holders: int


@transaction()
def weigh_evidence(
    archives: Collection[str] = (), sources: Collection[Source] = ()
) -> None:
    """Count the notices of these archives' and these sources' files anew, and give or take
    the disclaimers of the sources accordingly."""
    files = ImportedFile.objects.filter(
        Q(archive__in=archives) | Q(found_source__source__in=sources)
    )
    shown = _shown(files, "found_source__source")
    stored = {
        (row.source_id, row.archive, row.language): row
        for row in SourceEvidence.objects.filter(
            Q(archive__in=archives) | Q(source__in=sources)
        )
    }
    gone = [row.pk for place, row in stored.items() if place not in shown]
    SourceEvidence.objects.filter(pk__in=gone).delete()
    new, changed = [], []
    for place, found in shown.items():
        row = stored.get(place)
        if row is None:
            new.append(_row(place, found))
        elif (row.notice, row.files, row.holders) != found:
            row.notice, row.files, row.holders = found
            changed.append(row)
    SourceEvidence.objects.bulk_create(new)
    SourceEvidence.objects.bulk_update(changed, _Shown._fields)
    concerned = {place[0] for place in [*shown, *stored]}
    _give_disclaimers(Source.objects.filter(pk__in=concerned))


def evidence_of(found: Iterable[FoundSource]) -> dict[int, list[SourceEvidence]]:
    """Return what the files of each found source show, by its id: rows for each archive
    and language that are not stored, most files first. Two queries."""
    files = ImportedFile.objects.filter(found_source__in=[row.pk for row in found])
    evidence: dict[int, list[SourceEvidence]] = defaultdict(list)
    for (pk, archive, language), shown in _shown(files, "found_source").items():
        evidence[pk].append(_row((0, archive, language), shown))
    for rows in evidence.values():
        rows.sort(key=lambda row: (-row.files, row.archive, row.language))
    return evidence


def _row(place: _Place, shown: _Shown) -> SourceEvidence:
    source, archive, language = place
    return SourceEvidence(
        source_id=source, archive=archive, language=language, **shown._asdict()
    )


def _shown(files: QuerySet[ImportedFile], key: str) -> dict[_Place, _Shown]:
    """Return what files show, by the key that they name and their place. Two queries."""
    counted = (
        files.filter(**{f"{key}__gt": 0})
        .exclude(article=None)
        .values_list(key, "archive", "article__language", "notice")
        .annotate(Count("pk"), Min("pk"))
        .order_by()
    )
    held: dict[_Place, list[_Notice]] = defaultdict(list)
    for named, archive, language, digest, count, sample in counted:
        held[named, archive, language].append(_Notice(count, digest, sample))
    best = {
        place: max((notice for notice in notices if notice.digest), default=None)
        for place, notices in held.items()
    }
    samples = [notice.sample for notice in best.values() if notice]
    rows = ImportedFile.objects.filter(pk__in=samples).values_list("pk", "footer")
    texts = {pk: str((footer or {}).get("disclaimer", "")) for pk, footer in rows}
    return {
        place: _Shown(
            texts[notice.sample] if notice else "",
            sum(other.files for other in held[place]),
            notice.files if notice else 0,
        )
        for place, notice in best.items()
    }


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
