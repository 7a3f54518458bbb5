"""A clean Hugo file for an article that was born here. No database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from articles.archive.exporter.body import title_line
from articles.archive.exporter.header import Header
from articles.archive.fields import (
    ATTRIBUTION,
    BODY,
    FIELDS,
    FieldChange,
    ReadContext,
    Values,
    differences,
    read_fields,
    unix_lines,
)
from articles.archive.front_matter import Document, FrontMatter, Keys
from articles.archive.problems import Problems, Refused
from articles.archive.reader import FileContext, ParsedFile
from articles.choices import Status

# What a footer tells, and what suffers where none can.
_BY_CLOSING = {*ATTRIBUTION.names, *BODY.names}
# The file's name and its last lines tell these, as a rule.
_ELSEWHERE = {"slug", *_BY_CLOSING}


def compose(now: Values, place: FileContext) -> bytes:
    """The file. A slug that its name does not give, and a source that its last lines
    cannot tell, stand in the front matter."""
    content = _file(now, place)
    try:
        unsaid = differences(place.parse(content), now, place)
    except Refused:
        return content  # The caller reads it again and says so.
    if not unsaid:
        return content
    names = unsaid & {"slug"}
    if unsaid & _BY_CLOSING:
        names |= _BY_CLOSING
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
    """The file, with these of the fields that other places may tell in its header."""
    header, blank = _NewHeader(place), _blank(place)
    changed = differences(blank, now, place) - _ELSEWHERE
    change = FieldChange(blank, now, changed | {"language", *names})
    for row in FIELDS:
        if not change.names.isdisjoint(row.names):
            row.write(header, change)
    body = unix_lines(now["body"]) if _BY_CLOSING & {*names} else _body(now)
    if is_headed:
        body = f"{title_line(now['title'])}\n\n{body}"
    front = header.text().strip("\n")
    return f"---\n{front}\n---\n{body}".encode("utf-8", "replace")


class _NewHeader(Header):
    """A header of our own: dates as ISO 8601 has them, menus always as a map."""

    is_new = True

    def __init__(self, place: FileContext) -> None:
        super().__init__(Document("yaml", "", 1, "", 1), place.zone)

    def put_moment(self, *keys: str, value: datetime) -> None:
        local = value.astimezone(self.zone)
        self.set(keys[0], local.isoformat(timespec="seconds"))


def _blank(place: FileContext) -> ParsedFile:
    """A file that says nothing, as what a new one is compared with."""
    values = read_fields(Keys(FrontMatter(), place.zone, Problems()), ReadContext())
    values |= {
        "status": Status.PUBLISHED,
        "translation_key": place.translation_key,
    }
    return ParsedFile(values, "", 1, [])


def _body(now: Values) -> str:
    """The text with a footer, where that can tell the source: it does not say whose its
    notices are, and has no others for another language."""
    body, source = unix_lines(now["body"]), now["source"]
    if source is None or not now["source_url"] or now["disclaimer"]:
        return body
    notices = source.notices
    if source.told and [*source.told.values()] != [notices]:
        return body
    parts = [body.rstrip(), notices, f"[{source.slug}]({now['source_url']})"]
    return "\n\n".join(part for part in parts if part) + "\n"
