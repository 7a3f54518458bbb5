"""Write the files of articles and list pages, and their pictures, one result for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from django.core.files.storage import default_storage

from articles.archive.exporter import export_queries, list_page_files, media_files
from articles.archive.exporter.edited_file import Edited, edit, unsaved
from articles.archive.exporter.export_results import (
    CannotExport,
    ExportAction,
    ExportResult,
    FileKind,
)
from articles.archive.exporter.new_file import compose
from articles.archive.exporter.tree import Tree
from articles.archive.fields import Values
from articles.archive.importer import context_then, default_settings
from articles.archive.problems import Level, Problem, Refused
from articles.archive.reader import FileContext
from articles.models import Article, Image, ListPage, original_files

# The folder of articles that came from no archive; as an archive it has this name.
BORN_HERE = "newsdesk"


def export_articles(
    folder: Path, *, archive: str = "", only_check: bool = False, force: bool = False
) -> tuple[int, Iterator[ExportResult]]:
    """Return the number of texts, and yield a result per file, as they are done.

    One archive goes straight into the folder, all of them each into a folder of its
    name. Raises ``CannotExport`` if the folder is not to be used.
    """
    if archive and archive not in (archives := export_queries.archives()):
        known = ", ".join(sorted(archives)) or "none"
        raise CannotExport(
            "no-archive", f"No archive is called {archive}. There are: {known}."
        )
    tree = Tree(folder, only_check=only_check)
    tree.prepare(force=force)
    return export_queries.count(archive), Export(tree, archive).run()


class Export:
    """One run, which remembers the pictures and list pages that are laid already."""

    def __init__(self, tree: Tree, archive: str) -> None:
        self.tree = tree
        self.archive = archive
        self.laid: set[PurePosixPath] = set()

    def run(self) -> Iterator[ExportResult]:
        for article, now, untouched in export_queries.articles(self.archive):
            content, place = _content_of(article), _place_of(article)
            yield from self.put_text(content, now, place, untouched)
        for page in export_queries.list_pages(self.archive):
            yield from self.put_page(page)
        for archive, path, image in media_files.brought_in(self.archive):
            yield from self.put_stored(self.below(archive, path), image.file.name or "")
        for row in media_files.attached(self.archive):
            path = self.below(row.archive, PurePosixPath(row.path))
            yield from self.put_stored(path, row.file.name or "", FileKind.FILE)

    def below(self, archive: str, path: PurePosixPath) -> PurePosixPath:
        """Return the place below the folder of a path in an archive."""
        return path if self.archive else PurePosixPath(archive) / path

    def put_page(self, page: ListPage) -> Iterator[ExportResult]:
        place, content = _place_of(page), _content_of(page)
        path = self.below(place.archive, place.path)
        if path in self.laid:  # Two pages that were born here cannot both lie there.
            message = "The list has another page in this language: make one of the two."
            yield _failed(
                path, FileKind.NEW, Problem(Level.ERROR, "second-page", 0, message)
            )
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
        """Write the file, and the pictures of this site that it names."""
        kind, edited, problems = _file_of(content, now, place, untouched)
        yield self.put(place, kind, edited, problems)
        for name in sorted(media_files.called(edited.content)):
            path = self.below(place.archive, media_files.laid(name))
            yield from self.put_stored(path, name)

    def put(
        self,
        place: FileContext,
        kind: FileKind,
        edited: Edited,
        problems: list[Problem],
    ) -> ExportResult:
        path = self.below(place.archive, place.path)
        try:
            action = self.tree.put(path, edited.content)
        except CannotExport as error:
            return _failed(path, kind, *problems, error.problem)
        return ExportResult(str(path), kind, action, tuple(problems))

    def put_stored(
        self, path: PurePosixPath, name: str, kind: FileKind = FileKind.PICTURE
    ) -> Iterator[ExportResult]:
        """Write a file from storage, once. A text may name a picture that is not there:
        its own page shows that, and it is no fault of the export."""
        if path in self.laid or not name or ".." in PurePosixPath(name).parts:
            return
        self.laid.add(path)
        is_picture = kind is FileKind.PICTURE
        if is_picture and not Image.objects.filter(file=name).exists():
            return
        storage = original_files if is_picture else default_storage
        try:
            with storage.open(name) as opened:
                action = self.tree.put(path, opened.read())
        except CannotExport as error:
            yield _failed(path, kind, error.problem)
        except OSError as error:
            message = f"Not in storage: {error.strerror}."
            problem = Problem(Level.ERROR, "no-file", 0, message)
            if is_picture:
                problem = Problem(Level.ERROR, "no-picture", 0, message)
            yield _failed(path, kind, problem)
        else:
            yield ExportResult(str(path), kind, action)


def _failed(path: PurePosixPath, kind: FileKind, *problems: Problem) -> ExportResult:
    return ExportResult(str(path), kind, ExportAction.FAILED, problems)


def _place_of(text: Article | ListPage) -> FileContext:
    if imported_file := getattr(text, "imported_file", None):
        return context_then(imported_file)
    settings = default_settings()
    if isinstance(text, ListPage):
        return FileContext(BORN_HERE, list_page_files.path_of(text), settings)
    # As its file will be read: linked to its translations by its place.
    settings = replace(settings, archive=BORN_HERE)
    return FileContext(BORN_HERE, export_queries.path_of(text), settings)


def _content_of(text: Article | ListPage) -> bytes | None:
    """Return the file that it came from; None for a text that was born here."""
    imported_file = getattr(text, "imported_file", None)
    return imported_file.content if imported_file else None


def _file_of(
    content: bytes | None,
    now: Values,
    place: FileContext,
    untouched: Callable[[], frozenset[str]],
) -> tuple[FileKind, Edited, list[Problem]]:
    if content is None:
        content = compose(now, place)
        edited = Edited(content, unsaved=unsaved(content, now, place))
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
    if edited.unsaved:
        message = (
            "Read again, the file would not say what the article says of: "
            f"{', '.join(sorted(edited.unsaved))}."
        )
        found.append(Problem(Level.ERROR, "not-said", 0, message))
    return found
