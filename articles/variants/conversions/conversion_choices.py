"""List an article's ambiguities in a variant; store editors' choices about them."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib.auth.models import User

from articles.choices import Variant
from articles.models import Article, ConversionChoice, content_change
from articles.variants.conversions.apply import forget_texts
from articles.variants.conversions.convert_article import field_conversions
from articles.variants.engine import (
    Ambiguity,
    Conversion,
    find_ambiguities,
    find_ambiguities_in_html,
    readable_texts,
)


class NotAnAnswer(ValueError):
    """The ambiguity is no longer there, or does not offer the form that was chosen."""


@dataclass(frozen=True)
class ArticleAmbiguities:
    """The ambiguities of an article in one variant, as an editor goes through them.

    ``answered`` pairs each choice that counts with its ambiguity. ``reopened`` are
    choices whose sentence no longer stands: they do nothing.
    """

    open: list[Ambiguity] = field(default_factory=list)
    answered: list[tuple[ConversionChoice, Ambiguity]] = field(default_factory=list)
    reopened: list[ConversionChoice] = field(default_factory=list)


def ambiguities_of(
    article: Article, variant: Variant, conversion: Conversion
) -> ArticleAmbiguities:
    """List every ambiguity once, however often its sentence stands.

    ``conversion`` is that of ``conversion_of`` for the variant. One query unless the
    choices were prefetched.
    """
    found = _all_ambiguities(article, conversion)
    listed = ArticleAmbiguities()
    choices = article.conversion_choices.all()
    for choice in (choice for choice in choices if choice.variant == variant):
        answered = found.pop((choice.sentence, choice.offset), None)
        if answered:
            listed.answered.append((choice, answered))
        elif not _stands(choice.sentence, article):
            listed.reopened.append(choice)
    listed.open.extend(found.values())
    return listed


@content_change()
def choose(
    article: Article,
    variant: Variant,
    conversion: Conversion,
    key: str,
    printed: str,
    *,
    by: User | None = None,
) -> ConversionChoice:
    """Decide the ambiguity of that ``key``, in place of an earlier choice.

    ``printed`` is the form that stands there or one of the others. Raise
    ``NotAnAnswer`` where it is neither, or the sentence has changed.
    """
    found = _all_ambiguities(article, conversion).values()
    ambiguity = next((each for each in found if each.key == key), None)
    if not ambiguity or printed not in (ambiguity.chosen, *ambiguity.alternatives):
        raise NotAnAnswer(f"{key}: {printed}")
    same = article.conversion_choices.filter(
        variant=variant, sentence=ambiguity.sentence, offset=ambiguity.offset
    )
    same.delete()
    choice = ConversionChoice.objects.create(
        article=article,
        variant=variant,
        sentence=ambiguity.sentence,
        offset=ambiguity.offset,
        printed=printed,
        created_by=by,
    )
    forget_texts(article)
    return choice


@content_change()
def withdraw_choice(choice: ConversionChoice) -> None:
    """Leave the place to the term base and OpenCC again."""
    choice.delete()
    forget_texts(choice.article)


def _all_ambiguities(
    article: Article, conversion: Conversion
) -> dict[tuple[str, int], Ambiguity]:
    """Find each by its sentence and its offset there, in the order of the page."""
    how = field_conversions(article, conversion)
    found = [
        ambiguity
        for name in Article.CONVERTED
        for ambiguity in find_ambiguities(getattr(article, name), how[name])
    ]
    found += find_ambiguities_in_html(article.body_html, how["body_html"])
    unique: dict[tuple[str, int], Ambiguity] = {}
    for ambiguity in found:
        unique.setdefault((ambiguity.sentence, ambiguity.offset), ambiguity)
    return unique


def _stands(sentence: str, article: Article) -> bool:
    texts = (getattr(article, name) for name in Article.CONVERTED)
    return any(sentence in text for text in texts) or any(
        sentence in text for text in readable_texts(article.body_html)
    )
