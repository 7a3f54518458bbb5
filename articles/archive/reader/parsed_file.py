"""From a file's bytes to everything an article will be made of. No database."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from pathlib import PurePosixPath

from articles.archive import jekyll
from articles.archive.fields import (
    ATTRIBUTION,
    TITLE_LENGTH,
    FilePlace,
    ReadContext,
    Values,
    read_fields,
)
from articles.archive.front_matter import (
    Document,
    FrontMatter,
    Keys,
    clean_body,
    clean_text,
    date_in_folders,
    date_in_name,
    decode,
    folder_language,
    language_tag,
    one_line,
    parse_front_matter,
    report_encoding,
    split_document,
    without_date,
)
from articles.archive.hugo import (
    AddressParts,
    Configuration,
    Section,
    SiteLanguage,
    is_section,
    old_addresses,
    section_at,
    slugs_for,
    split_name,
    translation_key,
)
from articles.archive.problems import Problems
from articles.archive.reader.attribution_footer import (
    AttributionFooter,
    exported_footer,
    lift_footer,
)
from articles.archive.reader.headerless import read_html, read_plain, report_plain
from articles.archive.reader.leading_title import first_heading, lift_title
from articles.archive.reader.written_language import language_of, script_of
from articles.choices import Language, Status
from articles.rendering import raw_html

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class ArchiveSettings:
    """What holds for every file of an archive."""

    configuration: Configuration
    archive: str = ""
    known_widgets: Collection[str] = ()
    math: bool = False  # Whether the site typesets formulas by default.
    configuration_id: int | None = None  # The row that keeps the configuration.
    publishes_undated: bool = False  # With the file's own time.
    restores_deleted: bool = False  # What an editor deleted comes back.


@dataclass(frozen=True)
class ParseContext:
    """What decides how a file is read beside its bytes: the digests of the closing
    patterns for which there is evidence, and a moment for a file without a date."""

    closings: Collection[str] = ()
    file_time: datetime | None = None


@dataclass(frozen=True)
class FileContext(FilePlace):
    """A file's place, and all that decides how its bytes are read there."""

    settings: ArchiveSettings
    context: ParseContext = ParseContext()

    @property
    def zone(self) -> tzinfo:
        return self.settings.configuration.zone_of(self.path)

    @property
    def translation_key(self) -> str:
        """The key that links a file at this place where it names none."""
        archive, configuration = self.settings.archive, self.settings.configuration
        return archive and translation_key(archive, self.path, configuration)

    def parse(self, content: bytes) -> ParsedFile:
        """Parse bytes as if they lay there. Raises ``Refused``."""
        return parse_file(content, self.path, self.settings, Problems(), self.context)


@dataclass
class ParsedFile:
    """One file, read: the values of its fields, its body as Markdown, and where it came from.

    ``guessed_addresses`` are old addresses that may as well be another file's.
    ``opening`` is what was taken off above the body: a repeated title. ``section`` is
    set where the file is a list's own page (``_index.md``) and no article. ``used`` are
    the circumstances that made a difference: with them it reads the same again.
    """

    values: Values
    body: str
    body_line: int
    slugs: list[str]
    old_addresses: list[str] = field(default_factory=list)
    guessed_addresses: list[str] = field(default_factory=list)
    closing: AttributionFooter | None = None
    proposed_source: str = ""
    encoding: str = "utf-8"
    opening: str = ""
    section: Section | None = None
    is_fenced: bool = False  # Front matter stands on top.
    used: ParseContext = field(default_factory=ParseContext)


def parse_file(
    content: bytes,
    path: PurePosixPath,
    settings: ArchiveSettings,
    problems: Problems,
    circumstances: ParseContext = ParseContext(),
) -> ParsedFile:
    """Read one file; ``path`` is its place below the archive's root.

    Raises ``Refused`` where there is nothing to make an article of.
    """
    decoded = decode(content)
    report_encoding(decoded, problems)
    if not decoded.text.strip() and not is_section(path):
        problems.warn("empty", 0, "Nothing in it: kept as a draft of the file's name.")
    document = split_document(_LONE_SURROGATES.sub("\ufffd", decoded.text))
    matter = parse_front_matter(document, problems)
    configuration = settings.configuration
    matter = configuration.with_handed_down(matter, path)
    zone = configuration.zone_of(path)
    context = ReadContext(configuration.keys_of, settings.known_widgets)
    values = read_fields(Keys(matter, zone, problems), context)
    stem, suffix = split_name(path, configuration)
    reading = ParsedFile(
        values,
        _body(document, problems),
        document.body_line,
        slugs_for(path, stem, values["slug"]),
        encoding=decoded.encoding,
    )
    is_html = path.suffix.lower() == ".html"
    reading.is_fenced = document.format in {"yaml", "toml", "json"}
    if is_section(path):
        reading.body = raw_html(reading.body) if is_html else reading.body
        return _as_section(reading, path, suffix, matter, configuration)
    (source_key,) = ATTRIBUTION.keys
    if source_key in matter.values:  # An export wrote it: no footer is looked for.
        reading.closing = exported_footer(matter.values[source_key])
    elif document.format or not is_html:
        _lift_closing(reading, path, circumstances.closings, problems)
    if not document.format:
        _read_plain(reading, path, problems)
    _settle_title(reading, matter, without_date(stem), problems)
    reading.body = raw_html(reading.body) if is_html else reading.body
    _settle_language(reading, path, suffix, configuration, problems)
    file_time = circumstances.file_time if decoded.text.strip() else None
    _settle_date(reading, path, zone, file_time, problems)
    _settle_status(reading, path, matter)
    _settle_place(reading, path, stem, matter, settings)
    return reading


def _settle_place(
    reading: ParsedFile,
    path: PurePosixPath,
    stem: str,
    matter: FrontMatter,
    settings: ArchiveSettings,
) -> None:
    """What follows from where the file lies: old addresses, and its translations."""
    configuration, values = settings.configuration, reading.values
    # An empty key says that the file has no translations, whatever its place says.
    if "translationkey" not in matter.values and settings.archive:
        key = translation_key(settings.archive, path, configuration)
        values["translation_key"] = key
    page = AddressParts(
        configuration.below_content(path),
        stem,
        values["slug"],
        values["title"],
        values["published_at"],
    )
    language = configuration.language_of(path)
    if language is None and (suffix := path.suffixes[-2:-1]):
        language = _guessed_language(suffix[0], values["language"], path)
        reading.guessed_addresses = old_addresses(page, None, matter)[:1]
    reading.old_addresses = old_addresses(page, language, matter)


def _guessed_language(
    suffix: str, tag: str, path: PurePosixPath
) -> SiteLanguage | None:
    """What a name such as ``a.zh-tw.md`` says of a site that nobody described: Hugo
    serves it below ``/zh-tw/``, unless it is the default language."""
    key = suffix[1:].lower()
    return SiteLanguage(key, tag, str(path.parent), key) if language_tag(key) else None


def _body(document: Document, problems: Problems) -> str:
    if found := _CONTROLS.search(document.body):
        line = document.body_line + document.body.count("\n", 0, found.start())
        problems.warn(
            "control-character",
            line,
            f"U+{ord(found[0]):04X} in the text was left out.",
        )
    return clean_body(document.body)


def _as_section(
    reading: ParsedFile,
    path: PurePosixPath,
    suffix: str,
    matter: FrontMatter,
    configuration: Configuration,
) -> ParsedFile:
    """A list's own page: what it says of the list, and nothing is missing from it."""
    own = configuration.language_of(path)
    reading.section = section_at(path, configuration)
    values = reading.values
    declared = (own.tag if own.is_declared else "") if own else folder_language(path)
    language = values["language"] or suffix or declared
    script = script_of(f"{values['title']}\n{reading.body}")
    if language == "zh":
        language = script.language or Language.SIMPLIFIED
    elif not language and script.is_certain and "lang" not in matter.values:
        language = script.language  # But a few Latin words are in any language.
    values["language"] = language
    values["status"] = Status.DRAFT if values["is_draft"] else Status.PUBLISHED
    return reading


def _lift_closing(
    reading: ParsedFile,
    path: PurePosixPath,
    digests: Collection[str],
    problems: Problems,
) -> None:
    values = reading.values
    labels = [*values["categories"], *values["tags"], path.parent.name]
    reading.body, reading.closing = lift_footer(reading.body, labels, digests)
    if closing := reading.closing:
        if closing.digest:
            reading.used = replace(reading.used, closings=(closing.digest,))
        problems.note(
            "closing-block",
            reading.body_line + closing.line - 1,
            f"The closing block was lifted out of the text: source “{closing.name}”, "
            f"original at {closing.url or 'no address'}",
        )


def _read_plain(reading: ParsedFile, path: PurePosixPath, problems: Problems) -> None:
    first_line = reading.body_line
    text = read_html(reading.body) if path.suffix.lower() == ".html" else None
    text = text or read_plain(reading.body, first_line)
    reading.body, reading.proposed_source = text.body, text.source
    reading.opening = text.leading
    reading.body_line += text.leading.count("\n")
    reading.values["title"] = text.title[:TITLE_LENGTH]
    report_plain(text, first_line, problems)


def _settle_title(
    reading: ParsedFile, matter: FrontMatter, name: str, problems: Problems
) -> None:
    """The title, from elsewhere where its key is missing, and not a second time."""
    values = reading.values
    if not values["title"]:
        values["title"], where = _title_elsewhere(reading, matter, name)
        problems.warn("missing-title", 0, f"No title: taken from {where}.")
    opening, body = lift_title(reading.body, values["title"])
    if opening:
        problems.note(
            "repeated-title",
            reading.body_line + len(opening) - len(opening.lstrip("\n")),
            "The text began with its title once more; it is shown once.",
        )
        reading.opening += opening
        reading.body, reading.body_line = body, reading.body_line + opening.count("\n")


def _title_elsewhere(
    reading: ParsedFile, matter: FrontMatter, name: str
) -> tuple[str, str]:
    """A translator's ``subject`` is the original's title: a heading goes before it."""
    if title := first_heading(reading.body):
        return title[:TITLE_LENGTH], "the first heading"
    if title := one_line(matter.values.get("subject")):
        return title[:TITLE_LENGTH], "“subject”"
    words = re.sub(r"[-_\s]+", " ", clean_text(name)).strip()
    return (words or "index")[:TITLE_LENGTH], "the file's name"


def _settle_language(
    reading: ParsedFile,
    path: PurePosixPath,
    suffix: str,
    configuration: Configuration,
    problems: Problems,
) -> None:
    """As the file says, its name, its folder or its site; else as the text shows."""
    own = configuration.language_of(path)
    declared = reading.values["language"] or suffix
    if own and own.is_declared:
        declared = declared or own.tag
    elif own is None:
        declared = declared or folder_language(path)
    of_the_site = own.tag if own else ""
    title = reading.values["title"]
    reading.values["language"] = language_of(
        title, reading.body, declared, of_the_site, problems
    )


def _settle_date(
    reading: ParsedFile,
    path: PurePosixPath,
    zone: tzinfo,
    file_time: datetime | None,
    problems: Problems,
) -> None:
    """Where no key has a date: what the names say, else the file's own time."""
    values = reading.values
    if values["is_dated_by_change"] and jekyll.is_in_posts(path):
        # For Jekyll the day in the name is when a post appeared.
        of_the_name = date_in_name(path.name, zone)
        values["published_at"] = of_the_name or values["published_at"]
    if values["published_at"] is not None or values["has_bad_date"]:
        return
    told = (
        date_in_name(path.name, zone)
        or date_in_name(path.parent.name, zone)
        or date_in_folders(str(path), zone)
    )
    values["published_at"] = told or file_time
    if told:
        return
    reading.used = replace(reading.used, file_time=file_time)
    if file_time:
        problems.warn(
            "file-time",
            0,
            f"No date: published with the file's own time, {file_time:%Y-%m-%d %H:%M} UTC.",
        )
    else:
        problems.warn(
            "missing-date", 0, "No date: kept as a draft until someone sets one."
        )


def _settle_status(
    reading: ParsedFile, path: PurePosixPath, matter: FrontMatter
) -> None:
    """Published where there is a date and nothing says draft, as do the folder of
    drafts of Jekyll and Hexo."""
    values = reading.values
    if jekyll.is_in_drafts(path) and not {"draft", "published"} & matter.values.keys():
        values["is_draft"] = True
    is_dated = values["published_at"] is not None and not values["has_bad_date"]
    is_draft = values["is_draft"] or not is_dated
    values["status"] = Status.DRAFT if is_draft else Status.PUBLISHED
