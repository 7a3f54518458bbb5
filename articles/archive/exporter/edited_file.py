"""Write the changes of an article into the file that it came from. No database.

Several ways of writing a change are tried, the one that touches least first. Each is
read again by the importer: the first that holds all that the article has is right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from articles.archive.exporter.body import FileBody
from articles.archive.exporter.export_results import CannotEdit
from articles.archive.exporter.file_text import FileText
from articles.archive.exporter.header import Header
from articles.archive.exporter.new_file import compose
from articles.archive.fields import (
    ATTRIBUTION,
    FIELD_OF,
    FIELDS,
    HeaderEdit,
    Values,
    differences,
)
from articles.archive.front_matter import SplitFile, parse_front_matter, split_file
from articles.archive.problems import Problems, Refused
from articles.archive.reader import FileContext, ParsedFile

_FOOTER = {*ATTRIBUTION.names}
# The fields that stand below the front matter.
_BELOW = {*ATTRIBUTION.names, "body"}
# One field may bring another along: with a new weight, menus must write theirs.
_ROUNDS = 3

_EditBody = Callable[[FileBody, Values], None]


@dataclass(frozen=True)
class Edited:
    """The file's new bytes, the fields that changed, and those of them that the file
    does not hold."""

    content: bytes
    changed: frozenset[str] = frozenset()
    unsaved: frozenset[str] = frozenset()
    is_rewritten: bool = False


@dataclass(frozen=True)
class _Case:
    """A file as it is, and the values that it is to hold."""

    file: FileText
    split: SplitFile
    parsed: ParsedFile
    now: Values
    place: FileContext
    has_key: bool = False  # The attribution stands in the front matter.
    keeps_footer: bool = False  # And the footer in the text, which the key tells of.


def edit(
    content: bytes,
    now: Values,
    place: FileContext,
    untouched: Callable[[], frozenset[str]] = frozenset,
) -> Edited:
    """Return the file as its article is now; the same bytes if nothing changed.

    ``untouched`` queries the fields that nobody edited since the import. Raises
    ``Refused`` if the importer no longer reads the file.
    """
    parsed = place.parse(content)
    differing = differences(parsed, now, place)
    # A field that nobody touched may differ because the file is parsed in another way
    # than at the import: in another time zone, or by a better reader.
    changed = differing - untouched() if differing else differing
    if not changed:
        return Edited(content)
    file = FileText.of(content)
    case = _Case(file, split_file(file.text), parsed, now, place)
    attempts: list[Edited] = []
    for made, is_rewritten in _attempts(case, changed):
        missing = unsaved(made, now, place) - (differing - changed)
        attempts.append(Edited(made, frozenset(changed), missing, is_rewritten))
        if not missing:
            break
    return min(attempts, key=lambda attempt: len(attempt.unsaved))


def unsaved(content: bytes, now: Values, place: FileContext) -> frozenset[str]:
    """Return the fields in which the importer would read something else, by the footer as
    it was recorded or by today's rules."""
    places = [place] if (place.context.recorded or {}).get("lines") else []
    places.append(place.for_other_bytes)
    found = (_unsaved(content, now, place) for place in places)
    return min(found, key=len)


def _unsaved(content: bytes, now: Values, place: FileContext) -> frozenset[str]:
    try:
        return frozenset(differences(place.parse(content), now, place))
    except Refused:
        return frozenset({"everything", *FIELD_OF})


def _attempts(case: _Case, changed: set[str]) -> Iterator[tuple[bytes, bool]]:
    ways: list[_EditBody] = [
        FileBody.edit_lines if case.split.format else FileBody.edit_filled_lines,
        FileBody.edit_lines_and_title,
        FileBody.edit_below_title,
        FileBody.replace,
    ]
    had_key = ATTRIBUTION.keys[0] in parse_front_matter(case.split, Problems()).values
    # A footer that no rule of today lifts stays in the text, if the key tells of it.
    footer = case.parsed.footer
    can_keep = bool(footer and footer.line) and "disclaimer" not in changed
    forms = [(had_key, had_key and can_keep)]
    if changed & _FOOTER:
        forms += [(True, True)] * can_keep + [(True, False)]
    for edit_body, (has_key, keeps_footer) in product(ways, dict.fromkeys(forms)):
        case = replace(case, has_key=has_key, keeps_footer=keeps_footer)
        wanted = set(changed)
        for _round in range(_ROUNDS):
            try:
                made = _bytes(case.file, _text(case, wanted, edit_body))
            except CannotEdit:
                break
            yield made, False
            more = unsaved(made, case.now, case.place) - wanted
            if not more:
                break
            wanted |= more
    yield _bytes(case.file, compose(case.now, case.place).decode()), True


def _bytes(file: FileText, text: str) -> bytes:
    try:
        return file.bytes_of(text)
    except UnicodeEncodeError:  # Big5 has no Simplified: then all of it is UTF-8.
        return replace(file, encoding="utf-8").bytes_of(text)


def _text(case: _Case, changed: set[str], edit_body: _EditBody) -> str:
    head = case.file.text[: len(case.file.text) - len(case.split.body)]
    is_footer_changed = bool(changed & _FOOTER)
    if changed - _BELOW or (case.has_key and is_footer_changed):
        head = _head(case, head, changed)
    body = FileBody.of(case.split.body, case.parsed)
    if "body" in changed or edit_body is not FileBody.edit_lines:
        edit_body(body, case.now)
    if is_footer_changed and case.keeps_footer:
        body.write_address(case.now["source_url"])
    elif is_footer_changed and case.has_key:
        body.drop_footer()
    elif is_footer_changed:
        body.write_footer(changed, case.now)
    below = "\n".join(body.lines)
    is_cut = head and below and not head.endswith("\n")
    return f"{head}\n{below}" if is_cut else head + below


def _head(case: _Case, head: str, changed: set[str]) -> str:
    split = case.split
    if not split.format:
        if changed - _BELOW - {"title"} or case.has_key:
            raise CannotEdit("no front matter to hold a field")
        return head  # The title stands in the text.
    header = Header(split, case.place.zone)
    footer = case.parsed.footer if case.keeps_footer else None
    lines = footer.lines if footer else 0
    header_edit = HeaderEdit(case.parsed, case.now, changed, footer_lines=lines)
    for row in sorted(FIELDS, key=lambda row: row.rank):
        is_changed = not changed.isdisjoint(row.names)
        if is_changed and (case.has_key or row is not ATTRIBUTION):
            row.write(header, header_edit)
    above = head.split("\n")[: split.front_line - 1]
    start = head.index(split.front, sum(len(line) + 1 for line in above))
    front = header.text()
    if not split.front and front:
        front = f"{front.rstrip()}\n"
    return head[:start] + front + head[start + len(split.front) :]
