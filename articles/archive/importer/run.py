"""Import files and folders: discover them, prepare them on all cores, store in batches."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

from django.utils import timezone

from articles import workers
from articles.archive.hugo import BadConfiguration
from articles.archive.importer.archives import Archives
from articles.archive.importer.configured_languages import (
    ConfiguredLanguages,
    declare,
)
from articles.archive.importer.discover import DiscoveredFile, discover
from articles.archive.importer.footer_samples import known_footers
from articles.archive.importer.import_results import ImportAction, ImportResult
from articles.archive.importer.not_taken import StorableFile
from articles.archive.importer.old_lists import store_list_redirects
from articles.archive.importer.prepare import PendingFile, PreparedFile, prepare
from articles.archive.importer.report import Recorder
from articles.archive.importer.site_reports import SiteReport, site_report
from articles.archive.importer.sources import named_blocks
from articles.archive.importer.store import (
    close_links,
    dry_run_of,
    store_batch,
)
from articles.archive.importer.store_list_pages import (
    Terms,
    dry_run_of_page,
    link_sections,
    store_page,
)
from articles.archive.reader import ClosingBlock
from articles.models import ImportRun
from articles.publishing import weigh_evidence

_T = TypeVar("_T")


class FooterHints(NamedTuple):
    """What tells footers from text: the digests of the patterns that files of an archive
    end with, by archive, and the closing blocks that editors named."""

    patterns: dict[str, frozenset[str]]
    blocks: tuple[ClosingBlock, ...]


BATCH = 200  # New files in a transaction: what a kill can cost, and no more.
# A changed file takes so much longer to store; others wait to write meanwhile.
CHANGE_WEIGHT = 10
CHUNK = 25  # Files sent to another process at a time.
CLOSED_AT_ONCE = 100  # Articles whose links are looked up with one query.
# Fewer files are done before other processes have started.
WORTH_PROCESSES = 100
# What may change how many files of a source hold a notice.
_CHANGING = {
    *(ImportAction.CREATED, ImportAction.UPDATED),
    *(ImportAction.MERGED, ImportAction.CONFLICT),
}
# Few of these objects are in cycles: Python need not look for them so often.
_COLLECTED = (50_000, 20, 100)


@dataclass(frozen=True)
class Import:
    """The number of files, and of those that were last written today; and one result per
    file, in order, as they are done.

    Articles with links to what is not stored yet come late, and list pages last, when
    all that they belong to is in. ``roots`` are the folders of the archives, by whose
    names these are known; ``sites`` report what is left out of them. A dry run has no
    recorder.
    """

    total: int
    written_today: int
    outcomes: Iterator[ImportResult]
    roots: dict[Path, str]
    sites: tuple[SiteReport, ...]
    recorder: Recorder | None
    languages: ConfiguredLanguages


def import_paths(
    paths: list[Path],
    *,
    known_widgets: Collection[str] = (),
    publish_undated: bool = False,
    restore_deleted: bool = False,
    language: str = "",
    read_again: bool = False,
    resume: bool = False,
    dry_run: bool = False,
) -> Import:
    """Import the files at and below the paths.

    One bad file never stops the rest. Importing the same files again changes nothing: a
    file is known by its archive and its path below the archive's root.
    With ``publish_undated`` a file without any date is published with its own time.
    Articles that editors deleted stay away, except with ``restore_deleted``.
    ``language``, a tag, is what the texts at and below the paths are in that do not say
    it themselves; later imports know it.
    With ``read_again`` files with the bytes of their last import are read and merged too.
    With ``resume`` the record of a run over these paths that was killed goes on.
    With ``dry_run`` the results say what would happen and nothing is written.
    Raises ``BadConfiguration`` before anything is stored.
    """
    discovered = list(discover(paths))
    archives = Archives(
        known_widgets,
        publishes_undated=publish_undated,
        restores_deleted=restore_deleted,
        reads_again=read_again,
        is_dry_run=dry_run,
    )
    roots = {file.root: file for file in discovered}
    _refuse_one_name_for_two(roots.values())
    if language:
        files = list(roots.values())
        for archive, folders in declare(paths, files, language, dry_run=dry_run):
            archives.declared[archive] |= folders
    for file in roots.values():
        archives.settings_of(file)  # A broken configuration shows before any file.
    reports = [site_report(root, paths) for root in roots]
    sites = tuple(filter(None, reports))
    recorder = None if dry_run else Recorder(paths, resumes=resume)
    languages = ConfiguredLanguages()
    results = _import_all(discovered, archives, sites, recorder, languages)
    written_today = sum(map(_is_of_today, discovered))
    total, named = len(discovered), {root: f.archive for root, f in roots.items()}
    return Import(total, written_today, results, named, sites, recorder, languages)


def _is_of_today(file: DiscoveredFile) -> bool:
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return file.mtime_ns >= midnight.timestamp() * 1e9


def _refuse_one_name_for_two(roots: Iterable[DiscoveredFile]) -> None:
    """Raise ``BadConfiguration`` for two archives of one name: each run would exchange
    the files of one for those of the other."""
    named: dict[str, Path] = {}
    for file in roots:
        first = named.setdefault(file.archive, file.root)
        if first != file.root:
            raise BadConfiguration(
                file.root,
                0,
                f"An archive is known by its folder's name, and {first} has the same. "
                "Rename one of the two.",
            )


def _import_all(
    discovered: list[DiscoveredFile],
    archives: Archives,
    sites: Iterable[SiteReport],
    recorder: Recorder | None,
    languages: ConfiguredLanguages,
) -> Iterator[ImportResult]:
    run = recorder.run if recorder else None
    if recorder:
        for report in sites:
            recorder.note_site(report)
    articles = [file for file in discovered if not file.is_section]
    list_pages = [file for file in discovered if file.is_section]
    is_changed = False
    for result in chain(
        _open_links_last(_store_articles(articles, archives, run)),
        _store_list_pages(list_pages, archives, run, discovered),
    ):
        languages.note(result)
        if recorder:
            recorder.note(result)
        is_changed |= result.action in _CHANGING
        yield result
    if recorder:
        if is_changed:
            weigh_evidence(archives={file.archive for file in articles})
        for found in languages.problems():
            recorder.note_site_problem(found)
        recorder.finish()


def _open_links_last(results: Iterable[ImportResult]) -> Iterator[ImportResult]:
    have_open_links = []
    for result in results:
        if result.open_links:
            have_open_links.append(result)
        else:
            yield result
    for chunk in _chunks(have_open_links, CLOSED_AT_ONCE):
        yield from close_links(chunk)


def _store_articles(
    files: list[DiscoveredFile], archives: Archives, run: ImportRun | None
) -> Iterator[ImportResult]:
    """Store the files in batches; without a run nothing is written."""
    for batch in _weighed(_prepare_all(files, archives)):
        to_store = [file for file in batch if not isinstance(file, ImportResult)]
        stored = iter(
            store_batch(to_store, run) if run else list(map(dry_run_of, to_store))
        )
        for file in batch:
            yield file if isinstance(file, ImportResult) else next(stored)
        if (
            to_store
        ):  # An article and its file refer to each other, with all their text.
            gc.collect()


def _weighed(
    files: Iterator[ImportResult | StorableFile],
) -> Iterator[list[ImportResult | StorableFile]]:
    """Form batches that take about as long to store, whatever is in them."""
    batch: list[ImportResult | StorableFile] = []
    weight = 0
    for file in files:
        batch.append(file)
        is_change = isinstance(file, PreparedFile) and file.pending.was_imported
        weight += CHANGE_WEIGHT if is_change else 1
        if weight >= BATCH:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


def _store_list_pages(
    files: list[DiscoveredFile],
    archives: Archives,
    run: ImportRun | None,
    discovered: list[DiscoveredFile],
) -> Iterator[ImportResult]:
    """Store the list pages, and where the lists of all that was discovered are now."""
    terms = Terms()
    for file in _prepare_all(files, archives):
        if isinstance(file, ImportResult):
            yield file
        else:
            yield store_page(file, terms) if run else dry_run_of_page(file)
    if run:
        if files:
            link_sections({file.archive for file in files}, terms)
        store_list_redirects(discovered, archives, terms)


def _prepare_all(
    files: Sequence[DiscoveredFile], archives: Archives
) -> Iterator[ImportResult | StorableFile]:
    """Prepare the files that need it, in order; give results for the others."""
    pending = [
        archives.pending(file)
        for file in files
        if archives.result_without_reading(file) is None
    ]
    footers = known_footers(
        (file.discovered for file in pending), dry_run=archives.is_dry_run
    )
    hints = FooterHints(footers, named_blocks() if pending else ())
    prepared = _prepared(pending, hints)
    for file in files:
        yield archives.result_without_reading(file) or next(prepared)


def _prepared(
    pending: list[PendingFile], hints: FooterHints
) -> Iterator[ImportResult | StorableFile]:
    if len(pending) < WORTH_PROCESSES:
        for file in pending:
            yield from _prepare_chunk([file], hints)
        return
    gc.freeze()  # The objects loaded by now stay: no need to walk them again and again.
    gc.set_threshold(*_COLLECTED)
    with workers.pool() as pool:
        ahead: deque[Future[list[ImportResult | StorableFile]]] = deque()
        # A bounded number ahead, so that memory stays flat whatever the archive.
        for chunk in _chunks(pending, CHUNK):
            ahead.append(pool.submit(_prepare_chunk, chunk, hints))
            if len(ahead) > 12 * workers.COUNT:
                yield from ahead.popleft().result()
        while ahead:
            yield from ahead.popleft().result()


def _prepare_chunk(
    chunk: list[PendingFile], hints: FooterHints
) -> list[ImportResult | StorableFile]:
    gc.set_threshold(*_COLLECTED)
    return [
        prepare(file, hints.patterns[file.discovered.archive], hints.blocks)
        for file in chunk
    ]


def _chunks(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk
