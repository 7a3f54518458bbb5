"""Read, parse and render a file without the database, so that other processes can."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from os.path import splitext
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from articles import attached_files, search
from articles.archive import jekyll
from articles.archive.fields import set_columns
from articles.archive.hugo import is_about_archive
from articles.archive.importer.discover import DiscoveredFile
from articles.archive.importer.import_results import ImportResult, refused_result
from articles.archive.problems import NotAnArticle, Problems, Refused
from articles.archive.reader import (
    ArchiveSettings,
    ClosingBlock,
    ParseContext,
    ParsedFile,
    parse_file,
)
from articles.choices import Status
from articles.models import Article
from articles.publishing import fill_derived
from articles.rendering import Rendered, render
from articles.text_places import TextPlace
from articles.variants.engine import Fault, any_in_other_script, mark_problems

_ABOUT_ARCHIVE = "A file about the archive, not an article."
_TEMPLATE = "A page that its site filled with lists, by Liquid; not an article."
_MARK_REMEDIES = {
    Fault.NOT_CLOSED: "is never closed: end it with “}-”",
    Fault.NOT_OPENED: "closes nothing: begin with “-{”",
    Fault.UNKNOWN_VARIANT: "names no variant there is: zh-hans, zh-hant-tw, zh-hant-hk",
    Fault.UNKNOWN_FLAG: "begins with a flag that is not known: only H is",
    Fault.NOTHING_DEFINED: "defines nothing: give a form for each variant",
    Fault.EMPTY_FORM: "lacks a form: give one for each variant it names",
}
# A file about the marks themselves would fill the report.
_MOST_MARKS = 20
_LONGEST_MARK = 40
# A link to one of these leads to an article, or to a picture that a text shows.
_NOT_ATTACHED = frozenset({".html", ".markdown", ".md", *attached_files.PICTURES})
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Characters of mark-up in a message.
_LONGEST_SHOWN = 60
_CODE = re.compile(r"<(?P<tag>code|pre)\b.*?</(?P=tag)>", re.DOTALL)
_PICTURE_WITH_BLANK = re.compile(
    r"!\[[^\[\]]*\]\((?P<path>[^()<>\s][^()<>]{0,200}? [^()<>]{0,200}?\.[A-Za-z]{3,4})\b"
    r"[^()<>]*\)"
)


class PendingFile(NamedTuple):
    """A file to read, with what its archive and its last import say of it.

    A file with the ``known_digest`` need not be parsed. It ``was_imported`` if an
    earlier import stored it, and ``is_asked_again`` if the same bytes may mean something
    else now. ``treatments`` are the desk's, by the names of shortcodes.
    """

    discovered: DiscoveredFile
    settings: ArchiveSettings
    known_digest: str
    was_imported: bool
    is_asked_again: bool
    treatments: Mapping[str, str]


@dataclass(frozen=True)
class UnchangedFile:
    """A file with the bytes of its last import."""

    discovered: DiscoveredFile


@dataclass(frozen=True)
class PreparedFile:
    """A file parsed and rendered, with all that storing it needs.

    ``pictures`` and ``links`` are the local addresses in the body, each once, in order:
    only the database knows where they lead. ``files`` are those of the links that may lead
    to a file of another kind.
    """

    pending: PendingFile
    content: bytes
    digest: str
    parsed: ParsedFile
    problems: Problems
    rendered: Rendered
    has_other_script: bool
    document: str
    pictures: tuple[str, ...]
    links: tuple[str, ...]
    files: tuple[str, ...]

    @property
    def discovered(self) -> DiscoveredFile:
        return self.pending.discovered

    @property
    def settings(self) -> ArchiveSettings:
        return self.pending.settings

    @property
    def place(self) -> TextPlace:
        return text_place(self.discovered, self.parsed, self.settings)


def prepare(
    pending: PendingFile,
    footers: Collection[str],
    blocks: Sequence[ClosingBlock] = (),
) -> PreparedFile | UnchangedFile | ImportResult:
    """Prepare one file, or give its result if it is refused.

    ``footers`` are the digests of its archive's known footer patterns, ``blocks`` the
    closing blocks that editors named.
    """
    discovered, problems = pending.discovered, Problems()
    try:
        content = read_file(discovered.file)
        digest = hashlib.sha256(content).hexdigest()
        if digest == pending.known_digest:
            return UnchangedFile(discovered)
        undated = pending.settings.publishes_undated
        file_time = _file_time(discovered) if undated else None
        context = ParseContext(footers, file_time, blocks)
        return _prepared(pending, content, digest, context, problems)
    except Refused as error:
        is_about = is_about_archive(discovered.path)
        reason = NotAnArticle(_ABOUT_ARCHIVE) if is_about else error
        return refused_result(discovered.file, reason, problems)


def reparse(file: PreparedFile, context: ParseContext) -> PreparedFile:
    """Prepare the same bytes in another context. Raises ``Refused``."""
    return _prepared(file.pending, file.content, file.digest, context, Problems())


def _prepared(
    pending: PendingFile,
    content: bytes,
    digest: str,
    context: ParseContext,
    problems: Problems,
) -> PreparedFile:
    path, settings = pending.discovered.path, pending.settings
    parsed = parse_file(content, path, settings, problems, context)
    if is_about_archive(path) and not parsed.is_fenced:
        # With front matter, even a README is a page that readers had.
        raise NotAnArticle(_ABOUT_ARCHIVE)
    if jekyll.is_template(path, parsed.body):
        raise NotAnArticle(_TEMPLATE)
    place = text_place(pending.discovered, parsed, settings)
    rendered, pictures, links = _render(parsed, pending)
    pictures = list(filter(place.is_local, pictures))
    links = list(filter(place.is_local, links))
    _report_todays_news(parsed, problems)
    _report_unknown(rendered, parsed, problems)
    _report_blanks(rendered, parsed, problems)
    for setting in settings.ignored:
        if found := re.search(setting.sign, parsed.body):
            line = _line_of(parsed, found.start())
            message = f"“{setting.name}”: {setting.effect}."
            problems.note("ignored-setting", line, message)
    _report_marks(parsed, problems)
    # Workers tell scripts apart and make the search document, which takes as long as
    # all that the storing process has to do.
    values = parsed.values
    has_other_script = any_in_other_script(
        (*(values[name] for name in Article.CONVERTED), parsed.body), values["language"]
    )
    return PreparedFile(
        pending,
        content,
        digest,
        parsed,
        problems,
        rendered,
        has_other_script,
        _document(parsed, rendered, has_other_script=has_other_script),
        pictures=tuple(dict.fromkeys(pictures)),
        links=tuple(dict.fromkeys(links)),
        files=tuple(dict.fromkeys(filter(_may_be_file, links))),
    )


def _file_time(discovered: DiscoveredFile) -> datetime | None:
    """Return when the file was last written; None for a time beyond the calendar."""
    try:
        return _EPOCH + timedelta(microseconds=discovered.mtime_ns // 1000)
    except OverflowError:
        return None


def _render(
    parsed: ParsedFile, pending: PendingFile
) -> tuple[Rendered, list[str], list[str]]:
    """Render the body; also return the addresses of its pictures and links."""
    pictures: list[str] = []
    links: list[str] = []

    settings = pending.settings
    values = parsed.values
    math = values["mathjax"]
    rendered = render(
        parsed.body,
        summary=values["summary"],
        language=values["language"],
        math=settings.math if math is None else math,
        **dict(settings.configuration.markup),
        treatment_of=pending.treatments.get,
        resolve_image=pictures.append,
        resolve_link=links.append,
    )
    return rendered, pictures, links


def _document(parsed: ParsedFile, rendered: Rendered, *, has_other_script: bool) -> str:
    """Return the document of the article to be, its tags spelled as in the file."""
    article = Article()
    set_columns(article, parsed)
    fill_derived(article, rendered, has_other_script=has_other_script)
    tags = [(0, name) for name in parsed.values["tags"]]
    return search.make_document(article, search.ArticleRelations(tags=tags))


def _report_todays_news(parsed: ParsedFile, problems: Problems) -> None:
    """Note an old text, perhaps, that stands among the news of today."""
    file_time = parsed.used.file_time
    is_public = parsed.values["status"] == Status.PUBLISHED
    if (
        file_time
        and is_public
        and timezone.localdate(file_time) == timezone.localdate()
    ):
        message = "The file was last written today: readers see it as today's news."
        problems.note("todays-news", 0, message)


def _report_unknown(rendered: Rendered, parsed: ParsedFile, problems: Problems) -> None:
    """Report what nobody understood: shortcodes by their names, the rest by its source."""
    for name in dict.fromkeys(rendered.unknown_shortcodes):
        problems.warn(
            "unknown-shortcode",
            _line_of_shortcode(parsed, name),
            f"No shortcode is called “{name}”: readers see it as it was typed.",
        )
    for name in rendered.guessed_shortcodes:
        problems.note(
            "shortcode-as-link",
            _line_of_shortcode(parsed, name),
            f"No shortcode is called “{name}”: readers see the link or picture in it.",
        )
    for source in rendered.unknown_markup:
        problems.warn(
            "unknown-markup",
            _line_of(parsed, parsed.body.find(source)),
            f"“{source[:_LONGEST_SHOWN]}” is mark-up of another system: readers see it as"
            " it was typed.",
        )


def _line_of_shortcode(parsed: ParsedFile, name: str) -> int:
    pattern = r"\s+".join(map(re.escape, name.split()))
    found = re.search(rf"(?:\{{(?:\{{[<%-]?|%-?)|\[)\s*{pattern}\b", parsed.body)
    return _line_of(parsed, found.start() if found else -1)


def _report_blanks(rendered: Rendered, parsed: ParsedFile, problems: Problems) -> None:
    """Report the pictures that stay text, because their path has a blank in it."""
    if "![" not in rendered.html:
        return
    for found in _PICTURE_WITH_BLANK.finditer(_CODE.sub("", rendered.html)):
        path = html.unescape(found["path"])
        problems.warn(
            "missing-picture",
            _line_of(parsed, parsed.body.find(path)),
            f"The picture {path[:_LONGEST_SHOWN]} has a blank in its path: readers see "
            f"the line as it was typed. Write ![…](<{path[:_LONGEST_SHOWN]}>).",
        )


def _line_of(parsed: ParsedFile, position: int) -> int:
    """Return the file's line of a place in the body, 0 where there is no such place."""
    if position < 0:
        return 0
    return parsed.body_line + parsed.body.count("\n", 0, position)


def _report_marks(parsed: ParsedFile, problems: Problems) -> None:
    """Report the marks that readers would see as typed, in the body with their line."""
    texts = {"": parsed.body} | {
        name: parsed.values[name] for name in Article.CONVERTED
    }
    found = [
        (name, text, problem)
        for name, text in texts.items()
        if "-{" in text or "}-" in text
        for problem in mark_problems(text, is_markdown=name in ("", "summary"))
    ]
    for name, text, problem in found[:_MOST_MARKS]:
        is_long = len(problem.text) > _LONGEST_MARK
        mark = f"{problem.text[:_LONGEST_MARK]}…" if is_long else problem.text
        line = 0 if name else parsed.body_line + text.count("\n", 0, problem.start)
        place = f" in the {name}" if name else ""
        message = f"“{mark}”{place} {_MARK_REMEDIES[problem.fault]}."
        problems.warn("bad-mark", line, f"{message} Readers see it as it was typed.")


def _may_be_file(address: str) -> bool:
    """Tell whether a link's ending is that of a file, and not of a text or a picture."""
    ending = splitext(attached_files.path_in(address))[1].lower()
    return bool(ending) and ending not in _NOT_ATTACHED


def text_place(
    discovered: DiscoveredFile, parsed: ParsedFile, settings: ArchiveSettings
) -> TextPlace:
    """Return what the addresses in a file mean, without the database."""
    return TextPlace(
        discovered.archive,
        discovered.place,
        settings.configuration,
        parsed.footer.url if parsed.footer else "",
    )


def read_file(file: Path) -> bytes:
    """Return the bytes of a file. Raises ``Refused`` with the system's reason."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        raise Refused("missing", 0, "No such file or folder: check the path.") from None
    except IsADirectoryError:
        raise Refused("unreadable", 0, "This is a folder, not a file.") from None
    except OSError as error:
        raise Refused(
            "unreadable",
            0,
            f"Cannot be read ({error.strerror}): check its permissions.",
        ) from None
