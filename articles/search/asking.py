"""From a query to a match: names become labels, and terms bring their other names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from articles.models import Author, Category, Source, Tag
from articles.search.documents import IN_TAG, LABEL, family_label, label
from articles.search.folding import fold
from articles.search.matching import EVERYTHING, Group, Match, begun
from articles.search.queries import Part, parts_of
from articles.search.synonyms import is_name, names_of
from articles.search.tokens import tokens_of
from articles.variants.engine import fold as key_of

# PostgreSQL looks for so many in a twentieth of a second.
_MOST_LABELS = 200
_LONGEST_NAME = 4
_NOTHING: Group = ((f"{LABEL}nothing",),)
_NAMED = {"category": Category, "author": Author, "source": Source}


@dataclass(frozen=True)
class Question:
    """What is searched for, by whom and where.

    ``language_group`` are the readers whose articles are meant; empty for an editor, who finds
    everything. ``labels`` narrow it (``label``, ``period_label``), ``since`` too.
    """

    query: str = ""
    language_group: str = ""
    labels: tuple[str, ...] = ()
    since: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return not (parts_of(self.query) or self.labels or self.since)


def match_of(question: Question, version: int) -> Match:
    """The match of a question by the term base of that version."""
    required: list[Group] = []
    excluded: list[Group] = []
    for part in whole_names(parts_of(question.query), version):
        group = _labelled(part) if part.field else _worded(part, version)
        (excluded if part.is_excluded else required).append(group)
    labels: list[Group] = [((name,),) for name in question.labels]
    if question.language_group:
        labels.append(((family_label(question.language_group),),))
    return Match((*labels, *required) or (EVERYTHING,), tuple(excluded))


def whole_names(parts: Sequence[Part], version: int) -> Iterator[Part]:
    """The parts of a query, neighbours that are the name of a term together as one:
    who types S&P 500 means one thing and leaves out the quotes."""
    start = 0
    while start < len(parts):
        end = min(start + _LONGEST_NAME, len(parts))
        while end > start + 1 and not _is_whole_name(parts[start:end], version):
            end -= 1
        words = " ".join(part.words for part in parts[start:end])
        yield parts[start] if end == start + 1 else Part(words)
        start = end


def _is_whole_name(parts: Sequence[Part], version: int) -> bool:
    if any(part.field or part.is_excluded for part in parts):
        return False
    return is_name(" ".join(part.words for part in parts), version)


def _worded(part: Part, version: int) -> Group:
    names = names_of(fold(part.words), version)
    phrases = (tuple(tokens_of(name)) for name in names)
    return tuple(dict.fromkeys(filter(None, phrases)))


def _labelled(part: Part) -> Group:
    """The label of that name, else all whose names hold it. Costs a query."""
    if part.field == "tag":
        key = key_of(part.words)
        tag = Tag.objects.filter(key=key).values_list("pk", flat=True).first()
        return _in_tags(part.words) if tag is None else ((label("tag", tag),),)
    words = fold(part.words)
    rows = _NAMED[part.field]._default_manager.values_list("pk", "name")
    folded = ((pk, fold(name)) for pk, name in rows)
    named = [(pk, name == words) for pk, name in folded if words in name]
    found = [pk for pk, is_it in named if is_it] or [pk for pk, _is_it in named]
    return tuple((label(part.field, pk),) for pk in found[:_MOST_LABELS]) or _NOTHING


def _in_tags(words: str) -> Group:
    """Tags are known by their words: thousands of them may hold what was typed, and no
    database looks for so many labels in time."""
    return (tuple(IN_TAG + token for token in begun(tuple(tokens_of(words)))),)
