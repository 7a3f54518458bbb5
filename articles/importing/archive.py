"""Import files and folders: find them, prepare them on all cores, store them in batches."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

import django
from django.conf import settings

from articles.importing.discovery import Found, find
from articles.importing.list_pages import Terms, file_sections, plan_page, store_page
from articles.importing.outcomes import Action, Level, Outcome, Problem
from articles.importing.preparing import Prepared, prepare
from articles.importing.reading import Settings
from articles.importing.runs import Recorder
from articles.importing.storing import close_links, dry_run_of, store_batch
from articles.models import (
    ImportedFile,
    ImportRun,
    ListPageOriginal,
    Original,
    Site,
)

_T = TypeVar("_T")

BATCH = 200  # Files in a transaction: what a kill can cost, and no more.
CHUNK = 25  # Files sent to another process at a time.
# Fewer files are done before other processes have started.
WORTH_PROCESSES = 100


@dataclass(frozen=True)
class Import:
    """How many files there are, and one outcome per file, in order, as they are done.

    Articles with links to what is not there come late: it may have come in meanwhile.
    The lists' own pages come last, when all that they belong to is in.
    """

    total: int
    outcomes: Iterator[Outcome]


def import_paths(
    paths: list[Path], *, known_widgets: Collection[str] = (), dry_run: bool = False
) -> Import:
    """Import the files at and below the paths.

    One bad file never stops the rest. Importing the same files again changes
    nothing: a file is known by its archive and its path below the archive's root.
    With ``dry_run`` the outcomes say what would happen and nothing is written.
    """
    found = list(find(paths))
    import_settings = Settings(
        ZoneInfo(settings.TIME_ZONE), known_widgets, Site.current().mathjax
    )
    outcomes = _import_all(found, import_settings, paths, dry_run=dry_run)
    return Import(len(found), outcomes)


def _import_all(
    found: list[Found], import_settings: Settings, paths: list[Path], *, dry_run: bool
) -> Iterator[Outcome]:
    recorder = None if dry_run else Recorder(paths)
    run = recorder.run if recorder else None
    articles = [one for one in found if not one.is_section]
    pages = [one for one in found if one.is_section]
    outcomes = chain(
        _closed(_stored(articles, import_settings, run, dry_run=dry_run)),
        _stored_pages(pages, import_settings, dry_run=dry_run),
    )
    for outcome in outcomes:
        if recorder:
            recorder.note(outcome)
        yield outcome
    if recorder:
        recorder.finish()


def _closed(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    open_ones = []
    for outcome in outcomes:
        if outcome.has_open_links:
            open_ones.append(outcome)
        else:
            yield outcome
    yield from map(close_links, open_ones)


def _stored(
    found: list[Found],
    import_settings: Settings,
    run: ImportRun | None,
    *,
    dry_run: bool,
) -> Iterator[Outcome]:
    for batch in _batches(_sorted_out(found, _Known(Original), import_settings), BATCH):
        yield from _done(batch, import_settings, run, dry_run=dry_run)


def _stored_pages(
    found: list[Found], import_settings: Settings, *, dry_run: bool
) -> Iterator[Outcome]:
    """The lists' own pages, when all that they may link to and belong to is in."""
    terms = Terms()
    for one in _sorted_out(found, _Known(ListPageOriginal), import_settings):
        if isinstance(one, Outcome):
            yield one
        elif dry_run:
            yield plan_page(one, import_settings)
        else:
            yield store_page(one, terms, import_settings)
    if found and not dry_run:
        file_sections({one.archive for one in found}, terms)


def _done(
    batch: list[Outcome | Prepared],
    import_settings: Settings,
    run: ImportRun | None,
    *,
    dry_run: bool,
) -> Iterator[Outcome]:
    prepared = [one for one in batch if isinstance(one, Prepared)]
    if dry_run:
        stored = iter([dry_run_of(one, import_settings) for one in prepared])
    else:
        stored = iter(store_batch(prepared, import_settings, run) if prepared else [])
    for one in batch:
        yield one if isinstance(one, Outcome) else next(stored)


class _Known:
    """What the last import knew of each file of an archive: loaded once per archive."""

    def __init__(self, model: type[ImportedFile]) -> None:
        self.model = model
        self.archives: dict[str, dict[str, tuple[int, int, str]]] = {}

    def of(self, found: Found) -> tuple[int, int, str]:
        """Size, time and digest; zeros for a file never seen."""
        if found.archive not in self.archives:
            rows = self.model._default_manager.filter(archive=found.archive)
            self.archives[found.archive] = {
                path: (size, changed_at, digest)
                for path, size, changed_at, digest in rows.values_list(
                    "path", "size", "changed_at_ns", "digest"
                ).iterator(5000)
            }
        return self.archives[found.archive].get(str(found.path), (0, 0, ""))


def _sorted_out(
    found: Iterable[Found], known: _Known, import_settings: Settings
) -> Iterator[Outcome | Prepared]:
    """Outcomes for what needs no work; the rest prepared, in order."""
    waiting: list[tuple[Found, str]] = []
    plan: list[Outcome | None] = []
    for one in found:
        size, changed_at, digest = known.of(one)
        if one.refusal:
            plan.append(Outcome(one.file, Action.FAILED, (one.refusal,)))
        elif one.skip_reason:
            note = Problem(Level.NOTE, "not-an-article", 0, one.skip_reason)
            plan.append(Outcome(one.file, Action.SKIPPED, (note,)))
        elif changed_at and (size, changed_at) == (one.size, one.mtime_ns):
            plan.append(Outcome(one.file, Action.UNCHANGED))
        else:
            plan.append(None)
            waiting.append((one, digest))
    prepared = _prepared(waiting, import_settings)
    for outcome in plan:
        yield outcome or next(prepared)


def _prepared(
    waiting: list[tuple[Found, str]], import_settings: Settings
) -> Iterator[Prepared]:
    if len(waiting) < WORTH_PROCESSES:
        for found, digest in waiting:
            yield prepare(found, digest, import_settings)
        return
    workers = os.cpu_count() or 1
    # Spawned, not forked: a fork would share the open database connection.
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=django.setup
    ) as pool:
        chunks = _batches(waiting, CHUNK)
        ahead: deque[Future[list[Prepared]]] = deque()
        # A bounded number ahead, so that memory stays flat whatever the archive.
        for chunk in chunks:
            ahead.append(pool.submit(_prepare_chunk, chunk, import_settings))
            if len(ahead) > 12 * workers:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()


def _prepare_chunk(
    chunk: list[tuple[Found, str]], import_settings: Settings
) -> list[Prepared]:
    return [prepare(found, digest, import_settings) for found, digest in chunk]


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
