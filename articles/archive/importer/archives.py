"""How the files of each archive are read, and what its last import read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from os.path import splitext
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models import Exists, OuterRef

from articles.archive.hugo import (
    Cascades,
    Configuration,
    IgnoredSetting,
    ignored_settings,
)
from articles.archive.importer.configured_languages import (
    declared_languages,
    language_at,
)
from articles.archive.importer.discover import (
    DiscoveredFile,
    is_another,
    versions_without_language,
)
from articles.archive.importer.import_results import (
    ImportAction,
    ImportResult,
    deleted_here,
    refused_result,
)
from articles.archive.importer.prepare import PendingFile
from articles.archive.problems import NotAnArticle, Problems
from articles.archive.reader import ArchiveSettings
from articles.models import (
    ArchiveConfiguration,
    ArchivedFile,
    ArchiveSite,
    ImageReference,
    ImportedFile,
    ImportedListPage,
    Revision,
    Shortcode,
    SiteSettings,
)


class LastRead(NamedTuple):
    """A file at its last import: size and time, digest, the row of the configuration, and
    the article or list page that it became, unless an editor deleted that."""

    size: int
    changed_at_ns: int
    digest: str
    configuration_id: int | None
    text_id: int | None


class _Group(NamedTuple):
    """The files of a folder that are read alike: list pages hand down to the files of
    their language below them, and not to themselves."""

    root: Path
    folder: str
    suffix: str
    is_list: bool
    is_version: bool
    declared_language: str


class Archives:
    """The archives of one run: each is queried once, when its first file comes."""

    def __init__(
        self,
        known_widgets: Collection[str],
        *,
        publishes_undated: bool,
        restores_deleted: bool,
        reads_again: bool,
        is_dry_run: bool,
    ) -> None:
        self.known_widgets = known_widgets
        self.publishes_undated = publishes_undated
        self.restores_deleted = restores_deleted
        self.reads_again = reads_again
        self.is_dry_run = is_dry_run
        self.has_math = SiteSettings.current().mathjax
        self.sites: dict[Path, tuple[ArchiveSettings, Cascades]] = {}
        self.ignored: dict[Path, tuple[IgnoredSetting, ...]] = {}
        self.settings: dict[_Group, ArchiveSettings] = {}
        self.versions: dict[tuple[Path, str], frozenset[str]] = {}
        self.known: dict[tuple[str, bool], dict[str, LastRead]] = {}
        self.asked_again: dict[Path, set[str]] = {}
        self.declared = declared_languages()

    def result_without_reading(self, file: DiscoveredFile) -> ImportResult | None:
        """Return the result for a file that need not be opened, else None."""
        if file.refusal:
            return ImportResult(file.file, ImportAction.FAILED, (file.refusal,))
        if file.skip_reason:
            return refused_result(file.file, NotAnArticle(file.skip_reason), Problems())
        last = self.last_read(file)
        if last and last.text_id is None and not self.restores_deleted:
            return deleted_here(file.file)
        last = self._still_valid(file)
        if not (last and last.changed_at_ns and last[:2] == (file.size, file.mtime_ns)):
            return None
        article_id = None if file.is_section else last.text_id
        return ImportResult(file.file, ImportAction.UNCHANGED, article_id=article_id)

    def pending(self, file: DiscoveredFile) -> PendingFile:
        """Return the file with what is needed to read it."""
        last = self._still_valid(file)
        return PendingFile(
            file,
            self.settings_of(file),
            last.digest if last else "",
            self.last_read(file) is not None,
            self._is_asked_again(file),
            self.treatments,
        )

    @cached_property
    def treatments(self) -> dict[str, str]:
        """The desk's treatments of shortcodes, queried when a file is to be read."""
        return Shortcode.treatments()

    def settings_of(self, file: DiscoveredFile) -> ArchiveSettings:
        """Return how the file is read. Raises ``BadConfiguration``."""
        if file.root not in self.sites:
            configuration = Configuration.of(file.root, settings.TIME_ZONE)
            cascades = Cascades(file.root, dict(configuration.taxonomies))
            if configuration.base_urls and not self.is_dry_run:
                _note_site(file.archive, configuration.base_urls)
            self.sites[file.root] = self._settings(file, configuration), cascades
        site, cascades = self.sites[file.root]
        group = self._group_of(file, site.configuration)
        if group not in self.settings:
            of_site = site.configuration
            above = cascades.of(of_site.lists_above(file.path))
            configuration = replace(
                of_site,
                cascades=(*above, *of_site.cascades),
                is_version=group.is_version,
                declared_language=group.declared_language,
            )
            self.settings[group] = (
                site
                if configuration == of_site
                else self._settings(file, configuration)
            )
        return self.settings[group]

    def _group_of(self, file: DiscoveredFile, configuration: Configuration) -> _Group:
        folder, _slash, name = file.place.rpartition("/")
        stem = splitext(name)[0]
        is_list = name.startswith("_index.")
        is_version = False
        if not (configuration.languages or is_list):
            if (file.root, folder) not in self.versions:
                names = versions_without_language(file.root / folder)
                self.versions[file.root, folder] = names
            is_version = stem in self.versions[file.root, folder]
        declared = language_at(file.place, self.declared.get(file.archive, {}))
        suffix = splitext(stem)[1]
        return _Group(file.root, folder, suffix, is_list, is_version, declared)

    def _settings(
        self, file: DiscoveredFile, configuration: Configuration
    ) -> ArchiveSettings:
        return ArchiveSettings(
            configuration,
            file.archive,
            self.known_widgets,
            self.has_math,
            self._row(configuration),
            self.publishes_undated,
            self.restores_deleted,
            self.reads_again,
            self._ignored(file.root),
        )

    def _ignored(self, root: Path) -> tuple[IgnoredSetting, ...]:
        if root not in self.ignored:
            _file, found = ignored_settings(root) or (root, [])
            self.ignored[root] = tuple(setting for setting in found if setting.sign)
        return self.ignored[root]

    def _row(self, configuration: Configuration) -> int:
        if self.is_dry_run:
            known = ArchiveConfiguration.objects.filter(digest=configuration.digest)
            return known.values_list("pk", flat=True).first() or 0
        row, _is_new = ArchiveConfiguration.objects.get_or_create(
            digest=configuration.digest, defaults={"data": configuration.data}
        )
        return row.pk

    def last_read(self, file: DiscoveredFile) -> LastRead | None:
        """Return what the last import noted of the file; None for one never seen."""
        key = file.archive, file.is_section
        if key not in self.known:
            self.known[key] = _last_read(*key)
        return self.known[key].get(file.place)

    def _is_asked_again(self, file: DiscoveredFile) -> bool:
        """Tell whether the same bytes may mean something else now: a picture that they
        name came or was replaced, or a file without a date is to be published."""
        if file.root not in self.asked_again:
            places = set(_with_other_pictures(file))
            if self.publishes_undated:
                places.update(_undated(file.archive))
            self.asked_again[file.root] = places
        return file.place in self.asked_again[file.root]

    def _still_valid(self, file: DiscoveredFile) -> LastRead | None:
        """``last_read``, except for a file that is to be read in another way now."""
        last = self.last_read(file)
        if self.reads_again or last is None or last.text_id is None:
            return None
        if self._is_asked_again(file):
            return None
        is_same = last.configuration_id == self.settings_of(file).configuration_id
        return last if is_same else None


def _note_site(archive: str, base_urls: tuple[str, ...]) -> None:
    """Keep the addresses of the archive's site for its texts."""
    rows = ArchiveSite.objects.filter(archive=archive)
    known = rows.values_list("base_urls", flat=True).first() or []
    if known != list(base_urls):
        ArchiveSite.objects.update_or_create(
            archive=archive, defaults={"base_urls": base_urls}
        )


def _undated(archive: str) -> Iterable[str]:
    """Return the places of files that became drafts for want of a date, unless somebody
    edited them since."""
    rows = ImportedFile.objects.filter(
        archive=archive, file_time=None, article__published_at=None
    )
    edited = Revision.objects.by_editors().filter(article=OuterRef("article"))
    return rows.exclude(Exists(edited)).values_list("path", flat=True)


def _with_other_pictures(file: DiscoveredFile) -> Iterator[str]:
    """Yield the places in the file's archive that name a picture which changed since."""
    rows = ImageReference.objects.filter(archive=file.archive).values_list(
        "place", "path", "size", "changed_at_ns"
    )
    for place, path, size, changed_at_ns in rows.iterator(5000):
        if is_another(file.root, path, size, changed_at_ns):
            yield place


def _last_read(archive: str, is_section: bool) -> dict[str, LastRead]:
    model: type[ArchivedFile] = ImportedListPage if is_section else ImportedFile
    text = "page_id" if is_section else "article_id"
    rows = model._default_manager.filter(archive=archive).values_list(
        "path", "size", "changed_at_ns", "digest", "configuration_id", text
    )
    return {path: LastRead(*rest) for path, *rest in rows.iterator(5000)}
