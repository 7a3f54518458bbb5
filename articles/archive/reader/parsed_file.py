"""Parse a file's bytes into everything an article is made of. No database."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import tzinfo
from functools import cached_property
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
    FrontMatter,
    Keys,
    SplitFile,
    clean_body,
    clean_text,
    date_in_folders,
    date_in_name,
    decode,
    folder_language,
    language_tag,
    one_line,
    parse_datetime,
    parse_front_matter,
    split_file,
    without_date,
)
from articles.archive.hugo import (
    AddressParts,
    SiteLanguage,
    is_section,
    old_addresses,
    other_spellings,
    slugs_for,
    split_name,
    translation_key,
)
from articles.archive.problems import Problems
from articles.archive.reader.attribution_footer import (
    AttributionFooter,
    exported_footer,
    lift_footer,
    lift_recorded,
    report_footer,
)
from articles.archive.reader.headerless import read_html, read_plain, report_plain
from articles.archive.reader.leading_title import first_heading, lift_title, link_of
from articles.archive.reader.originals import with_original
from articles.archive.reader.parse_context import (
    NO_CONTEXT,
    ArchiveSettings,
    ParseContext,
    ParsedFile,
)
from articles.archive.reader.written_language import (
    language_of,
    script_of,
    shown_instead,
)
from articles.choices import Language, Status
from articles.rendering import raw_html

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LONE_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class FileContext(FilePlace):
    """A file's place, and all that decides how its bytes are parsed there."""

    settings: ArchiveSettings
    context: ParseContext = NO_CONTEXT

    @property
    def zone(self) -> tzinfo:
        return self.settings.configuration.zone_of(self.path)

    @property
    def translation_key(self) -> str:
        """The key that links a file at this place if it names none."""
        archive, configuration = self.settings.archive, self.settings.configuration
        return archive and translation_key(archive, self.path, configuration)

    def parse(self, content: bytes) -> ParsedFile:
        """Parse bytes as if they lay there. Raises ``Refused``."""
        return parse_file(content, self.path, self.settings, Problems(), self.context)

    @property
    def for_other_bytes(self) -> FileContext:
        """The place for bytes whose footer need not be the recorded one: it is lifted by
        its pattern, or by today's rules."""
        recorded, context = self.context.recorded, self.context
        if recorded is None:
            return self
        footers = tuple(filter(None, [recorded.get("digest")]))
        return replace(self, context=replace(context, footers=footers, recorded=None))


def parse_file(
    content: bytes,
    path: PurePosixPath,
    settings: ArchiveSettings,
    problems: Problems,
    context: ParseContext = NO_CONTEXT,
) -> ParsedFile:
    """Parse one file; ``path`` is its place below the archive's root.

    Raises ``Refused`` if there is nothing to make an article of.
    """
    decoded = decode(content)
    decoded.report_to(problems)
    if not decoded.text.strip():
        context = replace(context, file_time=None)
        if not is_section(path):
            problems.warn(
                "empty", 0, "Nothing in it: kept as a draft of the file's name."
            )
    split = split_file(_LONE_SURROGATES.sub("\ufffd", decoded.text))
    configuration = settings.configuration
    matter = parse_front_matter(split, problems)
    matter = configuration.with_handed_down(matter, path)
    zone = configuration.zone_of(path)
    spaced = jekyll.SPACED_KEYS if configuration.has_spaced_labels else ()
    read_context = ReadContext(configuration.keys_of, settings.known_widgets, spaced)
    values = read_fields(Keys(matter, zone, problems), read_context)
    stem, suffix = split_name(path, configuration)
    parsed = ParsedFile(
        values,
        _body(split, problems),
        split.body_line,
        slugs_for(path, stem, values["slug"]),
        encoding=decoded.encoding,
        is_fenced=split.format in {"yaml", "toml", "json"},
        has_spaced_labels=configuration.has_spaced_labels,
    )
    resolver = _Resolver(
        parsed, path, settings, context, matter, stem, suffix, problems
    )
    if is_section(path):
        resolver.resolve_list_page()
    else:
        resolver.resolve_article(has_header=bool(split.format))
    return parsed


def _body(split: SplitFile, problems: Problems) -> str:
    if found := _CONTROLS.search(split.body):
        line = split.body_line + split.body.count("\n", 0, found.start())
        message = f"U+{ord(found[0]):04X} in the text was left out."
        problems.warn("control-character", line, message)
    return clean_body(split.body)


@dataclass(frozen=True)
class _Resolver:
    """Completes a parsed file with what hangs on its path, its body or its site.

    ``stem`` is the file's own name, and ``suffix`` the language in it.
    """

    parsed: ParsedFile
    path: PurePosixPath
    settings: ArchiveSettings
    context: ParseContext
    matter: FrontMatter
    stem: str
    suffix: str
    problems: Problems

    @property
    def values(self) -> Values:
        return self.parsed.values

    @property
    def is_html(self) -> bool:
        return self.path.suffix.lower() == ".html"

    @cached_property
    def site_language(self) -> SiteLanguage | None:
        return self.settings.configuration.language_of(self.path)

    @property
    def declared_language(self) -> str:
        """The language by the file, else, unless the desk says one, by its place."""
        declared = self.values["language"] or self.suffix
        if declared or self.of_the_desk:
            return declared
        if self.site_language is None or not self.site_language.key:
            return folder_language(self.path)
        return self.site_language.tag if self.site_language.is_declared else ""

    @property
    def of_the_desk(self) -> str:
        return self.settings.configuration.declared_language

    def resolve_article(self, *, has_header: bool) -> None:
        parsed, (source_key,) = self.parsed, ATTRIBUTION.keys
        if source_key in self.matter.values:  # An export wrote it: there is no footer.
            parsed.footer = exported_footer(self.matter.values[source_key])
            if parsed.footer and parsed.footer.lines:
                parsed.body, parsed.footer = lift_recorded(parsed.body, parsed.footer)
        elif has_header or not self.is_html:
            self.lift_footer()
        if not has_header:
            self.read_plain()
        self.resolve_title()
        self.render_html()
        self.resolve_language()
        self.resolve_date()
        self.resolve_status()
        self.resolve_place()

    def resolve_language(self) -> None:
        """Take the language as declared or configured, else tell it by the letters."""
        parsed, title = self.parsed, self.values["title"]
        of_the_site = self.site_language.tag if self.site_language else ""
        if not (self.values["language"] or self.suffix):
            parsed.configured_language = self.of_the_desk or of_the_site
        declared = self.declared_language
        self.values["language"] = language_of(
            *(title, parsed.body, declared, of_the_site, self.problems),
            of_the_desk=self.of_the_desk,
        )
        configured = parsed.configured_language
        parsed.shown_language = shown_instead(configured, title, parsed.body)

    def resolve_list_page(self) -> None:
        """Resolve only language and status: nothing is missing from a list page."""
        self.render_html()
        values, language = self.values, self.declared_language or self.of_the_desk
        script = script_of(f"{values['title']}\n{self.parsed.body}")
        if language == "zh":
            language = script.language or Language.SIMPLIFIED
        elif not language and script.is_certain and "lang" not in self.matter.values:
            language = script.language  # But a few Latin words are in any language.
        values["language"] = language
        values["status"] = Status.DRAFT if values["is_draft"] else Status.PUBLISHED

    def render_html(self) -> None:
        if self.is_html:
            self.parsed.body = raw_html(self.parsed.body)

    def lift_footer(self) -> None:
        """Lift the footer as it was recorded, else by today's rules."""
        parsed, values, recorded = self.parsed, self.values, self.context.recorded
        if recorded is not None:
            if footer := AttributionFooter.from_data(recorded):
                parsed.body, parsed.footer = lift_recorded(parsed.body, footer)
                parsed.proposed_source = footer.proposed
            return
        labels = [*values["categories"], *values["tags"], self.path.parent.name]
        whole, digests = parsed.body, self.context.footers
        parsed.body, footer = lift_footer(whole, labels, digests, self.context.blocks)
        parsed.footer = with_original(
            footer, values["original"], values["source_name"], self.settings.own_hosts
        )
        if footer and parsed.footer is not None and not parsed.footer.line:
            parsed.body = whole  # Its link is not the original's.
        if footer := parsed.footer:
            parsed.proposed_source = footer.proposed
        report_footer(parsed.footer, parsed.body, parsed.body_line, self.problems)

    def read_plain(self) -> None:
        parsed, first_line = self.parsed, self.parsed.body_line
        text = read_html(parsed.body) if self.is_html else None
        text = text or read_plain(parsed.body, first_line)
        parsed.body = text.body
        parsed.proposed_source = parsed.proposed_source or text.source
        parsed.leading = text.leading
        parsed.body_line += text.leading.count("\n")
        self.values["title"] = text.title[:TITLE_LENGTH]
        if text.date:
            zone = self.settings.configuration.zone_of(self.path)
            self.values["published_at"] = parse_datetime(text.date, zone)
        report_plain(text, first_line, self.problems)

    def resolve_title(self) -> None:
        """Take a missing title from elsewhere, and a repeated one off the body."""
        parsed, values = self.parsed, self.values
        if not values["title"]:
            title, where = self.title_elsewhere()
            values["title"] = title[:TITLE_LENGTH]
            self.problems.warn("missing-title", 0, f"No title: taken from {where}.")
        leading, parsed.body = lift_title(parsed.body, values["title"])
        if leading:
            self.problems.note(
                "repeated-title",
                parsed.body_line + len(leading) - len(leading.lstrip("\n")),
                "The text began with its title once more; it is shown once.",
            )
            parsed.leading += leading
            parsed.body_line += leading.count("\n")
            self.take_original(link_of(leading))

    def take_original(self, url: str) -> None:
        """Take the address that a linked title leads to for the original's, if no other is
        known."""
        parsed, recorded = self.parsed, self.context.recorded
        is_known = bool(parsed.footer and parsed.footer.url)
        if recorded is None and not is_known:
            hosts = self.settings.own_hosts
            parsed.footer = with_original(parsed.footer, url, "", hosts)

    def title_elsewhere(self) -> tuple[str, str]:
        """Find a title; a heading goes before a translator's ``subject``, which is the
        original's title."""
        if title := first_heading(self.parsed.body):
            return title, "the first heading"
        if title := one_line(self.matter.values.get("subject")):
            return title, "“subject”"
        name = clean_text(without_date(self.stem))
        return re.sub(r"[-_\s]+", " ", name).strip() or "index", "the file's name"

    def resolve_date(self) -> None:
        """Take a missing date from the names, else from the file's own time."""
        path, values = self.path, self.values
        zone = self.settings.configuration.zone_of(path)
        date_of_file = date_in_name(path.name, zone)
        if values["is_dated_by_change"] and jekyll.is_in_posts(path):
            # For Jekyll the day in the name is when a post appeared.
            values["published_at"] = date_of_file or values["published_at"]
        if values["published_at"] is not None or values["has_bad_date"]:
            return
        date_of_folder = date_in_name(path.parent.name, zone)
        own_path = self.settings.configuration.path_in(self.matter)
        in_folders = (date_in_folders(at, zone) for at in (str(path), f"{own_path}/"))
        named = date_of_file or date_of_folder or next(filter(None, in_folders), None)
        file_time = self.context.file_time
        values["published_at"] = named or file_time
        if named:
            return
        self.parsed.file_time = file_time
        if not file_time:
            code = "missing-date"
            message = "No date: kept as a draft until someone sets one."
        else:
            code = "file-time"
            message = (
                "No date: published with the file's own time, "
                f"{file_time:%Y-%m-%d %H:%M} UTC."
            )
        self.problems.warn(code, 0, message)

    def resolve_status(self) -> None:
        """Publish what has a date and is no draft by key or, as for Jekyll, by folder."""
        values, has_key = (
            self.values,
            {"draft", "published"} & self.matter.values.keys(),
        )
        if jekyll.DRAFTS in self.path.parts and not has_key:
            values["is_draft"] = True
        is_dated = values["published_at"] is not None and not values["has_bad_date"]
        is_draft = values["is_draft"] or not is_dated
        values["status"] = Status.DRAFT if is_draft else Status.PUBLISHED

    def resolve_place(self) -> None:
        """Find old addresses and the translation key, which follow from the path."""
        configuration, values = self.settings.configuration, self.values
        archive = self.settings.archive
        # An empty key says that the file has no translations, whatever its place says.
        if "translationkey" not in self.matter.values and archive:
            values["translation_key"] = translation_key(
                archive, self.path, configuration
            )
        page = AddressParts(
            configuration.below_content(self.path),
            self.stem,
            values["slug"],
            values["title"],
            values["published_at"],
            own_path=configuration.path_in(self.matter),
        )
        language = self.site_language
        if language is None and (suffix := self.path.suffixes[-2:-1]):
            language = self.guessed_language(suffix[0][1:].lower())
            guessed = old_addresses(page, None, self.matter)[:1]
            self.parsed.guessed_addresses = guessed
        parsed, matter = self.parsed, self.matter
        parsed.prefix = language.prefix if language else ""
        parsed.old_addresses = old_addresses(page, language, matter)
        parsed.guessed_addresses += other_spellings(page, language, matter)

    def guessed_language(self, key: str) -> SiteLanguage | None:
        """Guess the language of ``a.zh-tw.md`` on a site without a configuration: Hugo
        serves the file below ``/zh-tw/``, unless that is the default language."""
        tag, folder = self.values["language"], str(self.path.parent)
        return SiteLanguage(key, tag, folder, key) if language_tag(key) else None
