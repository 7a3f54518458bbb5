"""Let the addresses of a site's sections lead to the lists that hold their articles here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import starmap
from typing import NamedTuple
from urllib.parse import unquote

from django.db import transaction
from django.urls import reverse

from articles.archive.hugo import file_path_of, section_at
from articles.archive.importer.archives import Archives
from articles.archive.importer.discover import DiscoveredFile
from articles.archive.importer.store_list_pages import Terms
from articles.choices import Variant
from articles.models import Article, Category, ListPage, Redirect, Source


class _Section(NamedTuple):
    """A folder that the site had a list of: its path there, its name, and its variant;
    none where the site names no language."""

    path: str
    name: str
    variant: str


@transaction.atomic
def store_section_redirects(
    files: Iterable[DiscoveredFile], archives: Archives, terms: Terms
) -> None:
    """Let each section lead to the category or source of its name, or of its page's title;
    else to the archive, which holds all. An address that leads somewhere already stays, but for
    a section whose label came later. Some queries, whatever the number of files."""
    files = [file for file in files if not (file.skip_reason or file.refusal)]
    wanted: dict[_Section, str] = {}
    titles = _titles(files)
    for file in files:
        for section in _sections_of(file, archives):
            title = titles.get((file.archive, file.place), "")
            wanted[section] = title or wanted.get(section, "")
    known = Redirect.objects.in_bulk(
        [section.path for section in wanted], field_name="path"
    )
    for section, title in wanted.items():
        names = filter(None, (section.name, title))
        pairs = ((model, name) for name in names for model in (Category, Source))
        label = next(filter(None, starmap(terms.find, pairs)), None)
        redirect = known.get(section.path)
        is_ours = redirect is None or (
            redirect.reason == Redirect.Reason.IMPORTED
            and redirect.url == _archive_in(section.variant)
            and label is not None
        )
        if is_ours:
            redirect = redirect or Redirect(path=section.path)
            url = "" if label else _archive_in(section.variant)
            redirect.lead_to(label, url, section.variant if label else "")
            redirect.save()


def _archive_in(variant: str) -> str:
    return reverse("articles:archive", args=[variant]) if variant else "/archive/"


def _titles(files: Iterable[DiscoveredFile]) -> dict[tuple[str, str], str]:
    """Return the titles of the pages of sections by archive and place. One query."""
    pages = ListPage.objects.filter(
        kind=ListPage.Kind.SECTION,
        imported_file__archive__in={file.archive for file in files},
    )
    columns = ("imported_file__archive", "imported_file__path", "title")
    return {
        (archive, path): title for archive, path, title in pages.values_list(*columns)
    }


def _sections_of(file: DiscoveredFile, archives: Archives) -> Iterator[_Section]:
    """Yield the sections that a file makes: Hugo lists the first folder of every article,
    and any folder that has a page of its own."""
    configuration = archives.settings_of(file).configuration
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
        Variant(Article(language=language.tag).variant) if language else "",
    )
