"""An imported file with the changes that its article has seen since. No database.

Several ways of writing a change are tried, the one that touches least first. Each is
read again by the importer, and only what then says what the article says is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from articles.archive.exporter import body as bodies, field_writers
from articles.archive.exporter.export_results import CannotEdit
from articles.archive.exporter.field_values import (
    FIELDS,
    SOURCE_KEY,
    Facts,
    differences,
)
from articles.archive.exporter.file_text import FileText
from articles.archive.exporter.header import Header
from articles.archive.exporter.new_file import compose
from articles.archive.exporter.reread import (
    Document,
    ParsedFile,
    Place,
    Refused,
    keys_of,
    reread,
    split,
)

_CLOSING = {"source", "source_url", "disclaimer"}
# What stands below the front matter.
_BELOW = _CLOSING | {"body"}
# A wish may bring another along: with a new weight, menus must tell theirs.
_ROUNDS = 3

EditBody = Callable[[bodies.FileBody, ParsedFile, Facts], None]


@dataclass(frozen=True)
class Edited:
    """The file's new bytes, the fields that changed, and those that the file could
    not be made to say."""

    content: bytes
    changed: frozenset[str] = frozenset()
    unsaid: frozenset[str] = frozenset()
    is_rewritten: bool = False


@dataclass(frozen=True)
class _Case:
    """A file, what it says, and what it is to say."""

    file: FileText
    document: Document
    reading: ParsedFile
    facts: Facts
    place: Place
    by_key: bool = False  # The source stands in the front matter.


def edit(content: bytes, facts: Facts, place: Place) -> Edited:
    """The file as its article is now; the same bytes where nothing changed.

    Raises ``Refused`` where the importer no longer reads the file.
    """
    reading = reread(content, place)
    differing = differences(reading, facts, place)
    # Where reading tells something else today than it did at the import (another time
    # zone, a better reader), a field that nobody touched is still untouched.
    changed = differing - facts.recorded() if differing else differing
    if not changed:
        return Edited(content)
    file = FileText.of(content)
    case = _Case(file, split(file.text), reading, facts, place)
    best: Edited | None = None
    for made, is_rewritten in _attempts(case, changed):
        missing = unsaid(made, facts, place) - (differing - changed)
        attempt = Edited(made, frozenset(changed), missing, is_rewritten)
        if not missing:
            return attempt
        if best is None or len(missing) < len(best.unsaid):
            best = attempt
    assert best is not None  # noqa: S101 – the last attempt is always made
    return best


def unsaid(content: bytes, facts: Facts, place: Place) -> frozenset[str]:
    """The fields in which the importer would read something else."""
    try:
        return frozenset(differences(reread(content, place), facts, place))
    except Refused:
        return frozenset({"everything", *FIELDS})


def _attempts(case: _Case, changed: set[str]) -> Iterator[tuple[bytes, bool]]:
    ways = [_edit_lines, _edit_lines_and_title, _edit_below_title, _replace]
    if not case.document.format:
        ways[0] = _edit_filled_lines
    has_key = SOURCE_KEY in keys_of(case.document) if case.document.format else False
    by_key = [has_key, *[True] * (bool(changed & _CLOSING) and not has_key)]
    if case.facts.disclaimer and "source" in changed:
        by_key = [True]  # A closing block would make the notices the new source's.
    for edit_body, is_by_key in product(ways, by_key):
        case = replace(case, by_key=is_by_key)
        wanted = set(changed)
        for _round in range(_ROUNDS):
            try:
                made = _bytes(case.file, _text(case, wanted, edit_body))
            except CannotEdit:
                break
            yield made, False
            more = unsaid(made, case.facts, case.place) - wanted
            if not more:
                break
            wanted |= more
    yield compose(case.facts, case.place), True


def _bytes(file: FileText, text: str) -> bytes:
    try:
        return file.bytes_of(text)
    except UnicodeEncodeError:  # Big5 has no Simplified: then all of it is UTF-8.
        return file.as_utf_8().bytes_of(text)


def _text(case: _Case, changed: set[str], edit_body: EditBody) -> str:
    document, reading = case.document, case.reading
    head = case.file.text[: len(case.file.text) - len(document.body)]
    by_key = case.by_key and bool(changed & _CLOSING)
    if changed - _BELOW or by_key:
        head = _head(case, head, changed)
    body = bodies.FileBody.of(document.body, reading)
    if "body" in changed or edit_body is not _edit_lines:
        edit_body(body, reading, case.facts)
    if changed & _CLOSING and case.by_key:
        bodies.unclosed(body)
    elif changed & _CLOSING:
        bodies.closed(body, changed, reading, case.facts)
    below = body.text()
    is_cut = head and below and not head.endswith("\n")
    return f"{head}\n{below}" if is_cut else head + below


def _head(case: _Case, head: str, changed: set[str]) -> str:
    document = case.document
    if not document.format:
        if changed - _BELOW - {"title"} or case.by_key:
            raise CannotEdit("no front matter to hold a field")
        return head  # The title stands in the text.
    header = Header(document, case.place.zone)
    by_key = case.by_key and bool(changed & _CLOSING)
    field_writers.write(header, changed, case.reading, case.facts, by_key=by_key)
    above = head.split("\n")[: document.front_line - 1]
    start = head.index(document.front, sum(len(line) + 1 for line in above))
    front = header.text()
    if not document.front and front:
        front = f"{front.rstrip()}\n"
    return head[:start] + front + head[start + len(document.front) :]


def _edit_lines(body: bodies.FileBody, reading: ParsedFile, facts: Facts) -> None:
    bodies.edited(body, reading.body, facts.body)


def _edit_lines_and_title(
    body: bodies.FileBody, reading: ParsedFile, facts: Facts
) -> None:
    bodies.retitled(body, reading.fields.values["title"], facts.values["title"])
    _edit_lines(body, reading, facts)


def _edit_below_title(body: bodies.FileBody, reading: ParsedFile, facts: Facts) -> None:
    first = body.first
    _edit_lines(body, reading, facts)
    bodies.headed(body, first, facts.values["title"])


def _edit_filled_lines(
    body: bodies.FileBody, reading: ParsedFile, facts: Facts
) -> None:
    bodies.retitled(body, reading.fields.values["title"], facts.values["title"])
    bodies.edited(body, reading.body, facts.body, has_blanks=False)


def _replace(body: bodies.FileBody, reading: ParsedFile, facts: Facts) -> None:
    bodies.retitled(body, reading.fields.values["title"], facts.values["title"])
    bodies.replaced(body, facts.body)
