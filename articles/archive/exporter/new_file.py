"""Compose a clean Hugo file for an article that was born here. No database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from articles.archive.exporter.body import title_line
from articles.archive.exporter.datetimes import DatetimeText
from articles.archive.exporter.header import Header
from articles.archive.fields import (
    ATTRIBUTION,
    FIELDS,
    HeaderEdit,
    ReadContext,
    Values,
    differences,
    read_fields,
    unix_lines,
)
from articles.archive.front_matter import FrontMatter, Keys, SplitFile
from articles.archive.problems import Problems, Refused
from articles.archive.reader import FileContext, ParsedFile
from articles.choices import Status

# The fields that a footer holds, and the one that suffers if none can.
_FOOTER = {*ATTRIBUTION.names, "body"}
# The file's name and its footer hold these, as a rule.
_ELSEWHERE = {"slug", *_FOOTER}
# What no place of a file says by itself.
_ALWAYS = {"language", "permanent_name"}


def compose(now: Values, place: FileContext) -> bytes:
    """Compose the file. A slug that its name does not give, and a source that its footer
    cannot hold, stand in the front matter."""
    content = _file(now, place)
    try:
        differing = differences(place.parse(content), now, place)
    except Refused:
        return content  # The caller reads it again and says so.
    if not differing:
        return content
    names = differing & {"slug"}
    if differing & _FOOTER:
        names |= _FOOTER
    content = _file(now, place, names)
    if "body" not in differences(place.parse(content), now, place):
        return content
    # The importer takes a repeated title off the text: one more leaves the text's own.
    return _file(now, place, names, is_headed=True)


def _file(
    now: Values,
    place: FileContext,
    names: Collection[str] = (),
    *,
    is_headed: bool = False,
) -> bytes:
    """Compose the file with these fields in the header that other places may hold."""
    header, blank = _NewHeader(place), _blank(place)
    changed = differences(blank, now, place) - _ELSEWHERE
    header_edit = HeaderEdit(blank, now, changed | {*_ALWAYS, *names})
    for row in FIELDS:
        if not header_edit.names.isdisjoint(row.names):
            row.write(header, header_edit)
    body = unix_lines(now["body"]) if _FOOTER & {*names} else _body(now)
    if is_headed:
        body = f"{title_line(now['title'])}\n\n{body}"
    front = header.text().strip("\n")
    return f"---\n{front}\n---\n{body}".encode("utf-8", "replace")


class _NewHeader(Header):
    """A header of our own: dates as ISO 8601 has them, menus always as a map."""

    is_new = True

    def __init__(self, place: FileContext) -> None:
        super().__init__(SplitFile("yaml", "", 1, "", 1), place.zone)

    def put_datetime(self, *keys: str, value: datetime) -> None:
        local = value.astimezone(self.zone)
        self.set(keys[0], DatetimeText(local.isoformat(timespec="seconds")))


def _blank(place: FileContext) -> ParsedFile:
    """Return a file that says nothing, with which a new one is compared."""
    values = read_fields(Keys(FrontMatter(), place.zone, Problems()), ReadContext())
    values |= {"status": Status.PUBLISHED, "translation_key": place.translation_key}
    return ParsedFile(values, "", 1, [])


def _body(now: Values) -> str:
    """Return the text with a footer, if that can hold the source: its notices are the
    article's own, and none says what the source's disclaimers are."""
    body, source = unix_lines(now["body"]), now["source"]
    if not (source and source.slug and now["source_url"]) or source.filled_disclaimers:
        return body
    parts = [body.rstrip(), now["disclaimer"], f"[{source.slug}]({now['source_url']})"]
    return "\n\n".join(part for part in parts if part) + "\n"
