"""Store the list pages (``_index.md``): of terms, sections and the front page.

They come after the articles, when the categories, tags and authors that they belong to
and the texts that they link to are stored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from articles import link_targets
from articles.archive.fields import Values
from articles.archive.hugo import Section, section_at
from articles.archive.importer.attachments import LocalPictures, replace_references
from articles.archive.importer.import_results import (
    ImportAction,
    ImportResult,
    deleted_here,
    with_missing_links,
)
from articles.archive.importer.imported_files import (
    context_then,
    parsed_then,
    stamp,
)
from articles.archive.importer.not_taken import NOT_TAKEN, StorableFile, not_stored
from articles.archive.importer.prepare import PreparedFile, UnchangedFile
from articles.archive.importer.store import (
    is_changed,
    result_of,
    touch,
)
from articles.archive.importer.update import Plan, plan_merge
from articles.archive.reader import ParsedFile
from articles.models import (
    Author,
    Category,
    ImportedListPage,
    ListPage,
    Source,
    Tag,
    content_change,
)
from articles.publishing import (
    authors_named,
    categories_named,
    save_list_page,
    tags_named,
)
from articles.variants.engine import fold

Kind = ListPage.Kind
Label = Category | Tag | Author | Source

_FIELDS = ("title", "description", "language", "status")
_TERM_KINDS = {"categories": Kind.CATEGORY, "tags": Kind.TAG, "authors": Kind.AUTHOR}

_MADE_BY: dict[Kind, tuple[type[Label], Callable[[list[str]], Sequence[Label]]]] = {
    Kind.CATEGORY: (Category, categories_named),
    Kind.TAG: (Tag, tags_named),
    Kind.AUTHOR: (Author, authors_named),
}


class Terms:
    """The labels by the folders of their pages, queried once.

    Hugo's folder of a term is its name in lower case with hyphens for spaces.
    """

    def __init__(self) -> None:
        self.known: dict[type[Label], dict[str, int]] = {}

    def find(self, model: type[Label], folder: str) -> Label | None:
        number = self._by_folder(model).get(fold(folder))
        return model._default_manager.get(pk=number) if number else None

    def find_or_make(self, kind: Kind, folder: str) -> Label | None:
        """Return the label of a folder; None if a tag cannot have the folder's name."""
        model, named = _MADE_BY[kind]
        label = self.find(model, folder) or next(iter(named([folder])), None)
        if label:
            self._by_folder(model)[fold(folder)] = label.pk
        return label

    def _by_folder(self, model: type[Label]) -> dict[str, int]:
        if model not in self.known:
            rows = list(
                model._default_manager.order_by("-pk").values_list("pk", "name", "slug")
            )
            # A name wins over a slug, and a slug over a name with hyphens for spaces.
            self.known[model] = (
                {re.sub(r"\s+", "-", fold(name)): pk for pk, name, _slug in rows}
                | {fold(slug): pk for pk, _name, slug in rows}
                | {fold(name): pk for pk, name, _slug in rows}
            )
        return self.known[model]


def store_page(file: StorableFile, terms: Terms) -> ImportResult:
    """Store one file, whole or not at all."""
    try:
        with content_change():
            return _store(file, terms)
    except NOT_TAKEN as error:
        return not_stored(file, error)


def dry_run_of_page(file: StorableFile) -> ImportResult:
    """Return the result that storing the file would have. Writes nothing."""
    return _store(file, None)


def _store(file: StorableFile, terms: Terms | None) -> ImportResult:
    """Store one file; without terms nothing is written."""
    imported_file = _imported_file(file)
    if imported_file and _is_restored(file, imported_file):
        if terms:
            imported_file.delete()
        imported_file = None
    if imported_file is None:
        return (
            result_of(file, ImportAction.CREATED)
            if terms is None
            else _create(file, terms)
        )
    page = imported_file.page
    if page is None:
        return deleted_here(file.discovered.file)
    if not is_changed(file, imported_file):
        if terms:
            touch(imported_file, file)
        return result_of(file, ImportAction.UNCHANGED)
    planned = _plan(imported_file, page, file)
    if terms is None:
        result = result_of(file, planned.action, fields=planned.changed)
        return replace(result, changes=planned.changes)
    kept = "the page keeps its own, the file's stands beside it in the admin"
    planned.warn_of_conflicts(file.problems, kept)
    html = page.body_html
    _save(page, imported_file, file, planned.merged)
    if planned.action is ImportAction.UNCHANGED and page.body_html != html:
        planned = planned.with_change("pictures")
    result = result_of(file, planned.action, fields=planned.changed)
    return _with_missing_links(result, page, file)


def _create(file: StorableFile, terms: Terms) -> ImportResult:
    if isinstance(file, UnchangedFile):  # Its row went away meanwhile.
        return deleted_here(file.discovered.file)
    page, imported_file = _new_page(file, terms)
    _save(page, imported_file, file, _values_of(file.parsed))
    return _with_missing_links(result_of(file, ImportAction.CREATED), page, file)


def _with_missing_links(
    result: ImportResult, page: ListPage, file: PreparedFile
) -> ImportResult:
    missing = link_targets.missing(page)
    return with_missing_links(result, missing, file.discovered.place)


def _save(
    page: ListPage, imported_file: ImportedListPage, file: PreparedFile, values: Values
) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    pictures = LocalPictures(file)
    pictures.store_all()
    replace_references([file], pictures.references)
    save_list_page(page)
    stamp(imported_file, file)
    imported_file.save()


def _is_restored(file: StorableFile, imported_file: ImportedListPage) -> bool:
    """Tell whether the page, which an editor deleted, is to come back."""
    if isinstance(file, UnchangedFile) or imported_file.page_id is not None:
        return False
    return file.settings.restores_deleted


def _new_page(file: PreparedFile, terms: Terms) -> tuple[ListPage, ImportedListPage]:
    """Make the page that the file's folder stands for, and the row of the file."""
    section = section_at(file.discovered.path, file.settings.configuration)
    page = ListPage(kind=_kind_of(section, file))
    if page.kind in _MADE_BY:
        label = terms.find_or_make(Kind(page.kind), section.name)
        if label is None:
            page.kind = Kind.SECTION
        else:
            setattr(page, page.kind, label)
    page.save()
    # The row comes before rendering: links are resolved from where the file lies.
    imported_file = ImportedListPage(
        page=page, archive=file.discovered.archive, path=file.discovered.place
    )
    stamp(imported_file, file)
    imported_file.save()
    return page, imported_file


def _kind_of(section: Section, file: PreparedFile) -> Kind:
    if section.taxonomy:
        return _TERM_KINDS[section.taxonomy] if section.name else Kind(section.taxonomy)
    # Any folder may have been imported by itself: only ``content``, or a folder that a
    # site's configuration names, is a whole site.
    path, configuration = file.discovered.path, file.settings.configuration
    is_site = "content" in path.parts or bool(configuration.language_of(path))
    return Kind.FRONT if is_site and not section.name else Kind.SECTION


@content_change()
def link_sections(archives: Collection[str], terms: Terms) -> None:
    """Give the pages of sections the categories with the names of their folders."""
    pages = ListPage.objects.filter(
        kind=Kind.SECTION, category=None, imported_file__archive__in=archives
    )
    rows = pages.select_related("imported_file__configuration")
    for page in rows.defer("imported_file__content"):
        context = context_then(page.imported_file)
        section = section_at(context.path, context.settings.configuration)
        if not section.taxonomy and section.name:
            category = terms.find(Category, section.name)
            if category:
                ListPage.objects.filter(pk=page.pk).update(category=category)


def _imported_file(file: StorableFile) -> ImportedListPage | None:
    archive, path = file.discovered.archive, file.discovered.place
    rows = ImportedListPage.objects.select_related("page", "configuration")
    return rows.filter(archive=archive, path=path).first()


def _plan(imported_file: ImportedListPage, page: ListPage, file: PreparedFile) -> Plan:
    ours = {name: getattr(page, name) for name in (*_FIELDS, "body")}
    before = parsed_then(imported_file)
    base = _values_of(before) if before else ours
    theirs, is_same_file = _values_of(file.parsed), file.digest == imported_file.digest
    return plan_merge(base, ours, theirs, is_same_file=is_same_file)


def _values_of(parsed: ParsedFile) -> Values:
    return {name: parsed.values[name] for name in _FIELDS} | {"body": parsed.body}
