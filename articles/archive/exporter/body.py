"""A changed body put back into its file: only the lines that differ are new.

The importer leaves lines out (a closing block, a title on top) and may join or part
others. Every line of the body it made is found again in the file, and the editor's
changes to that body are made to the file's lines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from articles.archive.exporter.file_text import spans
from articles.archive.fields import Values, escaped, unix_lines
from articles.archive.front_matter import one_line
from articles.archive.reader import ParsedFile

_LINK_LINE = re.compile(r"\[(?P<label>[^\[\]]+)\]\((?P<url>https?://\S+?)\)\s*")

_TITLE_LINE = re.compile(r"(?P<mark>\s*(?:#{1,6}\s+)?)(?P<text>.*?)(?P<end>\s*#*\s*)")


@dataclass
class FileBody:
    """The lines below the front matter: ``top`` are the importer's to leave out,
    ``closing`` is where the block begins that was lifted (else the end)."""

    lines: list[str]
    places: list[int | None]
    closing: int

    @classmethod
    def of(cls, text: str, reading: ParsedFile) -> FileBody:
        lines = text.split("\n")
        closing = len(lines)
        if reading.closing and reading.closing.line:  # Else the front matter tells it.
            closing = reading.closing.line - 1
        wanted = _lines(reading.body) if reading.body.strip() else []
        start = reading.opening.count("\n")
        return cls(lines, _places(wanted, lines[:closing], start), closing)

    @property
    def first(self) -> int:
        """Where the body begins."""
        place = next((p for p in self.places if p is not None), self.closing)
        # The end of the last line is the text's own, if there is none yet.
        return place - (place == len(self.lines) and not self.lines[-1])

    def text(self) -> str:
        return "\n".join(self.lines)


def _lines(body: str) -> list[str]:
    """Return the lines of a body without the gap above it, which is the file's."""
    return unix_lines(body).lstrip("\n").split("\n") if body.strip() else [""]


def _places(wanted: list[str], lines: list[str], start: int) -> list[int | None]:
    """Where each line of the body stands in the file, from the line below the title
    that was taken off; None for one that was added."""
    places: list[int | None] = []
    for line in wanted:
        key = _key(line)
        found = (n for n in range(start, len(lines)) if _key(lines[n]) == key)
        place = next(found, None)
        if place is not None and not key and any(map(_key, lines[start:place])):
            place = None  # A blank line that the importer put between two lines.
        if place is not None:
            start = place + 1
        places.append(place)
    return places


def _key(line: str) -> str:
    return re.sub(r"[^\S ]|[\x00-\x1f\ufffd\ud800-\udfff\ufeff]", "", line).strip()


def edited(body: FileBody, before: str, after: str, *, has_blanks: bool = True) -> None:
    """Make the changes between two bodies to the file's lines.

    Without ``has_blanks`` no blank line is added: the file sets one paragraph per line.
    """
    if not body.places:
        replaced(body, after)
        return
    old, new = _lines(before), _lines(after)
    if body.closing < len(body.lines):  # What parts text and block stays as it was.
        old, new = _trimmed(old), _trimmed(new)
    for i1, i2, j1, j2 in reversed(spans(old, new)):
        if i2 - i1 == j2 - j1:
            continue
        added = [line for line in new[j1:j2] if has_blanks or line.strip()]
        gone = [place for place in body.places[i1:i2] if place is not None]
        for place in reversed(gone):
            del body.lines[place]
        at = _insertion(body, i1, gone)
        body.lines[at:at] = added
        body.closing += len(added) - len(gone)


def _trimmed(lines: list[str]) -> list[str]:
    kept = len(lines)
    while kept and not lines[kept - 1].strip():
        kept -= 1
    return lines[:kept]


def _insertion(body: FileBody, number: int, gone: list[int]) -> int:
    if gone:
        return gone[0]
    above = (place for place in reversed(body.places[:number]) if place is not None)
    place = next(above, None)
    if place is not None:
        return place + 1
    return body.first


def replaced(body: FileBody, after: str) -> None:
    """Put the whole new body where the old one stood."""
    start, lines = body.first, _lines(after)
    if body.closing < len(body.lines):
        lines = [*_trimmed(lines), ""]
    if start and body.lines[start - 1].strip():
        lines.insert(0, "")  # Below a title that stands there alone.
    added = len(lines) - (body.closing - start)
    body.lines[start : body.closing] = lines
    body.closing += added


def retitled(body: FileBody, before: str, after: str) -> None:
    """The title where the file repeats it above its text, or has it there alone."""
    after = escaped(after)
    for number, line in enumerate(body.lines[: body.first]):
        found = _TITLE_LINE.fullmatch(line)
        if found and one_line(found["text"]) == before:
            body.lines[number] = f"{found['mark']}{after}{found['end']}"
            return
        if before in line:
            body.lines[number] = line.replace(before, after)
            return


def unclosed(body: FileBody) -> None:
    """The text without its closing block: the front matter tells the source."""
    if body.closing < len(body.lines):
        body.lines = [*_trimmed(body.lines[: body.closing]), ""]


def title_line(title: str) -> str:
    """The title as a heading; as a line of its own where its end would mean more."""
    text = escaped(" ".join(title.split()))
    return text if text.endswith(("}", "#")) else f"# {text}"


def headed(body: FileBody, first: int, title: str) -> None:
    """The title as a heading above the text, where the text begins with it too: the
    importer takes a repeated title off, once."""
    while first < body.closing and not body.lines[first].strip():
        first += 1
    body.lines[first:first] = [title_line(title), ""]
    body.closing += 2


def closed(body: FileBody, changed: set[str], reading: ParsedFile, now: Values) -> None:
    """The closing block with the source, address or notices that it has now."""
    block = body.lines[body.closing :]
    before = reading.closing.url if reading.closing else ""
    link = next((n for n, line in enumerate(block) if before and before in line), None)
    source, url = now["source"], now["source_url"]
    if source is None or not url:
        unclosed(body)
        return
    if link is not None and not changed & {"source", "disclaimer"}:
        block[link] = block[link].replace(before, url)
        body.lines[body.closing :] = block
        return
    found = _LINK_LINE.fullmatch(block[link]) if link is not None else None
    label = found["label"] if found and "source" not in changed else now["source"].slug
    line = f"[{label}]({now['source_url']})"
    notices = now["disclaimer"] or now["source"].notices
    below = block[link + 1 :] if link is not None else [""]
    above = body.lines[: body.closing]
    if not block:  # Else what parts text and block stays as it was.
        above = _trimmed(above)
        above += [""] * bool(above)
    told = [*notices.split("\n"), ""] if notices else []
    body.lines = [*above, *told, line, *below]
