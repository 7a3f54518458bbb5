"""What is known of each archive: how its files are read, and what the last import read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from articles.importing.configuration import Configuration
from articles.importing.discovery import Found
from articles.importing.reading import Settings
from articles.models import (
    ArchiveConfiguration,
    ImportedFile,
    ListPageOriginal,
    Original,
    Site,
)

# Size, time, digest and configuration by path.
_LastRead = dict[str, tuple[int, int, str, int | None]]


class Archives:
    """The archives of one run: each is asked about once, when its first file comes."""

    def __init__(
        self,
        known_widgets: Collection[str],
        *,
        publishes_undated: bool,
        only_look: bool,
    ) -> None:
        self.known_widgets = known_widgets
        self.publishes_undated = publishes_undated
        self.only_look = only_look
        self.has_math = Site.current().mathjax
        self.settings: dict[Path, Settings] = {}
        self.last_read: dict[tuple[str, bool], _LastRead] = {}

    def settings_of(self, found: Found) -> Settings:
        """How the file is read. Raises ``BadConfiguration``."""
        if found.root not in self.settings:
            configuration = Configuration.of(found.root, settings.TIME_ZONE)
            self.settings[found.root] = Settings(
                configuration,
                found.archive,
                self.known_widgets,
                self.has_math,
                self._row(configuration),
                self.publishes_undated,
            )
        return self.settings[found.root]

    def _row(self, configuration: Configuration) -> int:
        if self.only_look:
            known = ArchiveConfiguration.objects.filter(digest=configuration.digest)
            return known.values_list("pk", flat=True).first() or 0
        row, _is_new = ArchiveConfiguration.objects.get_or_create(
            digest=configuration.digest, defaults={"data": configuration.data}
        )
        return row.pk

    def last_known(self, found: Found) -> tuple[int, int, str]:
        """Size, time and digest at the last import; nothing of a file never seen, or
        read by another configuration then."""
        key = found.archive, found.is_section
        known = self.last_read.get(key)
        if known is None:
            known = self.last_read[key] = _last_read(*key)
        size, changed_at, digest, read_by = known.get(found.place, (0, 0, "", None))
        if read_by != self.settings_of(found).configuration_id:
            return 0, 0, ""
        return size, changed_at, digest


def _last_read(archive: str, is_section: bool) -> _LastRead:
    model: type[ImportedFile] = ListPageOriginal if is_section else Original
    rows = model._default_manager.filter(archive=archive).values_list(
        "path", "size", "changed_at_ns", "digest", "configuration_id"
    )
    return {
        path: (size, changed_at, digest, read_by)
        for path, size, changed_at, digest, read_by in rows.iterator(5000)
    }


def settings_here() -> Settings:
    """How a file of no archive is read."""
    return Settings(Configuration(settings.TIME_ZONE))


def settings_then(original: ImportedFile) -> Settings:
    """How the file was read at its last import."""
    row = original.configuration
    if row is None:
        return replace(settings_here(), archive=original.archive)
    configuration = Configuration.from_data(row.data)
    return Settings(configuration, original.archive, configuration_id=row.pk)
