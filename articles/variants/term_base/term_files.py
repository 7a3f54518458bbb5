"""Export the term base as CSV, and import such a file as a whole or not at all.

The scope of a term is ``site``, ``category:<slug>`` or ``article:<slug>``. Within its
scope the Simplified form tells which term a line is about.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.choices import TermKind
from articles.models import Article, Category, Term
from articles.variants.engine import TermEntry
from articles.variants.term_base.clashes import forms_of, oddities_of, reason_of
from articles.variants.term_base.contradictions import (
    Contradiction,
    find_contradictions,
)
from articles.variants.term_base.edit_terms import save_terms
from articles.variants.term_base.term_rows import (
    COLUMNS,
    REGIONAL,
    SITE,
    BadRow,
    TermRow,
    read_term_rows,
    write_term_rows,
)

CATEGORY, ARTICLE = "category", "article"
# As ``Term`` names them: its category, its article. Neither is the whole site.
Scope = tuple[int | None, int | None]
Key = tuple[Scope, str]


@dataclass(frozen=True)
class LineNote:
    """A fault or oddity of a line and its remedy; the header is line 1."""

    line: int
    message: str


@dataclass
class TermImport:
    """The result of an import of terms, done or only checked.

    With a bad line nothing was stored; merely ``odd`` lines come in, except those that
    were ``left_out`` because a stored term contradicts them.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0
    bad: list[LineNote] = field(default_factory=list)
    odd: list[LineNote] = field(default_factory=list)


def export_terms() -> str:
    """Write every term, in the order of their scopes."""
    terms = Term.objects.select_related("category").order_by(
        "category__slug", "article__slug", "pk"
    )
    owners = Term.objects.exclude(article=None).values("article")
    slugs = dict(Article.objects.filter(pk__in=owners).values_list("pk", "slug"))
    return write_term_rows(
        TermRow(term.entry, _scope_name(term, slugs), term.note, term.synonyms)
        for term in terms
    )


def _scope_name(term: Term, slugs: dict[int, str]) -> str:
    if term.article_id:
        return f"{ARTICLE}:{slugs[term.article_id]}"
    return f"{CATEGORY}:{term.category.slug}" if term.category else SITE


@transaction.atomic
def import_terms(
    content: bytes,
    *,
    by: User | None = None,
    only_new: bool = False,
    dry_run: bool = False,
) -> TermImport:
    """Import a file of terms: all of it, or nothing where a line is bad.

    A line whose scope and Simplified form are those of a term changes that term; terms
    that the file does not name stay. With ``only_new`` every stored term stays as it is,
    and a line that contradicts one is left out. A few seconds for 10,000 lines.
    """
    result = TermImport()
    lines = _Lines(content, result.bad)
    stored: dict[Key, Term] = {_key(term): term for term in Term.objects.all()}
    after = dict(stored)
    new, changed = [], []
    for key, (_line, term) in lines.terms.items():
        old = stored.get(key)
        if old is None:
            term.created_by = by
            new.append(term)
        elif only_new or _content(old) == _content(lines.completed(term, old)):
            continue
        else:
            term.pk = old.pk
            changed.append(term)
        after[key] = term
    left_out = set()
    for mine, other, note in _contradictions(after, [*new, *changed], lines):
        if only_new and other in stored:
            left_out.add(mine)
            message = _("Left out: %(why)s") % {"why": note.message}
            result.odd.append(LineNote(note.line, message))
        else:
            result.bad.append(note)
    new = [term for term in new if _key(term) not in left_out]
    result.created, result.updated = len(new), len(changed)
    result.left_out = len(left_out)
    result.unchanged = len(lines.terms) - len(new) - len(changed) - len(left_out)
    result.bad.sort(key=lambda bad: bad.line)
    result.odd += [
        LineNote(line, message)
        for line, term in lines.terms.values()
        for message in oddities_of(term.entry).values()
    ]
    if not (result.bad or dry_run):
        save_terms(new, changed)
    return result


def _key(term: Term) -> Key:
    return (term.category_id, term.article_id), term.simplified


def _content(term: Term) -> tuple[TermEntry, str, str]:
    return term.entry, term.note, term.synonyms


def _contradictions(
    terms: dict[Key, Term], imported: Iterable[Term], lines: _Lines
) -> Iterator[tuple[Key, Key, LineNote]]:
    """Yield each imported term that another contradicts, that one, and what to say."""
    touched = {_key(term) for term in imported}
    by_scope: defaultdict[Scope, dict[TermEntry, Key]] = defaultdict(dict)
    for key, term in terms.items():
        by_scope[key[0]][term.entry] = key
    for scope in {key[0] for key in touched}:
        keys = by_scope[scope]
        for pair in find_contradictions(keys):
            sides = keys[pair.first], keys[pair.second]
            if touched.isdisjoint(sides):
                continue
            # The later line of the two has the note, which names the other.
            mine, other = sorted(sides, key=lines.line_of, reverse=True)
            note = LineNote(lines.line_of(mine), _message(pair, mine, other, lines))
            yield mine, other, note


def _message(pair: Contradiction, mine: Key, other: Key, lines: _Lines) -> str:
    by_form = {term.simplified: term for term in (pair.first, pair.second)}
    line = lines.line_of(other)
    where = _("line %(line)s") % {"line": line} if line else _("the term base")
    return _("“%(mine)s” contradicts “%(other)s” (%(where)s). %(reason)s") % {
        "mine": forms_of(by_form[mine[1]]),
        "other": forms_of(by_form[other[1]]),
        "where": where,
        "reason": reason_of(pair),
    }


class _Lines:
    """The terms of a file by scope and form; notes on bad lines go to ``bad``."""

    def __init__(self, content: bytes, bad: list[LineNote]) -> None:
        self.bad = bad
        self.terms: dict[Key, tuple[int, Term]] = {}
        # An older file has no such column: a term keeps what it has.
        self.without_synonyms: set[Key] = set()
        self.without_regional: set[Key] = set()
        rows = list(self.read(content))
        self.categories = self.slugs_of(Category, CATEGORY, rows)
        self.articles = self.slugs_of(Article, ARTICLE, rows)
        for line, row in rows:
            self.add(line, row)

    def line_of(self, key: Key) -> int:
        """Find the line about a term; 0 where the file has none."""
        return self.terms[key][0] if key in self.terms else 0

    def completed(self, term: Term, old: Term) -> Term:
        """Give a term of the file what its line does not say and the stored one has."""
        if _key(term) in self.without_synonyms:
            term.synonyms = old.synonyms
        if _key(term) in self.without_regional:
            term.is_regional = old.is_regional
        return term

    def complain(self, line: int, message: str) -> None:
        self.bad.append(LineNote(line, message))

    def read(self, content: bytes) -> Iterator[tuple[int, TermRow]]:
        try:
            text = content.decode("utf-8-sig").replace("\x00", "")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            self.complain(line, _("This is not UTF-8. Save the file as “CSV UTF-8”."))
            return
        yield from self.rows(text)

    def rows(self, text: str) -> Iterator[tuple[int, TermRow]]:
        """Read one line at a time, so that a bad one does not hide the next."""
        head, *records = list(io.StringIO(text, newline="")) or [""]
        header = self.cells_of(1, head)
        if set(COLUMNS[:4]) - set(header):
            self.complain(
                1,
                _("The first line must name the columns %(columns)s.")
                % {"columns": ", ".join(COLUMNS[:4])},
            )
            return
        for line, record in enumerate(records, 2):
            cells = self.cells_of(line, record)
            if any(cell.strip() for cell in cells[len(header) :]):
                self.complain(line, _too_many(cells, header))
                continue
            try:
                for row in read_term_rows(head + record) if cells else ():
                    yield line, row
            except BadRow:
                self.complain(line, _why(dict(zip(header, cells, strict=False))))

    def cells_of(self, line: int, record: str) -> list[str]:
        """Split a line into cells; none where it is no CSV."""
        try:
            return next(csv.reader([record], strict=True), [])
        except csv.Error as error:
            message = _(
                "This line is no CSV (%(error)s). Close every quotation mark in its own "
                'line, and write "" for one that belongs to the text.'
            )
            self.complain(line, message % {"error": error})
            return []

    def slugs_of(
        self,
        model: type[Category] | type[Article],
        prefix: str,
        rows: Iterable[tuple[int, TermRow]],
    ) -> dict[str, int]:
        names = (row.scope.partition(":") for _line, row in rows)
        slugs = {slug for kind, _colon, slug in names if kind == prefix}
        return dict(
            model._default_manager.filter(slug__in=slugs).values_list("slug", "pk")
        )

    def add(self, line: int, row: TermRow) -> None:
        """Keep the row's term, if it could be saved."""
        term = Term(
            simplified=row.term.simplified,
            taiwan=row.term.taiwan,
            hong_kong=row.term.hong_kong,
            kind=row.term.kind,
            is_regional=row.term.is_regional,
            note=row.note,
            synonyms=row.synonyms or "",
        )
        kind, _colon, slug = row.scope.partition(":")
        if kind == CATEGORY and slug in self.categories:
            term.category_id = self.categories[slug]
        elif kind == ARTICLE and slug in self.articles:
            term.article_id = self.articles[slug]
        elif row.scope != SITE:
            self.complain(line, _no_scope(row.scope))
            return
        try:
            term.clean_fields(exclude=["category", "article", "created_by"])
            term.clean()
        except ValidationError as error:
            self.complain(line, _in_words(error))
            return
        if twin := self.line_of(_key(term)):
            message = _(
                "“%(form)s” stands in line %(line)s already. Remove one of the two."
            )
            self.complain(line, message % {"form": term.simplified, "line": twin})
            return
        self.terms[_key(term)] = line, term
        if row.synonyms is None:
            self.without_synonyms.add(_key(term))
        if not row.says_regional:
            self.without_regional.add(_key(term))


def _too_many(cells: list[str], header: list[str]) -> str:
    return _(
        "There are %(cells)s cells for %(columns)s columns. Put quotation marks around a "
        'cell with a comma in it, as in "S&P 500, SPX".'
    ) % {"cells": len(cells), "columns": len(header)}


def _why(cells: dict[str, str]) -> str:
    kind, regional = (cells.get(name, "").strip() for name in ("kind", "regional"))
    if kind not in TermKind.values:
        message = _("There is no kind “%(kind)s”. Use one of %(kinds)s.")
        return message % {"kind": kind, "kinds": ", ".join(TermKind.values)}
    if regional.lower() not in REGIONAL:
        message = _("“%(word)s” stands under “regional”. Write yes, or nothing.")
        return message % {"word": regional}
    return _("No form: give one for each variant.")


def _no_scope(scope: str) -> str:
    return _(
        "There is no “%(scope)s”. Use site, category:<slug> or article:<slug> with the "
        "slug of one that exists."
    ) % {"scope": scope}


def _in_words(error: ValidationError) -> str:
    """Write “Taiwan: …”, each message once."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for name, messages in error.message_dict.items():
        for message in messages:
            names[message].append(str(getattr(Term, name).field.verbose_name))
    return " ".join(f"{', '.join(fields)}: {text}" for text, fields in names.items())
