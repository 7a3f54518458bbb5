"""Store the lists' own pages (``_index.md``): of terms, sections and the front page.

They come after the articles: then the categories, tags and authors that they belong
to are there, and so are the texts that they link to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from django.db import transaction

from articles import link_targets
from articles.archive.fields import Values
from articles.archive.hugo import Section, section_at
from articles.archive.importer.archives import settings_then
from articles.archive.importer.attachments import bring_body_pictures, note_called
from articles.archive.importer.fill import is_new_to, stamp
from articles.archive.importer.import_results import (
    ImportAction,
    ImportResult,
    deleted_here,
)
from articles.archive.importer.prepare import Prepared
from articles.archive.importer.store import NOT_TAKEN, not_stored
from articles.archive.importer.update import Plan, plan_merge
from articles.archive.problems import Problems, Refused
from articles.archive.reader import ParsedFile, parse_file
from articles.models import Author, Category, ImportedListPage, ListPage, Tag
from articles.publishing import (
    authors_named,
    categories_named,
    save_list_page,
    tags_named,
)
from articles.variants.engine import fold

Kind = ListPage.Kind
Label = Category | Tag | Author

_FIELDS = ("title", "description", "language", "status")
_TERM_KINDS = {
    "categories": Kind.CATEGORY,
    "tags": Kind.TAG,
    "authors": Kind.AUTHOR,
}

_MADE_BY: dict[Kind, tuple[type[Label], Callable[[list[str]], Sequence[Label]]]] = {
    Kind.CATEGORY: (Category, categories_named),
    Kind.TAG: (Tag, tags_named),
    Kind.AUTHOR: (Author, authors_named),
}


class Terms:
    """The categories, tags and authors by the folders they go by, asked for once.

    Hugo's folder of a term is its name in lower case with hyphens for spaces.
    """

    def __init__(self) -> None:
        self.known: dict[type[Label], dict[str, int]] = {}

    def find(self, model: type[Label], folder: str) -> Label | None:
        number = self._by_folder(model).get(fold(folder))
        return model._default_manager.get(pk=number) if number else None

    def find_or_make(self, kind: Kind, folder: str) -> Label | None:
        """None for a folder whose name can be no name of a tag."""
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
            # A name goes before a slug, and that before a name with other spaces.
            self.known[model] = (
                {re.sub(r"\s+", "-", fold(name)): pk for pk, name, _slug in rows}
                | {fold(slug): pk for pk, _name, slug in rows}
                | {fold(name): pk for pk, name, _slug in rows}
            )
        return self.known[model]


def plan_page(prepared: Prepared) -> ImportResult:
    """What storing the file would do. Writes nothing."""
    if prepared.refused:
        return _outcome(prepared, ImportAction.FAILED)
    imported_file = _original(prepared)
    if imported_file is None or _is_restored(imported_file, prepared):
        return _outcome(prepared, ImportAction.CREATED)
    if imported_file.page is None:
        return deleted_here(prepared.found.file)
    if not is_new_to(imported_file, prepared):
        return _outcome(prepared, ImportAction.UNCHANGED)
    planned = _plan(imported_file, prepared)
    outcome = _outcome(prepared, planned.action, planned.changed)
    return replace(outcome, changes=planned.changes)


def store_page(prepared: Prepared, terms: Terms) -> ImportResult:
    """Store one file, whole or not at all."""
    if prepared.refused:
        return _outcome(prepared, ImportAction.FAILED)
    try:
        with transaction.atomic():
            return _store(prepared, terms)
    except NOT_TAKEN as error:
        prepared.refused = not_stored(error)
        return _outcome(prepared, ImportAction.FAILED)


def _store(prepared: Prepared, terms: Terms) -> ImportResult:
    imported_file = _original(prepared)
    if imported_file and _is_restored(imported_file, prepared):
        imported_file.delete()
        imported_file = None
    if imported_file and imported_file.page is None:
        return deleted_here(prepared.found.file)
    if imported_file and not is_new_to(imported_file, prepared):
        # Touched, or stored by another import meanwhile: remember only its time.
        stamp(imported_file, prepared)
        imported_file.save(update_fields=["size", "changed_at_ns"])
        return _outcome(prepared, ImportAction.UNCHANGED)
    reading, problems = prepared.reading, prepared.problems
    assert reading and problems  # noqa: S101, PT018 – what was refused is not stored
    changed: tuple[str, ...] = ()
    if imported_file:
        planned = _plan(imported_file, prepared)
        action, changed, state = planned.action, planned.changed, planned.merged
        _warn_of_conflicts(planned, problems)
    else:
        imported_file = _new_original(prepared, reading, terms)
        action, state = ImportAction.CREATED, _state_of_reading(reading)
    page = imported_file.page
    assert page  # noqa: S101 – a deleted one was sorted out above
    drawn = page.body_html
    for name, value in state.items():
        setattr(page, name, value)
    bring_body_pictures(prepared)
    note_called([prepared])
    save_list_page(page)
    if action is ImportAction.UNCHANGED and page.body_html != drawn:
        action, changed = ImportAction.UPDATED, ("pictures",)
    for address in link_targets.missing(page):
        problems.warn("missing-link", 0, f"{address} leads to nothing here.")
    stamp(imported_file, prepared)
    imported_file.save()
    return _outcome(prepared, action, changed)


def _is_restored(imported_file: ImportedListPage, prepared: Prepared) -> bool:
    """Whether its page, which was deleted here, is to come back."""
    is_asked = prepared.settings.restores_deleted and prepared.reading is not None
    return is_asked and imported_file.page_id is None


def _new_original(
    prepared: Prepared, reading: ParsedFile, terms: Terms
) -> ImportedListPage:
    """The file's row with a page that belongs where the file lies."""
    section, path = reading.section, prepared.found.path
    assert section  # noqa: S101 – only such files come here
    page = ListPage(kind=_kind_of(section, prepared))
    if page.kind in _MADE_BY:
        label = terms.find_or_make(Kind(page.kind), section.name)
        if label is None:
            page.kind = Kind.SECTION
        else:
            setattr(page, page.kind, label)
    page.save()
    imported_file = ImportedListPage(
        page=page, archive=prepared.found.archive, path=str(path)
    )
    # Saved before the page is rendered: its links are read from where the file lies.
    imported_file.content, imported_file.digest = prepared.content, prepared.digest
    imported_file.save()
    return imported_file


def _kind_of(section: Section, prepared: Prepared) -> Kind:
    if section.taxonomy:
        return _TERM_KINDS[section.taxonomy] if section.name else Kind(section.taxonomy)
    # Any folder may have been imported by itself: only ``content``, or what a site's
    # configuration names, is a whole site.
    path, configuration = prepared.found.path, prepared.settings.configuration
    is_site = "content" in path.parts or bool(configuration.language_of(path))
    return Kind.FRONT if is_site and not section.name else Kind.SECTION


def file_sections(archives: Collection[str], terms: Terms) -> None:
    """Give sections' pages the category that goes by the folder's name, if any does."""
    pages = ListPage.objects.filter(
        kind=Kind.SECTION, category=None, imported_file__archive__in=archives
    )
    rows = pages.select_related("imported_file__configuration")
    for page in rows.defer("imported_file__content"):
        path = PurePosixPath(page.imported_file.path)
        section = section_at(path, settings_then(page.imported_file).configuration)
        if not section.taxonomy and section.name:
            category = terms.find(Category, section.name)
            if category:
                ListPage.objects.filter(pk=page.pk).update(category=category)


def _original(prepared: Prepared) -> ImportedListPage | None:
    found = prepared.found
    rows = ImportedListPage.objects.select_related("page", "configuration")
    return rows.filter(archive=found.archive, path=found.place).first()


def _plan(imported_file: ImportedListPage, prepared: Prepared) -> Plan:
    assert prepared.reading  # noqa: S101 – what was refused has no plan
    ours = {name: getattr(imported_file.page, name) for name in (*_FIELDS, "body")}
    content, path = bytes(imported_file.content), PurePosixPath(imported_file.path)
    try:
        reading = parse_file(content, path, settings_then(imported_file), Problems())
        base = _state_of_reading(reading)
    except Refused:  # An earlier version could read what this one refuses.
        base = ours
    theirs = _state_of_reading(prepared.reading)
    is_same_file = prepared.digest == imported_file.digest
    return plan_merge(base, ours, theirs, is_same_file=is_same_file)


def _state_of_reading(reading: ParsedFile) -> Values:
    state = {name: reading.values[name] for name in _FIELDS}
    return state | {"body": reading.body}


def _warn_of_conflicts(planned: Plan, problems: Problems) -> None:
    for name in planned.conflicts:
        problems.warn(
            "conflict",
            0,
            f"“{name}” was changed here and in the file: the page keeps its own, "
            "the file's stands beside it in the admin.",
        )


def _outcome(
    prepared: Prepared, action: ImportAction, fields: tuple[str, ...] = ()
) -> ImportResult:
    problems = list(prepared.problems.found) if prepared.problems else []
    if prepared.refused:
        problems.append(prepared.refused.problem)
    return ImportResult(prepared.found.file, action, tuple(problems), fields=fields)
