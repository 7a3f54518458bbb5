"""Import files and folders: find, read and store each file, and say what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from articles.importing.discovery import Found, find
from articles.importing.outcomes import (
    Action,
    Level,
    Outcome,
    Problem,
    Problems,
    Refused,
)
from articles.importing.reading import Settings, read
from articles.importing.storing import digest_of, read_file, store
from articles.models import Original

_SECTION = "A section's own page: it describes a list and is no article."


def import_paths(
    paths: list[Path], *, known_widgets: Collection[str] = ()
) -> tuple[int, Iterator[Outcome]]:
    """How many files there are, and one outcome per file, in order, as they are done.

    One bad file never stops the rest. Importing the same files again changes
    nothing: a file is known by its archive and its path below the archive's root.
    """
    found = list(find(paths))
    import_settings = Settings(ZoneInfo(settings.TIME_ZONE), known_widgets)
    return len(found), _import_all(found, import_settings)


def _import_all(found: list[Found], import_settings: Settings) -> Iterator[Outcome]:
    known: dict[str, dict[str, str]] = {}
    for one in found:
        if one.archive not in known:
            originals = Original.objects.filter(archive=one.archive)
            known[one.archive] = dict(originals.values_list("path", "digest"))
        yield _import_one(one, known[one.archive], import_settings)


def _import_one(
    found: Found, digests: dict[str, str], import_settings: Settings
) -> Outcome:
    if found.refusal:
        return Outcome(found.file, Action.FAILED, (found.refusal,))
    reason = found.skip_reason or (_SECTION if found.is_section else "")
    if reason:
        note = Problem(Level.NOTE, "not-an-article", 0, reason)
        return Outcome(found.file, Action.SKIPPED, (note,))
    problems = Problems()
    try:
        content = read_file(found.file)
        if digests.get(str(found.path)) == digest_of(content):
            return Outcome(found.file, Action.UNCHANGED)
        reading = read(content, found.path, import_settings, problems)
        action, article_id = store(found, content, reading, problems)
    except Refused as refused:
        problems.found.append(refused.problem)
        return Outcome(found.file, Action.FAILED, tuple(problems.found))
    return Outcome(found.file, action, tuple(problems.found), article_id)
