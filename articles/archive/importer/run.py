"""Import files and folders: find them, prepare them on all cores, store them in batches."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from articles import workers
from articles.archive.hugo import BadConfiguration
from articles.archive.importer.archives import Archives
from articles.archive.importer.discover import DiscoveredFile, find
from articles.archive.importer.footer_samples import known_closings
from articles.archive.importer.import_results import (
    ImportAction,
    ImportResult,
    deleted_here,
)
from articles.archive.importer.prepare import Prepared, prepare
from articles.archive.importer.report import Recorder
from articles.archive.importer.store import close_links, dry_run_of, store_batch
from articles.archive.importer.store_list_pages import (
    Terms,
    file_sections,
    plan_page,
    store_page,
)
from articles.archive.problems import Level, Problem
from articles.archive.reader import ArchiveSettings
from articles.models import ImportRun

_T = TypeVar("_T")

# The digests of the closing patterns that an archive's files end with.
_Closings = dict[str, frozenset[str]]


class _Waiting(NamedTuple):
    """A file to read: its digest at the last import, how it is read, whether it was here
    before, and whether its bytes may mean something else now."""

    found: DiscoveredFile
    digest: str
    settings: ArchiveSettings
    was_here: bool
    is_asked_again: bool


BATCH = 200  # New files in a transaction: what a kill can cost, and no more.
# A changed file takes so much longer to store; others wait to write meanwhile.
CHANGE_WEIGHT = 10
CHUNK = 25  # Files sent to another process at a time.
# Fewer files are done before other processes have started.
WORTH_PROCESSES = 100
# Hardly anything that is made here has cycles: Python need not look for them so often.
_COLLECTED = (50_000, 20, 100)


@dataclass(frozen=True)
class Import:
    """How many files there are, and one outcome per file, in order, as they are done.

    Articles with links to what is not there come late: it may have come in meanwhile.
    The lists' own pages come last, when all that they belong to is in. ``roots`` are
    the folders of the archives. A dry run is not recorded.
    """

    total: int
    outcomes: Iterator[ImportResult]
    roots: tuple[Path, ...]
    recorder: Recorder | None


def import_paths(
    paths: list[Path],
    *,
    known_widgets: Collection[str] = (),
    publish_undated: bool = False,
    restore_deleted: bool = False,
    resume: bool = False,
    dry_run: bool = False,
) -> Import:
    """Import the files at and below the paths.

    One bad file never stops the rest. Importing the same files again changes
    nothing: a file is known by its archive and its path below the archive's root.
    With ``publish_undated`` a file without any date is published with its own time.
    What editors deleted stays away, but with ``restore_deleted``.
    With ``resume`` the record of a run over these paths that was killed goes on.
    With ``dry_run`` the outcomes say what would happen and nothing is written.
    Raises ``BadConfiguration`` before anything is stored.
    """
    found = list(find(paths))
    archives = Archives(
        known_widgets,
        publishes_undated=publish_undated,
        restores_deleted=restore_deleted,
        only_look=dry_run,
    )
    roots = {one.root: one for one in found}
    _refuse_one_name_for_two(roots.values())
    for one in roots.values():
        archives.settings_of(one)  # A broken configuration shows before any file.
    recorder = None if dry_run else Recorder(paths, resumes=resume)
    outcomes = _import_all(found, archives, recorder)
    return Import(len(found), outcomes, tuple(roots), recorder)


def _refuse_one_name_for_two(roots: Iterable[DiscoveredFile]) -> None:
    """Their files would take each other's places, run by run."""
    named: dict[str, Path] = {}
    for one in roots:
        other = named.setdefault(one.archive, one.root)
        if other != one.root:
            raise BadConfiguration(
                one.root,
                0,
                f"An archive is known by its folder's name, and {other} has the same. "
                "Rename one of the two.",
            )


def _import_all(
    found: list[DiscoveredFile], archives: Archives, recorder: Recorder | None
) -> Iterator[ImportResult]:
    run = recorder.run if recorder else None
    articles = [one for one in found if not one.is_section]
    pages = [one for one in found if one.is_section]
    outcomes = chain(
        _closed(_stored(articles, archives, run)), _stored_pages(pages, archives, run)
    )
    for outcome in outcomes:
        if recorder:
            recorder.note(outcome)
        yield outcome
    if recorder:
        recorder.finish()


def _closed(outcomes: Iterable[ImportResult]) -> Iterator[ImportResult]:
    open_ones = []
    for outcome in outcomes:
        if outcome.has_open_links:
            open_ones.append(outcome)
        else:
            yield outcome
    yield from map(close_links, open_ones)


def _stored(
    found: list[DiscoveredFile], archives: Archives, run: ImportRun | None
) -> Iterator[ImportResult]:
    """Without a run nothing is written."""
    for batch in _weighed(_sorted_out(found, archives)):
        yield from _done(batch, run)


def _weighed(
    items: Iterator[ImportResult | Prepared],
) -> Iterator[list[ImportResult | Prepared]]:
    """Batches that hold the database for about as long, whatever is in them."""
    batch: list[ImportResult | Prepared] = []
    weight = 0
    for one in items:
        batch.append(one)
        is_change = isinstance(one, Prepared) and one.was_here
        weight += CHANGE_WEIGHT if is_change else 1
        if weight >= BATCH:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _stored_pages(
    found: list[DiscoveredFile], archives: Archives, run: ImportRun | None
) -> Iterator[ImportResult]:
    """The lists' own pages, when all that they may link to and belong to is in."""
    terms = Terms()
    for one in _sorted_out(found, archives):
        if isinstance(one, ImportResult):
            yield one
        else:
            yield store_page(one, terms) if run else plan_page(one)
    if found and run:
        file_sections({one.archive for one in found}, terms)


def _done(
    batch: list[ImportResult | Prepared], run: ImportRun | None
) -> Iterator[ImportResult]:
    prepared = [one for one in batch if isinstance(one, Prepared)]
    if run is None:
        stored = iter([dry_run_of(one) for one in prepared])
    else:
        stored = iter(store_batch(prepared, run) if prepared else [])
    for one in batch:
        yield one if isinstance(one, ImportResult) else next(stored)


def _sorted_out(
    found: Sequence[DiscoveredFile], archives: Archives
) -> Iterator[ImportResult | Prepared]:
    """Outcomes for what needs no work; the rest prepared, in order."""
    waiting: list[_Waiting] = []
    for one in found:
        last = archives.still_holds(one)
        is_same = last and last.changed_at_ns and last[:2] == (one.size, one.mtime_ns)
        is_left = one.refusal or one.skip_reason or archives.is_deleted_here(one)
        if not (is_left or is_same):
            waiting.append(
                _Waiting(
                    one,
                    last.digest if last else "",
                    archives.settings_of(one),
                    archives.last_read(one) is not None,
                    archives.is_asked_again(one),
                )
            )
    closings = known_closings((w.found for w in waiting), dry_run=archives.only_look)
    prepared = _prepared(waiting, closings)
    rest = iter(waiting)
    next_one = next(rest, None)
    for one in found:
        if next_one and one is next_one.found:
            next_one = next(rest, None)
            yield next(prepared)
        else:
            yield _untouched(one, archives)


def _untouched(one: DiscoveredFile, archives: Archives) -> ImportResult:
    if one.refusal:
        return ImportResult(one.file, ImportAction.FAILED, (one.refusal,))
    if one.skip_reason:
        note = Problem(Level.NOTE, "not-an-article", 0, one.skip_reason)
        return ImportResult(one.file, ImportAction.SKIPPED, (note,))
    if archives.is_deleted_here(one):
        return deleted_here(one.file)
    last = None if one.is_section else archives.last_read(one)
    return ImportResult(
        one.file, ImportAction.UNCHANGED, article_id=last.text if last else None
    )


def _prepared(waiting: list[_Waiting], closings: _Closings) -> Iterator[Prepared]:
    if len(waiting) < WORTH_PROCESSES:
        for one in waiting:
            yield from _prepare_chunk([one], closings)
        return
    gc.freeze()  # What is loaded by now stays: no need to walk it again and again.
    gc.set_threshold(*_COLLECTED)
    with workers.pool() as pool:
        chunks = _batches(waiting, CHUNK)
        ahead: deque[Future[list[Prepared]]] = deque()
        # A bounded number ahead, so that memory stays flat whatever the archive.
        for chunk in chunks:
            ahead.append(pool.submit(_prepare_chunk, chunk, closings))
            if len(ahead) > 12 * workers.COUNT:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()


def _prepare_chunk(chunk: list[_Waiting], closings: _Closings) -> list[Prepared]:
    gc.set_threshold(*_COLLECTED)
    return [
        prepare(
            one.found,
            one.digest,
            one.settings,
            closings[one.found.archive],
            was_here=one.was_here,
            is_asked_again=one.is_asked_again,
        )
        for one in chunk
    ]


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
