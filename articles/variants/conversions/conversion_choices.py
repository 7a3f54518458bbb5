"""Doubts about an article in a variant, and the answers that editors give."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from django.contrib.auth.models import User
from django.db import transaction

from articles.choices import Variant
from articles.models import Article, WordingChoice
from articles.variants.conversions.apply import forget_texts
from articles.variants.conversions.convert_article import suited, with_definitions
from articles.variants.engine import (
    Conversion,
    Doubt,
    Standing,
    doubts,
    doubts_in_html,
    readable_texts,
)

# Plain texts of an article that are converted; the body is HTML.
TEXT_FIELDS = ("title", "lead", "summary", "description")


class NotAnAnswer(ValueError):
    """What was chosen is none of the forms that the doubt offers."""


@dataclass(frozen=True)
class Doubts:
    """The doubts of an article in one variant, as an editor goes through them.

    ``answered`` pairs each choice that counts with its doubt. ``reopened`` are choices
    whose sentence no longer stands: they do nothing.
    """

    open: list[Doubt] = field(default_factory=list)
    by_phrase: list[Doubt] = field(default_factory=list)
    answered: list[tuple[WordingChoice, Doubt]] = field(default_factory=list)
    reopened: list[WordingChoice] = field(default_factory=list)


def doubts_about(article: Article, variant: Variant, conversion: Conversion) -> Doubts:
    """Every doubt once, however often its sentence stands. One query.

    ``conversion`` is what ``conversion_of`` gives for the variant.
    """
    found = _all_doubts(article, conversion)
    sorted_out = Doubts()
    for choice in article.wording_choices.filter(variant=variant):
        answered = found.pop((choice.sentence, choice.offset), None)
        if answered:
            sorted_out.answered.append((choice, answered))
        elif not _stands(choice.sentence, article):
            sorted_out.reopened.append(choice)
    for doubt in found.values():
        if doubt.standing is Standing.OPEN:
            sorted_out.open.append(doubt)
        elif doubt.standing is Standing.PHRASE:
            sorted_out.by_phrase.append(doubt)
    return sorted_out


def key_of(doubt: Doubt) -> str:
    """A short name for the doubt's place, the same as long as its sentence stands."""
    return f"{_digest(doubt.sentence)}-{doubt.offset}"


@lru_cache(maxsize=8)  # Doubts of one sentence come one after the other.
def _digest(sentence: str) -> str:
    return hashlib.sha256(sentence.encode("utf-8", "replace")).hexdigest()[:16]


def find_doubt(article: Article, conversion: Conversion, key: str) -> Doubt | None:
    """The doubt of that ``key_of``; None where its sentence has changed."""
    found = _all_doubts(article, conversion).values()
    return next((doubt for doubt in found if key_of(doubt) == key), None)


@transaction.atomic
def choose(
    article: Article,
    variant: Variant,
    doubt: Doubt,
    printed: str,
    *,
    by: User | None = None,
) -> WordingChoice:
    """Settle a doubt for this article and variant, in place of an earlier answer.

    ``printed`` is the form that stands there or one of the others, else ``NotAnAnswer``.
    """
    if printed not in (doubt.chosen, *doubt.alternatives):
        raise NotAnAnswer(printed)
    place = {"variant": variant, "sentence": doubt.sentence, "offset": doubt.offset}
    article.wording_choices.filter(**place).delete()
    choice = WordingChoice.objects.create(
        article=article, **place, printed=printed, created_by=by
    )
    forget_texts(article)
    return choice


@transaction.atomic
def take_back(choice: WordingChoice) -> None:
    """Leave the place to the term base and OpenCC again."""
    choice.delete()
    forget_texts(choice.article)


def _all_doubts(
    article: Article, conversion: Conversion
) -> dict[tuple[str, int], Doubt]:
    """Each by its sentence and its place in it, in the order of the page."""
    found: dict[tuple[str, int], Doubt] = {}
    beside = with_definitions(conversion, article.body_html)
    for name in TEXT_FIELDS:
        text = getattr(article, name)
        how = suited(beside, text, article)
        for doubt in doubts(text, how):
            found.setdefault((doubt.sentence, doubt.offset), doubt)
    how = suited(conversion, article.body, article)
    for doubt in doubts_in_html(article.body_html, how):
        found.setdefault((doubt.sentence, doubt.offset), doubt)
    return found


def _stands(sentence: str, article: Article) -> bool:
    texts = (getattr(article, name) for name in TEXT_FIELDS)
    return any(sentence in text for text in texts) or any(
        sentence in text for text in readable_texts(article.body_html)
    )
