"""An imported file with the changes that its article has seen since. No database.

Several ways of writing a change are tried, the one that touches least first. Each is
read again by the importer, and only what then says what the article says is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from articles.archive.exporter import body as bodies
from articles.archive.exporter.export_results import CannotEdit
from articles.archive.exporter.file_text import FileText
from articles.archive.exporter.header import Header
from articles.archive.exporter.new_file import compose
from articles.archive.fields import (
    ATTRIBUTION,
    BODY,
    FIELD_OF,
    FIELDS,
    FieldChange,
    Values,
    differences,
)
from articles.archive.front_matter import (
    Document,
    parse_front_matter,
    split_document,
)
from articles.archive.problems import Problems, Refused
from articles.archive.reader import FileContext, ParsedFile

_CLOSING = {*ATTRIBUTION.names}
# What stands below the front matter.
_BELOW = {*ATTRIBUTION.names, *BODY.names}
# One field may bring another along: with a new weight, menus must tell theirs.
_ROUNDS = 3

EditBody = Callable[[bodies.FileBody, ParsedFile, Values], None]


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
    now: Values
    place: FileContext
    by_key: bool = False  # The source stands in the front matter.


def edit(
    content: bytes,
    now: Values,
    place: FileContext,
    untouched: Callable[[], frozenset[str]] = frozenset,
) -> Edited:
    """The file as its article is now; the same bytes where nothing changed.

    ``untouched`` asks for the fields that nobody edited since the import. Raises
    ``Refused`` where the importer no longer reads the file.
    """
    reading = place.parse(content)
    differing = differences(reading, now, place)
    # Where reading tells something else today than it did at the import (another time
    # zone, a better reader), a field that nobody touched is still untouched.
    changed = differing - untouched() if differing else differing
    if not changed:
        return Edited(content)
    file = FileText.of(content)
    case = _Case(file, split_document(file.text), reading, now, place)
    best: Edited | None = None
    for made, is_rewritten in _attempts(case, changed):
        missing = unsaid(made, now, place) - (differing - changed)
        attempt = Edited(made, frozenset(changed), missing, is_rewritten)
        if not missing:
            return attempt
        if best is None or len(missing) < len(best.unsaid):
            best = attempt
    assert best is not None  # noqa: S101 – the last attempt is always made
    return best


def unsaid(content: bytes, now: Values, place: FileContext) -> frozenset[str]:
    """The fields in which the importer would read something else."""
    try:
        return frozenset(differences(place.parse(content), now, place))
    except Refused:
        return frozenset({"everything", *FIELD_OF})


def _attempts(case: _Case, changed: set[str]) -> Iterator[tuple[bytes, bool]]:
    ways = [_edit_lines, _edit_lines_and_title, _edit_below_title, _replace]
    if not case.document.format:
        ways[0] = _edit_filled_lines
    keys = parse_front_matter(case.document, Problems()).values
    has_key = ATTRIBUTION.keys[0] in keys
    by_key = [has_key, *[True] * (bool(changed & _CLOSING) and not has_key)]
    if case.now["disclaimer"] and "source" in changed:
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
            more = unsaid(made, case.now, case.place) - wanted
            if not more:
                break
            wanted |= more
    yield compose(case.now, case.place), True


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
        edit_body(body, reading, case.now)
    if changed & _CLOSING and case.by_key:
        bodies.unclosed(body)
    elif changed & _CLOSING:
        bodies.closed(body, changed, reading, case.now)
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
    change = FieldChange(case.reading, case.now, changed)
    for row in sorted(FIELDS, key=lambda row: row.rank):
        if by_key if row is ATTRIBUTION else not changed.isdisjoint(row.names):
            row.write(header, change)
    above = head.split("\n")[: document.front_line - 1]
    start = head.index(document.front, sum(len(line) + 1 for line in above))
    front = header.text()
    if not document.front and front:
        front = f"{front.rstrip()}\n"
    return head[:start] + front + head[start + len(document.front) :]


def _edit_lines(body: bodies.FileBody, reading: ParsedFile, now: Values) -> None:
    bodies.edited(body, reading.body, now["body"])


def _edit_lines_and_title(
    body: bodies.FileBody, reading: ParsedFile, now: Values
) -> None:
    bodies.retitled(body, reading.values["title"], now["title"])
    _edit_lines(body, reading, now)


def _edit_below_title(body: bodies.FileBody, reading: ParsedFile, now: Values) -> None:
    first = body.first
    _edit_lines(body, reading, now)
    bodies.headed(body, first, now["title"])


def _edit_filled_lines(body: bodies.FileBody, reading: ParsedFile, now: Values) -> None:
    bodies.retitled(body, reading.values["title"], now["title"])
    bodies.edited(body, reading.body, now["body"], has_blanks=False)


def _replace(body: bodies.FileBody, reading: ParsedFile, now: Values) -> None:
    bodies.retitled(body, reading.values["title"], now["title"])
    bodies.replaced(body, now["body"])
