"""Find the spans of a text that OpenCC may not touch, and what is printed for them.

Ranks, strongest first; a weaker one never sees what a stronger one holds:

1. addresses, passages in Japanese, characters no converter takes;
2. marks in the text (``marks``), and the terms they define from there on;
3. the layers of the term base as they are handed in: article, categories, site;
4. people whom a term of these names with a title, and the heads of compounds, alone;
5. quotation marks of the house style.

Everything else is OpenCC's.
"""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from ahocorasick_rs import AhoCorasick, MatchKind

from articles.choices import Language
from articles.variants.engine.article_names import ArticleNames
from articles.variants.engine.house_style import PLAIN, HouseStyle
from articles.variants.engine.learned import Weights, shipped_weights
from articles.variants.engine.marks import Mark, find_marks, read_mark
from articles.variants.engine.opencc import route
from articles.variants.engine.placeholders import EMBEDDED, ESCAPED, FIXED
from articles.variants.engine.protected import address_spans, protected_spans
from articles.variants.engine.term_heads import heads_in
from articles.variants.engine.terms import TermBase, TermEntry


class Reason(StrEnum):
    """The reason that a place reads differently from the source."""

    PROTECTED = "protected"
    MARK = "mark"
    TERM = "term"
    STYLE = "style"
    OPENCC = "opencc"


# Start and end in the source text, what is printed there, and why.
FixedSpan = tuple[int, int, str, Reason]


@dataclass(frozen=True)
class Choice:
    """An editor's choice: in this sentence, this character becomes that.

    It counts wherever the sentence stands unchanged, and nowhere else.
    """

    sentence: str
    offset: int
    printed: str


@dataclass(frozen=True)
class Conversion:
    """From the language of a text to the variant that is read, and by which rules.

    ``layers`` are term bases, the strongest first. ``names`` are those of the article
    that a text belongs to; without them it has its own. Where source and target are alike,
    or either is not Chinese, only the marks are resolved: an original stays as written.
    """

    source: str
    target: str
    layers: tuple[TermBase, ...] = ()
    style: HouseStyle = PLAIN
    choices: tuple[Choice, ...] = ()
    weights: Weights = field(default_factory=shipped_weights)
    names: ArticleNames | None = None

    @property
    def changes_script(self) -> bool:
        return bool(route(self.source, self.target))


def find_fixed_spans(
    text: str, conversion: Conversion, escaped: Sequence[str], *, in_html: bool
) -> list[FixedSpan]:
    """Find the fixed spans of a text, in order and apart from each other.

    ``escaped`` holds the characters that ``ESCAPED`` stands for. In HTML the text has
    its entities, and what is printed gets them.
    """
    spans = _escaped_characters(text, escaped) if escaped else []
    definitions: list[Mark] = []
    if "-{" in text:
        marks = list(_marks(_hidden(text, spans), in_html=in_html))
        marks = _outside_addresses(marks, text)
        for mark in marks:
            spans += _mark_spans(mark, conversion.target, in_html=in_html)
        definitions = [mark for mark in marks if mark.is_definition]
    if not conversion.changes_script:
        return sorted(spans)
    free = _hidden(text, spans)
    for start, end in protected_spans(free):
        spans.append((start, end, text[start:end], Reason.PROTECTED))
    if definitions:
        free = _hidden(text, spans)
        spans += _defined(free, definitions, conversion, in_html=in_html)
    of_names = conversion.names and conversion.names.of_terms
    for layer in (*conversion.layers, of_names):
        if layer and layer.terms:
            free = _hidden(text, spans)
            spans += _term_spans(free, layer, conversion, in_html=in_html)
    spans += _head_spans(text, spans, conversion, in_html=in_html)
    if conversion.style.has_quotes(text, conversion.target):
        spans += _quote_spans(text, spans, conversion, in_html=in_html)
    spans.sort()
    return spans


def _hidden(text: str, spans: Iterable[FixedSpan]) -> str:
    """Blank what is fixed, so that no search finds it; every position stays."""
    pieces: list[str] = []
    done = 0
    for start, end, _printed, _reason in sorted(spans):
        pieces += text[done:start], FIXED * (end - start)
        done = end
    if not done:
        return text
    return "".join([*pieces, text[done:]])


def _escaped_characters(text: str, escaped: Sequence[str]) -> list[FixedSpan]:
    places = (at for at, char in enumerate(text) if char == ESCAPED)
    return [
        (at, at + 1, char, Reason.PROTECTED)
        for at, char in zip(places, escaped, strict=True)
    ]


def _marks(text: str, *, in_html: bool) -> Iterator[Mark]:
    for mark in find_marks(text):
        if FIXED in mark.content:
            continue  # It holds a character that nothing can convert.
        if in_html and "&" in mark.content:
            understood = read_mark(html.unescape(mark.content), mark.start, mark.end)
            yield replace(understood, content=mark.content)
        else:
            yield mark


def _outside_addresses(marks: list[Mark], text: str) -> list[Mark]:
    """Leave out marks that are mere characters of an address.

    An address stays as it is without any mark. A rule may touch one, and so ends it.
    """
    rules = [m for m in marks if not m.leaves_alone]
    free = _hidden(text, [(m.start, m.end, "", Reason.MARK) for m in rules])
    starts = [mark.start for mark in marks]
    in_addresses: set[int] = set()
    for start, end in address_spans(free):
        first, last = bisect_right(starts, start), bisect_left(starts, end)
        # An address may itself be what a mark leaves alone.
        if not first or marks[first - 1].end <= start:
            in_addresses.update(n for n in range(first, last) if marks[n].end <= end)
    return [mark for n, mark in enumerate(marks) if n not in in_addresses]


def _mark_spans(mark: Mark, target: str, *, in_html: bool) -> Iterator[FixedSpan]:
    start, end = mark.start, mark.end
    if mark.is_escape:
        # An entity, so that a page converted again does not find a mark there.
        yield start, end, "-&#123;" if in_html else "-{", Reason.MARK
        return
    if mark.fault or (mark.forms and EMBEDDED in mark.content):
        yield start, end, f"-{{{mark.content}}}-", Reason.PROTECTED
    elif mark.is_definition:
        yield start, end, "", Reason.MARK
    elif mark.forms:
        printed = mark.printed(target)
        yield start, end, html.escape(printed) if in_html else printed, Reason.MARK
    else:
        yield start, start + 2, "", Reason.MARK
        if mark.content:
            yield start + 2, end - 2, mark.content, Reason.MARK
        yield end - 2, end, "", Reason.MARK


def _quote_spans(
    text: str, spans: list[FixedSpan], conversion: Conversion, *, in_html: bool
) -> list[FixedSpan]:
    # Terms stay readable here: a quotation that is one term counts as Chinese.
    spans.sort()
    starts = [span[0] for span in spans]
    kept = (span for span in spans if span[3] is not Reason.TERM)
    found: list[FixedSpan] = []
    for at, quote in conversion.style.quotes_in(_hidden(text, kept), conversion.target):
        before = bisect_right(starts, at) - 1
        if before < 0 or spans[before][1] <= at:
            printed = html.escape(quote) if in_html else quote
            found.append((at, at + 1, printed, Reason.STYLE))
    return found


def _term_spans(
    text: str, layer: TermBase, conversion: Conversion, *, in_html: bool
) -> list[FixedSpan]:
    source, target = conversion.source, conversion.target
    printed = layer.printed(source, target, in_html=in_html)
    return [
        (start, end, printed[index], Reason.TERM)
        for index, start, end in layer.finder(source).find(text)
        if printed[index]
    ]


def _head_spans(
    text: str, spans: list[FixedSpan], conversion: Conversion, *, in_html: bool
) -> list[FixedSpan]:
    """Find the heads of compound terms that stand alone in the same clause."""
    if conversion.source != Language.SIMPLIFIED:
        return []
    found: list[FixedSpan] = []
    for layer in conversion.layers:
        heads = layer.heads(conversion.target)
        compounds = [
            (start, form)
            for start, end, _printed, reason in spans
            if reason is Reason.TERM and (form := text[start:end]) in heads
        ]
        if compounds:
            free = _hidden(text, [*spans, *found])
            found += (
                (start, end, html.escape(form) if in_html else form, Reason.TERM)
                for start, end, form in heads_in(free, compounds, heads)
            )
    return found


def _defined(
    text: str, definitions: list[Mark], conversion: Conversion, *, in_html: bool
) -> Iterator[FixedSpan]:
    """Find defined terms: each from its definition on, until a later one replaces it."""
    by_form: dict[str, list[tuple[int, TermEntry]]] = {}
    for mark in definitions:
        term = mark.term()
        for _language, form in term.forms():
            written = html.escape(form, quote=False) if in_html else form
            by_form.setdefault(written, []).append((mark.end, term))
    forms = list(by_form)
    search = AhoCorasick(forms, MatchKind.LeftmostLongest)
    for index, start, end in search.find_matches_as_indexes(text):
        terms = by_form[forms[index]]
        known = bisect_right(terms, start, key=lambda defined: defined[0])
        if known and (printed := terms[known - 1][1].printed("", conversion.target)):
            if in_html:
                printed = html.escape(printed)
            yield start, end, printed, Reason.TERM
