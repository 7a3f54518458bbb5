"""Put a changed body back into its file: only the lines that differ are new.

The importer leaves lines out (an attribution footer, a title on top) and may join or part
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
    """The lines below the front matter, and the line of each of the body's, None for one
    that the importer added. ``footer_start`` is the end if no footer was lifted."""

    parsed: ParsedFile
    lines: list[str]
    places: list[int | None]
    footer_start: int

    @classmethod
    def of(cls, text: str, parsed: ParsedFile) -> FileBody:
        lines = text.split("\n")
        footer_start = len(lines)
        if parsed.footer and parsed.footer.line:  # Else the front matter has it.
            footer_start = parsed.footer.line - 1
        wanted = _lines(parsed.body) if parsed.body.strip() else []
        places = _places(wanted, lines[:footer_start], parsed.leading.count("\n"))
        return cls(parsed, lines, places, footer_start)

    @property
    def first(self) -> int:
        """The line where the body begins."""
        place = next((p for p in self.places if p is not None), self.footer_start)
        # The end of the last line is the text's own, if there is none yet.
        return place - (place == len(self.lines) and not self.lines[-1])

    @property
    def has_footer(self) -> bool:
        return self.footer_start < len(self.lines)

    def edit_lines(self, now: Values, *, has_blanks: bool = True) -> None:
        """Make the changes between the two bodies to the file's lines.

        Without ``has_blanks`` no blank line is added: the file sets one paragraph per line.
        """
        if not self.places:
            self._replace(now["body"])
            return
        old, new = _lines(self.parsed.body), _lines(now["body"])
        if self.has_footer:  # The gap above it stays as it was.
            old, new = _trimmed(old), _trimmed(new)
        for i1, i2, j1, j2 in reversed(spans(old, new)):
            if i2 - i1 == j2 - j1:
                continue
            added = [line for line in new[j1:j2] if has_blanks or line.strip()]
            gone = [place for place in self.places[i1:i2] if place is not None]
            for place in reversed(gone):
                del self.lines[place]
            at = gone[0] if gone else self._below(i1)
            self.lines[at:at] = added
            self.footer_start += len(added) - len(gone)

    def edit_filled_lines(self, now: Values) -> None:
        """Edit a text without front matter, which has the title on top."""
        self._retitle(now["title"])
        self.edit_lines(now, has_blanks=False)

    def edit_lines_and_title(self, now: Values) -> None:
        self._retitle(now["title"])
        self.edit_lines(now)

    def edit_below_title(self, now: Values) -> None:
        """Edit a text that begins with its title, and add that above it once more: the
        importer takes a repeated title off, once."""
        first = self.first
        self.edit_lines(now)
        while first < self.footer_start and not self.lines[first].strip():
            first += 1
        self.lines[first:first] = [title_line(now["title"]), ""]
        self.footer_start += 2

    def replace(self, now: Values) -> None:
        """Put the whole new body in the place of the old one."""
        self._retitle(now["title"])
        self._replace(now["body"])

    def drop_footer(self) -> None:
        """Drop the attribution footer: the front matter has the source."""
        if self.has_footer:
            self.lines = [*_trimmed(self.lines[: self.footer_start]), ""]

    def write_address(self, url: str) -> bool:
        """Write the original's address of now in the place of the one before; tell
        whether it stands there."""
        footer = self.lines[self.footer_start :]
        before = self.parsed.footer.url if self.parsed.footer else ""
        link, written = _place_of(before, footer)
        if link is not None:
            footer[link] = footer[link].replace(written, url)
            self.lines[self.footer_start :] = footer
        return link is not None

    def write_footer(self, changed: set[str], now: Values) -> None:
        """Write the source, address or notices of now into the attribution footer."""
        source, url = now["source"], now["source_url"]
        if url and not changed & {"source", "disclaimer"} and self.write_address(url):
            return
        footer = self.lines[self.footer_start :]
        before = self.parsed.footer.url if self.parsed.footer else ""
        link, _written = _place_of(before, footer)
        found = _LINK_LINE.fullmatch(footer[link]) if link is not None else None
        label = source.slug if source else ""
        if source and found and "source" not in changed:
            label = found["label"]
        if not (label and url):
            self.drop_footer()
            return
        notices = now["disclaimer"]
        notice_lines = [*notices.split("\n"), ""] if notices else []
        below = footer[link + 1 :] if link is not None else [""]
        above = self.lines[: self.footer_start]
        if not footer:  # Else the gap above it stays as it was.
            above = _trimmed(above)
            above += [""] * bool(above)
        self.lines = [*above, *notice_lines, f"[{label}]({url})", *below]

    def _below(self, number: int) -> int:
        """Return the place below the nearest line above a line of the body."""
        above = (place for place in reversed(self.places[:number]) if place is not None)
        place = next(above, None)
        return self.first if place is None else place + 1

    def _replace(self, body: str) -> None:
        start, lines = self.first, _lines(body)
        if self.has_footer:
            lines = [*_trimmed(lines), ""]
        if start and self.lines[start - 1].strip():
            lines.insert(0, "")  # Below a title that stands there alone.
        self.lines[start : self.footer_start] = lines
        self.footer_start = start + len(lines)

    def _retitle(self, title: str) -> None:
        """Replace the title that stands above the text."""
        before = self.parsed.values["title"]
        for number, line in enumerate(self.lines[: self.first]):
            found = _TITLE_LINE.fullmatch(line)
            if found and one_line(found["text"]) == before:
                after = escaped(one_line(escaped(title)), found["text"])
                self.lines[number] = f"{found['mark']}{after}{found['end']}"
                return
            if before in line:
                self.lines[number] = line.replace(before, escaped(title))
                return


def title_line(title: str) -> str:
    """Return the title as a heading; as a line of its own if its end would mean more."""
    text = escaped(one_line(escaped(title)))
    return text if text.endswith(("}", "#")) else f"# {text}"


def _lines(body: str) -> list[str]:
    """Return the lines of a body without the gap above it, which is the file's."""
    return unix_lines(body).lstrip("\n").split("\n") if body.strip() else [""]


def _places(wanted: list[str], lines: list[str], start: int) -> list[int | None]:
    """Find each line of the body in the file, from the line below the title that was
    taken off; None for one that was added."""
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


def _trimmed(lines: list[str]) -> list[str]:
    kept = len(lines)
    while kept and not lines[kept - 1].strip():
        kept -= 1
    return lines[:kept]


def _place_of(url: str, lines: list[str]) -> tuple[int | None, str]:
    """Return the line that holds an address, and the address as it is written there."""
    for written in filter(None, {url, url.replace("%20", " ")}):
        for number, line in enumerate(lines):
            if written in line:
                return number, written
    return None, ""
