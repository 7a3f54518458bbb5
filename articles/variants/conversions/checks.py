"""What an editor should look at: broken mark-up, characters of the other script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from articles.choices import Variant
from articles.models import Article, VariantOverride
from articles.variants.conversions.convert_article import script_of
from articles.variants.engine import (
    MarkProblem,
    Misplaced,
    find_marks,
    mark_problems,
    misplaced,
    protected_spans,
    readable_texts,
)

# What carries marks. All but the last are plain text; a summary is short Markdown.
_MARKED_FIELDS = ("title", "lead", "summary", "body")
_READ_FIELDS = ("title", "lead", "summary", "description")
_OWN_FIELDS = ("title", "lead", "summary")
# Enough of the text around a character to find it by.
_AROUND = 8


@dataclass(frozen=True)
class BadMark:
    """Mark-up in a field that readers would see as it was typed. Lines count from 1."""

    field: str
    line: int
    problem: MarkProblem


@dataclass(frozen=True)
class OtherScript:
    """Characters in a field that its declared language does not have.

    ``shown`` is the language that the whole field is in, or empty where only these
    ``characters`` slipped in; ``place`` is the text around the first of them.
    """

    field: str
    characters: str
    place: str
    shown: str


def bad_marks(article: Article) -> Iterator[BadMark]:
    """Problems with ``-{…}-`` in what was written, in the order of the fields."""
    for field in _MARKED_FIELDS:
        yield from _bad_marks_in(field, getattr(article, field))


def bad_marks_in_own_words(own: VariantOverride) -> Iterator[BadMark]:
    """As ``bad_marks``, in an editor's own words for a variant."""
    for field in _OWN_FIELDS:
        yield from _bad_marks_in(field, getattr(own, field))


def _bad_marks_in(field: str, text: str) -> Iterator[BadMark]:
    is_markdown = field in ("summary", "body")
    for problem in mark_problems(text, is_markdown=is_markdown):
        yield BadMark(field, text.count("\n", 0, problem.start) + 1, problem)


def other_scripts(article: Article) -> Iterator[OtherScript]:
    """Fields of a rendered Chinese article that are not, or not all, as declared."""
    if not article.language.startswith("zh"):
        return
    language = article.variant.language
    texts = {name: getattr(article, name) for name in _READ_FIELDS}
    texts["body"] = "\n".join(readable_texts(article.body_html))
    for field, text in texts.items():
        if found := misplaced_outside_marks(text, language):
            shown = script_of(_convertible(text), article)
            shown = shown if shown != article.language else ""
            yield _other_script(field, text, found, shown)


def other_scripts_in_own_words(own: VariantOverride) -> Iterator[OtherScript]:
    """Characters that the variant does not have, and that no conversion will mend."""
    language = Variant(own.variant).language
    for field in _OWN_FIELDS:
        text = getattr(own, field)
        if found := misplaced_outside_marks(text, language):
            yield _other_script(field, text, found)


def misplaced_outside_marks(text: str, language: str) -> list[Misplaced]:
    """As ``misplaced``; what stands in a mark or an address is meant as it is."""
    return misplaced(_convertible(text), language)


def _other_script(
    field: str, text: str, found: list[Misplaced], shown: str = ""
) -> OtherScript:
    start = found[0].start
    return OtherScript(
        field,
        "".join(dict.fromkeys(one.char for one in found)),
        " ".join(text[max(start - _AROUND, 0) : start + _AROUND].split()),
        shown,
    )


def _convertible(text: str) -> str:
    """The text with marks and all that no conversion touches made blank, in place."""
    characters = list(text)
    marks = (m for m in find_marks(text) if not m.is_escape and not m.fault)
    for start, end in [*((m.start, m.end) for m in marks), *protected_spans(text)]:
        characters[start:end] = " " * (end - start)
    return "".join(characters)
