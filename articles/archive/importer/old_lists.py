"""Let the addresses that an old site's lists had lead to the lists that stand for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from django.urls import Resolver404, resolve, reverse

from articles.archive.hugo import Configuration, file_path_of, section_at
from articles.archive.importer.archives import Archives
from articles.archive.importer.discover import DiscoveredFile
from articles.archive.importer.old_addresses import SAMPLES
from articles.archive.importer.store_list_pages import Terms
from articles.choices import Variant
from articles.models import (
    LABEL_FOLDERS,
    Article,
    Category,
    ImportedListPage,
    Redirect,
    Source,
    content_change,
)

Reason = Redirect.Reason


class _Section(NamedTuple):
    """A folder that the site had a list of: its path there, its name, and its variant,
    the site's own where the old one names no language."""

    path: str
    name: str
    variant: Variant


@content_change()
def store_list_redirects(
    files: Iterable[DiscoveredFile], archives: Archives, terms: Terms
) -> None:
    """Let the lists of the files' sites, which are no samples, lead to ours. One query
    where none is new, another for each that is.

    A section leads to the category or source of its name, or of its page's title; else to
    the archive, which holds all. An address that leads somewhere already stays, but for a
    section whose label came later.
    """
    sections: dict[_Section, list[DiscoveredFile]] = defaultdict(list)
    lists: dict[str, str] = {}
    roots: set[Path] = set()
    for file in files:
        if not (file.skip_reason or file.refusal or file.archive == SAMPLES):
            configuration = archives.settings_of(file).configuration
            for section in _sections_of(file, configuration):
                sections[section] += [file] if file.is_section else []
            if file.root not in roots:
                roots.add(file.root)
                lists |= _lists_of(configuration)
    paths = {*lists, *(section.path for section in sections)}
    known = Redirect.objects.in_bulk(paths, field_name="path") if paths else {}
    new = [Redirect(path=path, url=url) for path, url in lists.items()]
    Redirect.objects.bulk_create(row for row in new if row.path not in known)
    for section, pages in sections.items():
        redirect = known.get(section.path) or Redirect(path=section.path)
        archive = reverse("articles:archive", args=[section.variant])
        is_open = redirect.url == archive and redirect.reason == Reason.IMPORTED
        if redirect.pk and not is_open:
            continue
        label = _label_of(section, pages, terms)
        if label:
            redirect.lead_to(label, variant=section.variant)
        else:
            redirect.lead_to(url=archive)
        if label or not redirect.pk:
            redirect.save()


def _lists_of(configuration: Configuration) -> dict[str, str]:
    """Return where the front pages and the indexes of labels of a site lead, by their
    paths there; those that have a page here are left out."""
    wanted: dict[str, str] = {}
    for language in configuration.languages:
        variant = Article(language=language.tag).variant
        parent, _slash, last = language.prefix.rpartition("/")
        base = parent if last == language.key else language.prefix
        # Hugo leads to the first language from the other of these two.
        fronts = {language.prefix, f"{base}/{language.key}"}
        if language == configuration.languages[0]:
            fronts.add(base)
        front = reverse("articles:front_page", args=[variant])
        wanted |= {Redirect.normal(path): front for path in fronts}
        for kind, folder in LABEL_FOLDERS.items():
            index = reverse(f"articles:{kind}_index", args=[variant])
            for name in (folder, *configuration.keys_of(folder)):
                wanted[Redirect.normal(f"{language.prefix}/{name}")] = index
    return {path: url for path, url in wanted.items() if not _is_here(path)}


def _is_here(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return path == "//"
    return True


def _label_of(
    section: _Section, pages: Iterable[DiscoveredFile], terms: Terms
) -> Category | Source | None:
    names = [section.name]
    for page in pages:
        rows = ImportedListPage.objects.filter(archive=page.archive, path=page.place)
        names += rows.exclude(page=None).values_list("page__title", flat=True)
    for name in filter(None, names):
        for model in (Category, Source):
            label = terms.find(model, name)
            if isinstance(label, Category | Source):
                return label
    return None


def _sections_of(
    file: DiscoveredFile, configuration: Configuration
) -> Iterator[_Section]:
    """Yield the sections that a file makes: Hugo lists the first folder of every article,
    and any folder that has a page of its own."""
    if file.is_section:
        section = section_at(file.path, configuration)
        folders = () if section.taxonomy else section.folders
    else:
        above = configuration.below_content(file.path).parent.parts
        # A page bundle's own folder is no section.
        folders = (above[:-1] if file.path.stem.split(".")[0] == "index" else above)[:1]
    if not folders or folders[0].startswith("_") or folders == ("content",):
        return
    language = configuration.language_of(file.path)
    parts = [language.prefix if language else "", *map(file_path_of, folders)]
    yield _Section(
        Redirect.normal(unquote("/".join(parts))),
        folders[-1],
        Article(language=language.tag if language else "").variant,
    )
