"""Sum up the sources that files of an archive name, for an editor to review."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from articles.models import FoundSource, ImportedFile
from articles.publishing import evidence_of


@dataclass(frozen=True)
class SourceLine:
    """A source as files name it: ``name`` is what readers see. Of ``files``, ``holders``
    hold the notice that most of them share; ``has_disclaimer`` if it shows under all."""

    label: str
    name: str
    files: int
    holders: int
    has_disclaimer: bool
    is_guess: bool
    decision: str


def sources_of(archives: Collection[str]) -> list[SourceLine]:
    """Return the sources that files of these archives name, those of most files first.
    Four queries."""
    files = ImportedFile.objects.filter(archive__in=archives, found_source__gt=0)
    named = files.order_by().values("found_source").distinct()
    found = FoundSource.objects.filter(pk__in=named).select_related("source")
    evidence = evidence_of(found)
    lines = []
    for row in found:
        rows = [item for item in evidence[row.pk] if item.archive in archives]
        line = SourceLine(
            label=row.label,
            name=row.source.name if row.source else row.name,
            files=sum(item.files for item in rows),
            holders=sum(item.holders for item in rows),
            has_disclaimer=any(item.is_enough for item in rows),
            is_guess=row.is_guess,
            decision=row.decision,
        )
        lines.append(line)
    return sorted(lines, key=lambda line: -line.files)
