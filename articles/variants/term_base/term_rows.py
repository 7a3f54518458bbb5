"""Read and write rows of terms as CSV, and the list that the project brings. Pure.

Columns: ``kind`` (``TermKind``), ``zh-Hans``, ``zh-Hant-TW``, ``zh-Hant-HK`` (the forms;
a term to be left alone needs the first only), ``scope`` (``site``, or the slug of a
category as ``category:markets``), ``note``, ``synonyms`` (other names that readers may
search it by, with commas between), ``regional`` (``yes`` for a regional word).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from articles.choices import Language, TermKind
from articles.variants.engine import TermEntry

SITE = "site"
COLUMNS = (
    "kind",
    Language.SIMPLIFIED.value,
    Language.TAIWAN.value,
    Language.HONG_KONG.value,
    "scope",
    "note",
    "synonyms",
    "regional",
)
REGIONAL = {"yes": True, "": False}


class BadRow(ValueError):
    """A line that is no term; the header is line 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class TermRow:
    """One line of the file.

    ``synonyms`` is None, and ``says_regional`` False, where the file has no such column.
    """

    term: TermEntry
    scope: str = SITE
    note: str = ""
    synonyms: str | None = None
    says_regional: bool = True


def read_term_rows(text: str) -> list[TermRow]:
    """Read CSV with a header line; columns may stand in any order, the last ones may lack.

    Raises ``BadRow`` for the first line that cannot be read.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = set(COLUMNS[:4]) - set(reader.fieldnames or ())
    if missing:
        raise BadRow(1, f"no column {', '.join(sorted(missing))}")
    rows = []
    for line in reader:
        cells = [(line.get(column) or "").strip() for column in COLUMNS[:6]]
        kind, simplified, taiwan, hong_kong, scope, note = cells
        if kind not in TermKind.values:
            raise BadRow(reader.line_num, f"unknown kind {kind!r}")
        if not (simplified or taiwan or hong_kong):
            raise BadRow(reader.line_num, "no form")
        synonyms, regional = (line.get(column) for column in COLUMNS[6:])
        is_regional = REGIONAL.get((regional or "").strip().lower())
        if is_regional is None:
            raise BadRow(reader.line_num, f"regional is {regional!r}, not yes or empty")
        rows.append(
            TermRow(
                TermEntry(simplified, taiwan, hong_kong, TermKind(kind), is_regional),
                scope or SITE,
                note,
                synonyms if synonyms is None else synonyms.strip(),
                says_regional=regional is not None,
            )
        )
    return rows


def write_term_rows(rows: Iterable[TermRow]) -> str:
    """Write CSV as ``read_term_rows`` reads it."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows:
        term = row.term
        forms = (term.simplified, term.taiwan, term.hong_kong)
        regional = "yes" if term.is_regional else ""
        more = (row.scope, row.note, row.synonyms or "", regional)
        writer.writerow([term.kind.value, *forms, *more])
    return file.getvalue()


@cache
def starter_rows() -> tuple[TermRow, ...]:
    """Read the reviewed list for finance and names that a new site begins with."""
    file = files("articles.variants.term_base") / "starter_terms.csv"
    return tuple(read_term_rows(file.read_text(encoding="utf-8")))
