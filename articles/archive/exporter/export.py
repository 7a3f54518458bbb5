"""Write the files of articles and lists' pages, and the pictures beside, one outcome
for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from django.core.files.storage import default_storage

from articles.archive.exporter import export_queries, list_page_files, media_files
from articles.archive.exporter.edited_file import Edited, edit, unsaid
from articles.archive.exporter.export_results import (
    CannotExport,
    ExportAction,
    ExportResult,
    FileKind,
)
from articles.archive.exporter.new_file import compose
from articles.archive.exporter.tree import Tree
from articles.archive.fields import Values
from articles.archive.importer import parse_context_of, settings_here, settings_then
from articles.archive.problems import Level, Problem, Refused
from articles.archive.reader import ArchiveSettings, FileContext
from articles.models import Article, Image, ImportedFile, ImportedListPage, ListPage

# The folder of articles that came from no archive; as an archive it has this name.
BORN_HERE = "newsdesk"


def export_articles(
    folder: Path, *, archive: str = "", only_check: bool = False, force: bool = False
) -> tuple[int, Iterator[ExportResult]]:
    """How many texts there are, and an outcome per file, as they are done.

    One archive goes straight into the folder, all of them each into a folder of its
    name. Raises ``CannotExport`` where the folder is not to be used.
    """
    if archive and not _is_known(archive):
        known = ", ".join(sorted(_archives())) or "none"
        raise CannotExport(
            "no-archive", f"No archive is called {archive}. There are: {known}."
        )
    tree = Tree(folder, only_check=only_check)
    tree.prepare(force=force)
    export = Export(tree, archive)
    return export_queries.count(archive) + list_page_files.count(archive), export.run()


def _archives() -> set[str]:
    names = ImportedFile.objects.order_by().values_list("archive")
    pages = ImportedListPage.objects.order_by().values_list("archive")
    return {name for (name,) in names.union(pages)}


def _is_known(archive: str) -> bool:
    models = (ImportedFile, ImportedListPage)
    rows = (model._default_manager.filter(archive=archive) for model in models)
    return any(found.exists() for found in rows)


class Export:
    """One run. Remembers which pictures and lists' pages are laid already, and how
    archives were read."""

    def __init__(self, tree: Tree, archive: str) -> None:
        self.tree = tree
        self.archive = archive
        self.settings: dict[tuple[str, int | None], ArchiveSettings] = {}
        self.laid: set[PurePosixPath] = set()

    def run(self) -> Iterator[ExportResult]:
        for article, now, untouched in export_queries.articles(self.archive):
            content, place = _content_of(article), self.place(article)
            yield from self.put_text(content, now, place, untouched)
        for page in list_page_files.pages(self.archive):
            yield from self.put_page(page)
        for archive, path, image in media_files.brought_in(self.archive):
            place = FileContext(archive, path, settings_here())
            yield from self.put_stored(self.below(place, path), image.file.name or "")

    def place(self, text: Article | ListPage) -> FileContext:
        imported_file = getattr(text, "imported_file", None)
        if imported_file is None:
            if isinstance(text, Article):  # As its file will be read, linked by place.
                here = replace(settings_here(), archive=BORN_HERE)
                return FileContext(BORN_HERE, export_queries.path_of(text), here)
            return FileContext(
                BORN_HERE, list_page_files.path_of(text), settings_here()
            )
        key = imported_file.archive, imported_file.configuration_id
        if key not in self.settings:
            self.settings[key] = settings_then(imported_file)
        path, circumstances = (
            PurePosixPath(imported_file.path),
            parse_context_of(imported_file),
        )
        return FileContext(
            imported_file.archive, path, self.settings[key], circumstances
        )

    def below(self, place: FileContext, path: PurePosixPath) -> PurePosixPath:
        """Where a path of an archive lies below the folder."""
        return path if self.archive else PurePosixPath(place.archive) / path

    def put_page(self, page: ListPage) -> Iterator[ExportResult]:
        place, content = self.place(page), _content_of(page)
        path = self.below(place, place.path)
        if path in self.laid:  # Two pages that were born here cannot both lie there.
            problem = Problem(
                Level.ERROR,
                "second-page",
                0,
                "The list has another page in this language: make one of the two.",
            )
            yield ExportResult(str(path), FileKind.NEW, ExportAction.FAILED, (problem,))
            return
        self.laid.add(path)
        try:
            now = list_page_files.page_values(page, place, content)
        except Refused as refused:
            edited = Edited(content or b"")
            yield self.put(place, FileKind.ORIGINAL, edited, [refused.problem])
            return
        yield from self.put_text(content, now, place)

    def put_text(
        self,
        content: bytes | None,
        now: Values,
        place: FileContext,
        untouched: Callable[[], frozenset[str]] = frozenset,
    ) -> Iterator[ExportResult]:
        """The file, and the pictures that it calls here."""
        kind, edited, problems = _file_of(content, now, place, untouched)
        yield self.put(place, kind, edited, problems)
        for name in sorted(media_files.called(edited.content)):
            yield from self.put_stored(self.below(place, media_files.laid(name)), name)

    def put(
        self,
        place: FileContext,
        kind: FileKind,
        edited: Edited,
        problems: list[Problem],
    ) -> ExportResult:
        path = self.below(place, place.path)
        try:
            action = self.tree.put(path, edited.content)
        except CannotExport as error:
            action, problems = ExportAction.FAILED, [*problems, error.problem]
        return ExportResult(str(path), kind, action, tuple(problems))

    def put_stored(self, path: PurePosixPath, name: str) -> Iterator[ExportResult]:
        """A picture from storage, once. A text may call what is not there: its own
        page shows that, and it is no fault of the export."""
        if path in self.laid or not name or ".." in PurePosixPath(name).parts:
            return
        self.laid.add(path)
        if not Image.objects.filter(file=name).exists():
            return
        try:
            with default_storage.open(name) as opened:
                action = self.tree.put(path, opened.read())
        except CannotExport as error:
            problems = (error.problem,)
            yield ExportResult(
                str(path), FileKind.PICTURE, ExportAction.FAILED, problems
            )
        except OSError as error:
            problem = Problem(
                Level.ERROR, "no-picture", 0, f"Not in storage: {error.strerror}."
            )
            yield ExportResult(
                str(path), FileKind.PICTURE, ExportAction.FAILED, (problem,)
            )
        else:
            yield ExportResult(str(path), FileKind.PICTURE, action)


def _content_of(text: Article | ListPage) -> bytes | None:
    """The file that it came from, or None for a text that was born here."""
    imported_file = getattr(text, "imported_file", None)
    return bytes(imported_file.content) if imported_file else None


def _file_of(
    content: bytes | None,
    now: Values,
    place: FileContext,
    untouched: Callable[[], frozenset[str]],
) -> tuple[FileKind, Edited, list[Problem]]:
    if content is None:
        content = compose(now, place)
        edited = Edited(content, unsaid=unsaid(content, now, place))
        return FileKind.NEW, edited, _problems(edited)
    try:
        edited = edit(content, now, place, untouched)
    except Refused as refused:
        return FileKind.ORIGINAL, Edited(content), [refused.problem]
    kind = FileKind.EDITED if edited.changed else FileKind.ORIGINAL
    return kind, edited, _problems(edited)


def _problems(edited: Edited) -> list[Problem]:
    found = []
    if edited.is_rewritten:
        message = (
            "The file's own form could not hold the change: it was written anew, "
            f"with {', '.join(sorted(edited.changed))} changed."
        )
        found.append(Problem(Level.WARNING, "written-anew", 0, message))
    if edited.unsaid:
        message = (
            "Read again, the file would not say what the article says of: "
            f"{', '.join(sorted(edited.unsaid))}."
        )
        found.append(Problem(Level.ERROR, "not-said", 0, message))
    return found
