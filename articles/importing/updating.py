"""A file that changed since its last import: take it over, or merge it.

An article that nobody touched here simply becomes what the file says. Where an editor
changed it too, each field is merged; what both changed in the same place stays as the
editor left it, and waits as a ``Conflict`` with the file's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from articles.importing import merging
from articles.importing.archives import settings_then
from articles.importing.bringing import (
    Sources,
    bring_pictures,
    store_menus,
    store_redirects,
)
from articles.importing.filling import circumstances_of, stamp
from articles.importing.outcomes import Action, Problems, Refused
from articles.importing.preparing import Prepared, understand
from articles.importing.reading import Circumstances, read
from articles.importing.state import State, apply, state_of_article, state_of_reading
from articles.models import Article, Conflict, ImportRun, Original, Revision
from articles.publishing import refresh_menus, save


@dataclass(frozen=True)
class Plan:
    """What an update does: the state to store, and which fields change or conflict."""

    action: Action
    merged: State
    changed: tuple[str, ...]
    conflicts: tuple[str, ...]
    base: State
    ours: State
    theirs: State


def plan(original: Original, prepared: Prepared) -> Plan:
    """Compare the last import, the article and the file. Writes nothing.

    Where the file was read by other lights then, it is read again by those.
    """
    article = original.article
    is_edited = _is_edited(article)
    _settle(original, prepared, is_edited=is_edited)
    assert prepared.reading  # noqa: S101 – what was refused has no plan
    ours = state_of_article(article)
    theirs = state_of_reading(prepared.reading)
    base = _base(original) if is_edited else ours
    is_same_file = prepared.digest == original.digest
    return merged_states(base, ours, theirs, is_same_file=is_same_file)


def merged_states(
    base: State, ours: State, theirs: State, *, is_same_file: bool
) -> Plan:
    """Merge field by field; ``base`` is ours where nobody changed anything here."""
    merged = {
        name: merging.merge(base[name], ours[name], theirs[name]) for name in ours
    }
    conflicts = tuple(name for name, value in merged.items() if value.is_conflict)
    values = {name: value.value for name, value in merged.items()}
    changed = tuple(name for name in ours if values[name] != ours[name])
    action = Action.UPDATED
    if not changed and is_same_file:
        action = Action.UNCHANGED  # Read by another configuration, to the same end.
    elif conflicts:
        action = Action.CONFLICT
    elif ours != base:
        action = Action.MERGED
    return Plan(action, values, changed, conflicts, base, ours, theirs)


def update(original: Original, prepared: Prepared, run: ImportRun | None) -> Plan:
    """Carry out the plan. The original becomes the file as it is now."""
    planned = plan(original, prepared)
    article, reading, problems = original.article, prepared.reading, prepared.problems
    assert reading and problems  # noqa: S101, PT018 – what was refused is no update
    if planned.action is Action.UNCHANGED:
        stamp(original, prepared)
        original.save()
        store_redirects([(article, reading, problems)])
        return planned
    _record_conflicts(article, planned, run, problems)
    if planned.action is Action.UPDATED:  # Else the source is the editor's choice.
        Sources().set_on(article, reading)
    labels = apply(planned.merged, article)
    bring_pictures(article, prepared)
    stamp(original, prepared)
    original.save()
    article.original = original
    if store_menus(article, planned.merged["menus"]):
        refresh_menus()
    store_redirects([(article, reading, problems)])
    save(article, labels, reason=Revision.Reason.IMPORT)
    return planned


def _is_edited(article: Article) -> bool:
    """Whether anybody saved it here since an import last did.

    A merge keeps an editor's words, so what was merged once counts as edited for good.
    """
    return article.revisions.filter(reason=Revision.Reason.EDIT).exists()


def _settle(original: Original, prepared: Prepared, *, is_edited: bool) -> None:
    """Let the same bytes read the same, and an edited text keep what was not lifted
    out of it at first: else the merge would take it for the archive's change. And a
    time once given stays."""
    assert prepared.reading  # noqa: S101 – what was refused is not compared
    used, before = prepared.reading.used, circumstances_of(original)
    closings = used.closings or before.closings
    file_time = before.file_time or used.file_time
    if prepared.digest == original.digest:
        closings, file_time = before.closings, before.file_time
    elif is_edited:
        closings = closings if before.closings else ()
        file_time = before.file_time
    wanted = Circumstances(closings, file_time)
    if wanted != used:
        understand(prepared, wanted)


def _base(original: Original) -> State:
    """What the last import read, read again from the bytes that it kept."""
    content = bytes(original.content)
    try:
        reading = read(
            content,
            PurePosixPath(original.path),
            settings_then(original),
            Problems(),
            circumstances_of(original),
        )
    except Refused:  # An earlier version could read what this one refuses.
        return state_of_article(original.article)
    return state_of_reading(reading)


def _record_conflicts(
    article: Article, planned: Plan, run: ImportRun | None, problems: Problems
) -> None:
    for name in planned.conflicts:
        problems.warn(
            "conflict",
            0,
            f"“{name}” was changed here and in the file: the article keeps its own, "
            "the file's waits in the admin.",
        )
    Conflict.objects.bulk_create(
        Conflict(
            article=article,
            run=run,
            field=name,
            base=planned.base[name],
            ours=planned.ours[name],
            theirs=planned.theirs[name],
        )
        for name in planned.conflicts
    )
