"""The context that a file is parsed in, and the parsed file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from articles.archive.fields import Values
from articles.archive.hugo import Configuration, IgnoredSetting
from articles.archive.reader.attribution_footer import AttributionFooter
from articles.archive.reader.closing_blocks import ClosingBlock
from articles.archive.reader.footer_patterns import host_of


@dataclass(frozen=True)
class ArchiveSettings:
    """The settings that hold for every file of an archive."""

    configuration: Configuration
    archive: str = ""
    known_widgets: Collection[str] = ()
    math: bool = False  # The site typesets formulas by default.
    configuration_id: int | None = None  # The row that keeps the configuration.
    publishes_undated: bool = False  # With the file's own time.
    restores_deleted: bool = False  # Texts that an editor deleted come back.
    reads_again: bool = False  # Files with the bytes of their last import too.
    ignored: tuple[IgnoredSetting, ...] = ()  # Of the site's settings.

    @property
    def own_hosts(self) -> frozenset[str]:
        """The hosts of the archive's own site: no original of another lies there."""
        return frozenset(filter(None, map(host_of, self.configuration.base_urls)))


@dataclass(frozen=True)
class ParseContext:
    """The context that bytes are parsed in, besides their place: the digests of the known
    footer patterns, the closing blocks that editors named, and a time for a file without
    a date.

    A ``recorded`` footer, as ``AttributionFooter.data`` gives it, is lifted again whatever
    today's rules are.
    """

    footers: Collection[str] = ()
    file_time: datetime | None = None
    blocks: Sequence[ClosingBlock] = ()
    recorded: Mapping[str, Any] | None = None


NO_CONTEXT = ParseContext()


@dataclass
class ParsedFile:
    """One parsed file: the values of its fields, its body as Markdown, and its addresses.

    ``guessed_addresses`` are old addresses that may as well be another file's, and
    ``prefix`` begins those of its language's pages, without outer slashes.
    ``configured_language`` is what the site or the desk says of the language, where the
    file does not, and ``shown_language`` what the text plainly shows instead.
    ``leading`` is the text taken off above the body, such as a repeated title.
    ``proposed_source`` is only guessed. ``file_time`` stands for the date if that was
    needed.
    """

    values: Values
    body: str
    body_line: int
    slugs: list[str]
    old_addresses: list[str] = field(default_factory=list)
    guessed_addresses: list[str] = field(default_factory=list)
    prefix: str = ""
    footer: AttributionFooter | None = None
    proposed_source: str = ""
    encoding: str = "utf-8"
    configured_language: str = ""
    shown_language: str = ""
    leading: str = ""
    is_fenced: bool = False  # Front matter stands on top.
    has_spaced_labels: bool = False  # In a text, spaces part the names of labels.
    file_time: datetime | None = None

    @property
    def used(self) -> ParseContext:
        """The context in which the file parses the same by any later rules."""
        recorded = self.footer.data if self.footer else {}
        return ParseContext(file_time=self.file_time, recorded=recorded)
