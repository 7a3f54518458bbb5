"""Parse what a reader types and expand it to a match expression.

Readers type words, phrases in quotes, ``-word``, ``tag:``, ``source:``, ``author:``. Nothing
is an error; what holds no letter, digit or Han character is left out. Names of labels become
the labels, and names of the term base bring the other names of their terms.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import ClassVar

from ahocorasick_rs import AhoCorasick, MatchKind

from articles.models import Author, Category, Source, Tag, Term
from articles.search.analysis import HAN, spelled, tokenise
from articles.search.documents import IN_TAG, LABEL, group_label, label
from articles.search.expressions import (
    EVERYTHING,
    Group,
    MatchExpression,
    as_prefix,
    phrase_of,
)
from articles.search.spellings import spellings
from articles.variants.engine import fold as tag_key

_MOST_WORDS = 12
# Of a pasted sentence so many Han characters or whole words are looked for.
_BEGINNING = re.compile(rf"(?:[\W_]*(?:[{HAN}]|[^\W_{HAN}]+)){{1,40}}")

_FIELDS = {
    **dict.fromkeys(("tag", "标签", "標籤"), "tag"),
    **dict.fromkeys(("source", "来源", "來源"), "source"),
    **dict.fromkeys(("author", "作者"), "author"),
    **dict.fromkeys(("category", "分类", "分類"), "category"),
}
_QUOTED = "|".join(
    f"{opening}[^{closing}]*{closing}?"
    for opening, closing in ('""', "“”", "「」", "『』", "«»", "＂＂")
)
_NAME = rf"{_QUOTED}|[^\s“「『«]+"
# Between words these are as good as a space; within 1,234, 10:30 and 中、美 they belong to
# the word.
_BETWEEN_WORDS = ",;:!?，；：！？、。｡…"
_WORDS = (
    rf"{_QUOTED}|(?:[^\s“「『«{_BETWEEN_WORDS}]"
    r"|(?<=\d)(?:[,，](?=\d{3}(?!\d))|[:：](?=\d))"
    rf"|(?<=[{HAN}])(?<!\w[{HAN}])、(?=[{HAN}]))+"
)
_PART = re.compile(
    rf"(?P<minus>(?<![{_BETWEEN_WORDS}])[-−－](?=\S))?"
    rf"(?:(?P<field>{'|'.join(_FIELDS)})[:：](?P<name>{_NAME})?|(?P<words>{_WORDS}))",
    re.IGNORECASE,
)
_QUOTES = '"“”「」『』«»＂'
# What people type between words in other engines; all words are wanted anyway.
_NOISE = {"AND", "&&", "+"}

# PostgreSQL looks for so many in a twentieth of a second.
_MOST_LABELS = 200
_MOST_WORDS_IN_NAME = 4
_NO_ARTICLE: Group = ((f"{LABEL}nothing",),)
_NAMED = {"category": Category, "author": Author, "source": Source}

_MOST_NAMES = 8
_MOST_FORMS = 16
_SHORTEST_NAME = 2


@dataclass(frozen=True)
class Part:
    """One thing asked for: words that stand side by side, or the name of a label."""

    words: str
    field: str = ""
    is_excluded: bool = False


@dataclass(frozen=True)
class ParsedQuery:
    """A search as typed, with its filters and its reader.

    ``language_group`` are the readers whose articles are meant; empty for an editor, who
    finds everything. ``labels`` narrow it (``label``), ``since`` too.
    """

    # A story is found by less, and no query may cost without end.
    MAX_LENGTH: ClassVar[int] = 200

    text: str = ""
    language_group: str = ""
    labels: tuple[str, ...] = ()
    since: datetime | None = None

    @cached_property
    def parts(self) -> list[Part]:
        return parse(self.text)

    @property
    def is_empty(self) -> bool:
        return not (self.parts or self.labels or self.since)


def parse(text: str) -> list[Part]:
    """Return what is asked for, in order."""
    parts = []
    # No database takes a NUL, not even where a name is looked up.
    for found in _PART.finditer(text[: ParsedQuery.MAX_LENGTH].replace("\x00", " ")):
        words = (found["words"] or found["name"] or "").strip(_QUOTES).strip()
        if words in _NOISE or not tokenise(words):
            continue
        field = _FIELDS[found["field"].casefold()] if found["field"] else ""
        beginning = _BEGINNING.match(words)
        if beginning and tokenise(words[beginning.end() :]):
            words = beginning[0]
        parts.append(Part(words, field, bool(found["minus"])))
    return parts[:_MOST_WORDS]


def expand(query: ParsedQuery, version: int) -> MatchExpression:
    """Return the match expression of a query by the term base of that version.

    A query to the database for each part that names a label.
    """
    required: list[Group] = []
    excluded: list[Group] = []
    for part in join_names(query.parts, version):
        group = _label_group(part) if part.field else _word_group(part, version)
        (excluded if part.is_excluded else required).append(group)
    labels: list[Group] = [((name,),) for name in query.labels]
    if query.language_group:
        labels.append(((group_label(query.language_group),),))
    return MatchExpression((*labels, *required) or (EVERYTHING,), tuple(excluded))


def join_names(parts: Sequence[Part], version: int) -> Iterator[Part]:
    """Yield the parts of a query, neighbours that are the name of a term joined to one:
    who types S&P 500 means one thing and leaves out the quotes."""
    start = 0
    while start < len(parts):
        end = min(start + _MOST_WORDS_IN_NAME, len(parts))
        while end > start + 1 and not _are_name(parts[start:end], version):
            end -= 1
        words = " ".join(part.words for part in parts[start:end])
        yield parts[start] if end == start + 1 else Part(words)
        start = end


def _are_name(parts: Sequence[Part], version: int) -> bool:
    if any(part.field or part.is_excluded for part in parts):
        return False
    return is_name(" ".join(part.words for part in parts), version)


def _word_group(part: Part, version: int) -> Group:
    forms = forms_of(part.words, version)
    phrases = (phrase_of(tokenise(form)) for form in forms)
    return tuple(dict.fromkeys(filter(None, phrases)))


def _label_group(part: Part) -> Group:
    """The label of that very name, else all whose names hold it. Costs a query."""
    if part.field == "tag":
        key = tag_key(part.words)
        tag = Tag.objects.filter(key=key).values_list("pk", flat=True).first()
        return _tag_name_group(part) if tag is None else ((label("tag", tag),),)
    words = spelled(part.words)
    rows = _NAMED[part.field]._default_manager.values_list("pk", "name")
    known = ((pk, spelled(name)) for pk, name in rows)
    matches = [(pk, name == words) for pk, name in known if words in name]
    found = [pk for pk, is_same in matches if is_same] or [pk for pk, _is in matches]
    return tuple((label(part.field, pk),) for pk in found[:_MOST_LABELS]) or _NO_ARTICLE


def _tag_name_group(part: Part) -> Group:
    """Tags are known by their words: thousands of them may hold what was typed, and no
    database looks for so many labels in time."""
    phrases = (as_prefix(phrase_of(tokenise(form))) for form in spellings(part.words))
    return tuple(
        tuple(IN_TAG + token for token in phrase) for phrase in dict.fromkeys(phrases)
    )


class _Names:
    """Every folded form of the site's terms, with all that mean the same."""

    def __init__(self) -> None:
        groups: dict[str, dict[str, None]] = defaultdict(dict)
        self.written: list[str] = []
        terms = Term.objects.filter(category=None, article=None).order_by("pk")
        for term in terms:
            self.written += term.names
            forms = dict.fromkeys(map(spelled, term.names))
            for form in forms:
                if len(form) >= _SHORTEST_NAME and len(forms) > 1:
                    groups[form] |= forms
        self.groups = {form: tuple(filter(None, own)) for form, own in groups.items()}
        self.forms = list(self.groups)
        self.finder = AhoCorasick(self.forms, MatchKind.LeftmostLongest)


@lru_cache(maxsize=2)
def _names_at(version: int) -> _Names:
    """Read the names at a version of the terms (``SiteSettings.conversion_version``). One
    query."""
    return _Names()


def forms_of(words: str, version: int) -> list[str]:
    """Return the folded words with other punctuation and by the other names of terms, as
    they are first."""
    names = [names_of(text, version) for text in spellings(words)]
    found = [*(own[0] for own in names), *(name for own in names for name in own)]
    return list(dict.fromkeys(found))[:_MOST_FORMS]


def names_of(words: str, version: int) -> list[str]:
    """Return the folded words, and as they read with each other name of a term in them."""
    known = _names_at(version)
    words = spelled(words)
    found = [words]
    for number, start, end in known.finder.find_matches_as_indexes(words):
        if _is_whole_word(words, start, end):
            for name in known.groups[known.forms[number]]:
                found.append(f"{words[:start]}{name}{words[end:]}")
    return list(dict.fromkeys(found))[:_MOST_NAMES]


def known_names(version: int) -> list[str]:
    """Return every name of the site's terms, as it is written."""
    return _names_at(version).written


def is_name(words: str, version: int) -> bool:
    """Say whether a term of several names is called so."""
    return spelled(words) in _names_at(version).groups


def _is_whole_word(text: str, start: int, end: int) -> bool:
    """AI is no part of AIRLINE; a Han word has no such ends."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        (before.isascii() and before.isalnum() and text[start].isascii())
        or (after.isascii() and after.isalnum() and text[end - 1].isascii())
    )


def forget_names() -> None:
    """Read the terms anew; a version is known by its number for good otherwise."""
    _names_at.cache_clear()
