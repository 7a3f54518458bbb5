"""What is known of each archive: how its files are read, and what the last import read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from os.path import splitext
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef

from articles.archive.hugo import Cascades, Configuration
from articles.archive.importer.discover import (
    DiscoveredFile,
    is_another,
    versions_without_language,
)
from articles.archive.reader import ArchiveSettings
from articles.models import (
    ArchiveConfiguration,
    ArchivedFile,
    ImageReference,
    ImportedFile,
    ImportedListPage,
    Revision,
    SiteSettings,
)


class LastRead(NamedTuple):
    """A file at its last import: what tells whether it changed, what it was read by, and
    the article or list's page that it became, unless an editor deleted that."""

    size: int
    changed_at_ns: int
    digest: str
    read_by: int | None
    text: int | None


class _Kind(NamedTuple):
    """The files that are read alike: lists hand down to those below them, by language,
    and not to themselves."""

    root: Path
    folder: str
    suffix: str
    is_list: bool
    is_version: bool


class Archives:
    """The archives of one run: each is asked about once, when its first file comes."""

    def __init__(
        self,
        known_widgets: Collection[str],
        *,
        publishes_undated: bool,
        restores_deleted: bool,
        only_look: bool,
    ) -> None:
        self.known_widgets = known_widgets
        self.publishes_undated = publishes_undated
        self.restores_deleted = restores_deleted
        self.only_look = only_look
        self.has_math = SiteSettings.current().mathjax
        self.sites: dict[Path, tuple[ArchiveSettings, Cascades]] = {}
        self.settings: dict[_Kind, ArchiveSettings] = {}
        self.versions: dict[tuple[Path, str], frozenset[str]] = {}
        self.known: dict[tuple[str, bool], dict[str, LastRead]] = {}
        self.asked_again: dict[Path, set[str]] = {}

    def settings_of(self, found: DiscoveredFile) -> ArchiveSettings:
        """How the file is read. Raises ``BadConfiguration``."""
        if found.root not in self.sites:
            told = Configuration.of(found.root, settings.TIME_ZONE)
            cascades = Cascades(found.root, dict(told.taxonomies))
            self.sites[found.root] = self._settings(found, told), cascades
        site, cascades = self.sites[found.root]
        kind = self._kind_of(found, site.configuration)
        if kind not in self.settings:
            told = site.configuration
            above = cascades.of(told.lists_above(found.path))
            own = replace(
                told, cascades=(*above, *told.cascades), is_version=kind.is_version
            )
            self.settings[kind] = self._settings(found, own) if own != told else site
        return self.settings[kind]

    def _kind_of(self, found: DiscoveredFile, told: Configuration) -> _Kind:
        folder, _slash, name = found.place.rpartition("/")
        stem = splitext(name)[0]
        is_list = name.startswith("_index.")
        is_version = False
        if not (told.languages or is_list):
            if (found.root, folder) not in self.versions:
                names = versions_without_language(found.root / folder)
                self.versions[found.root, folder] = names
            is_version = stem in self.versions[found.root, folder]
        return _Kind(found.root, folder, splitext(stem)[1], is_list, is_version)

    def _settings(
        self, found: DiscoveredFile, configuration: Configuration
    ) -> ArchiveSettings:
        return ArchiveSettings(
            configuration,
            found.archive,
            self.known_widgets,
            self.has_math,
            self._row(configuration),
            self.publishes_undated,
            self.restores_deleted,
        )

    def _row(self, configuration: Configuration) -> int:
        if self.only_look:
            known = ArchiveConfiguration.objects.filter(digest=configuration.digest)
            return known.values_list("pk", flat=True).first() or 0
        row, _is_new = ArchiveConfiguration.objects.get_or_create(
            digest=configuration.digest, defaults={"data": configuration.data}
        )
        return row.pk

    def last_read(self, found: DiscoveredFile) -> LastRead | None:
        """What the last import noted of the file; None of one never seen."""
        key = found.archive, found.is_section
        if key not in self.known:
            self.known[key] = _last_read(*key)
        return self.known[key].get(found.place)

    def is_deleted_here(self, found: DiscoveredFile) -> bool:
        """Whether an editor deleted what came of the file, and that is to stay so."""
        last = self.last_read(found)
        return last is not None and last.text is None and not self.restores_deleted

    def is_asked_again(self, found: DiscoveredFile) -> bool:
        """Whether the same bytes may mean something else now: a picture that they call
        came or was replaced, or a file without a date is to be published."""
        if found.root not in self.asked_again:
            places = set(_with_other_pictures(found))
            if self.publishes_undated:
                places.update(_undated(found.archive))
            self.asked_again[found.root] = places
        return found.place in self.asked_again[found.root]

    def still_holds(self, found: DiscoveredFile) -> LastRead | None:
        """``last_read``, but for what is to be read by other lights now."""
        last = self.last_read(found)
        if last is None or last.text is None or self.is_asked_again(found):
            return None
        return (
            last if last.read_by == self.settings_of(found).configuration_id else None
        )


def _undated(archive: str) -> Iterable[str]:
    """The places of files that became drafts because nothing told a date, as far as
    nobody worked on them since."""
    rows = ImportedFile.objects.filter(
        archive=archive, file_time=None, article__published_at=None
    )
    edited = Revision.objects.filter(
        article=OuterRef("article"), reason=Revision.Reason.EDIT
    )
    return rows.exclude(Exists(edited)).values_list("path", flat=True)


def _with_other_pictures(found: DiscoveredFile) -> Iterator[str]:
    """The places in the file's archive that call a picture which is another now."""
    rows = ImageReference.objects.filter(archive=found.archive).values_list(
        "place", "path", "size", "changed_at_ns"
    )
    for place, path, size, changed_at_ns in rows.iterator(5000):
        if is_another(found.root / path, size, changed_at_ns):
            yield place


def _last_read(archive: str, is_section: bool) -> dict[str, LastRead]:
    model: type[ArchivedFile] = ImportedListPage if is_section else ImportedFile
    text = "page_id" if is_section else "article_id"
    rows = model._default_manager.filter(archive=archive).values_list(
        "path", "size", "changed_at_ns", "digest", "configuration_id", text
    )
    return {path: LastRead(*rest) for path, *rest in rows.iterator(5000)}


def settings_here() -> ArchiveSettings:
    """How a file of no archive is read."""
    return ArchiveSettings(Configuration(settings.TIME_ZONE))


def settings_then(imported_file: ArchivedFile) -> ArchiveSettings:
    """How the file was read at its last import."""
    row = imported_file.configuration
    if row is None:
        return replace(settings_here(), archive=imported_file.archive)
    configuration = Configuration.from_data(row.data)
    return ArchiveSettings(
        configuration, imported_file.archive, configuration_id=row.pk
    )
