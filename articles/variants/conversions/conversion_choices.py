"""Doubts about an article in a variant, and the answers that editors give."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from django.contrib.auth.models import User
from django.db import transaction

from articles.choices import Variant
from articles.models import Article, ConversionChoice
from articles.variants.conversions.apply import forget_texts
from articles.variants.conversions.convert_article import (
    apply_override,
    with_definitions,
)
from articles.variants.engine import (
    Ambiguity,
    Conversion,
    DecidedBy,
    find_ambiguities,
    find_ambiguities_in_html,
    readable_texts,
)

# Plain texts of an article that are converted; the body is HTML.
TEXT_FIELDS = ("title", "lead", "summary", "description")


class NotAnAnswer(ValueError):
    """What was chosen is none of the forms that the doubt offers."""


@dataclass(frozen=True)
class ArticleAmbiguities:
    """The doubts of an article in one variant, as an editor goes through them.

    ``answered`` pairs each choice that counts with its doubt. ``reopened`` are choices
    whose sentence no longer stands: they do nothing.
    """

    open: list[Ambiguity] = field(default_factory=list)
    by_phrase: list[Ambiguity] = field(default_factory=list)
    answered: list[tuple[ConversionChoice, Ambiguity]] = field(default_factory=list)
    reopened: list[ConversionChoice] = field(default_factory=list)


def ambiguities_of(
    article: Article, variant: Variant, conversion: Conversion
) -> ArticleAmbiguities:
    """Every doubt once, however often its sentence stands. One query.

    ``conversion`` is what ``conversion_of`` gives for the variant.
    """
    found = _all_doubts(article, conversion)
    sorted_out = ArticleAmbiguities()
    for choice in article.conversion_choices.filter(variant=variant):
        answered = found.pop((choice.sentence, choice.offset), None)
        if answered:
            sorted_out.answered.append((choice, answered))
        elif not _stands(choice.sentence, article):
            sorted_out.reopened.append(choice)
    for doubt in found.values():
        if doubt.standing is DecidedBy.OPEN:
            sorted_out.open.append(doubt)
        elif doubt.standing is DecidedBy.PHRASE:
            sorted_out.by_phrase.append(doubt)
    return sorted_out


def choice_key(doubt: Ambiguity) -> str:
    """A short name for the doubt's place, the same as long as its sentence stands."""
    return f"{_digest(doubt.sentence)}-{doubt.offset}"


@lru_cache(maxsize=8)  # Doubts of one sentence come one after the other.
def _digest(sentence: str) -> str:
    return hashlib.sha256(sentence.encode("utf-8", "replace")).hexdigest()[:16]


def find_ambiguity(
    article: Article, conversion: Conversion, key: str
) -> Ambiguity | None:
    """The doubt of that ``choice_key``; None where its sentence has changed."""
    found = _all_doubts(article, conversion).values()
    return next((doubt for doubt in found if choice_key(doubt) == key), None)


@transaction.atomic
def choose(
    article: Article,
    variant: Variant,
    doubt: Ambiguity,
    printed: str,
    *,
    by: User | None = None,
) -> ConversionChoice:
    """Settle a doubt for this article and variant, in place of an earlier answer.

    ``printed`` is the form that stands there or one of the others, else ``NotAnAnswer``.
    """
    if printed not in (doubt.chosen, *doubt.alternatives):
        raise NotAnAnswer(printed)
    place = {"variant": variant, "sentence": doubt.sentence, "offset": doubt.offset}
    article.conversion_choices.filter(**place).delete()
    choice = ConversionChoice.objects.create(
        article=article, **place, printed=printed, created_by=by
    )
    forget_texts(article)
    return choice


@transaction.atomic
def take_back(choice: ConversionChoice) -> None:
    """Leave the place to the term base and OpenCC again."""
    choice.delete()
    forget_texts(choice.article)


def _all_doubts(
    article: Article, conversion: Conversion
) -> dict[tuple[str, int], Ambiguity]:
    """Each by its sentence and its place in it, in the order of the page."""
    found: dict[tuple[str, int], Ambiguity] = {}
    beside = with_definitions(conversion, article.body_html)
    for name in TEXT_FIELDS:
        text = getattr(article, name)
        how = apply_override(beside, text, article)
        for doubt in find_ambiguities(text, how):
            found.setdefault((doubt.sentence, doubt.offset), doubt)
    how = apply_override(conversion, article.body, article)
    for doubt in find_ambiguities_in_html(article.body_html, how):
        found.setdefault((doubt.sentence, doubt.offset), doubt)
    return found


def _stands(sentence: str, article: Article) -> bool:
    texts = (getattr(article, name) for name in TEXT_FIELDS)
    return any(sentence in text for text in texts) or any(
        sentence in text for text in readable_texts(article.body_html)
    )
