"""Decide an entry of the queue: here, or everywhere by a term."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.contrib.auth.models import User

from articles.choices import Variant
from articles.models import Article, ConversionChoice, content_change
from articles.variants.conversions import (
    NotAnAnswer,
    Rules,
    ambiguities_of,
    choose,
    conversion_of,
    field_conversions,
)
from articles.variants.engine import (
    Ambiguity,
    convert_text,
    source_of,
    word_around,
)

# The field of a term that holds the form of each variant.
_FORM_OF = {
    Variant.CHINA: "simplified",
    Variant.TAIWAN: "taiwan",
    Variant.HONG_KONG: "hong_kong",
}
# Enough around a word for it to be converted as in its sentence.
_AROUND = 60


@content_change()
def decide(
    article: Article,
    variants: Collection[Variant],
    rules: Rules,
    key: str,
    printed: str,
    *,
    by: User | None = None,
) -> list[ConversionChoice]:
    """Store what is printed for the ambiguity of that ``key``, in each of the variants.

    Raise ``NotAnAnswer`` where one of them does not ask it any more, or does not offer
    the form: then nothing is stored.
    """
    if not variants:
        raise NotAnAnswer(key)
    return [
        choose(
            article,
            variant,
            conversion_of(article, variant, rules),
            key,
            printed,
            by=by,
        )
        for variant in variants
    ]


def proposed_term(
    article: Article,
    variants: Collection[Variant],
    rules: Rules,
    key: str,
    printed: str,
) -> dict[str, str]:
    """Propose the term that always decides so, as the form fields of a ``Term``.

    It is the word around the character, as each variant prints it in this place, and
    with ``printed`` in the ``variants``. Raise ``NotAnAnswer`` as ``decide`` does.
    """
    ambiguity = _ambiguity(article, variants, rules, key, printed)
    language = article.language
    if article.has_other_script:
        language = source_of(
            ambiguity.sentence, language, next(iter(variants)).language
        )
    sentence, at = ambiguity.sentence, ambiguity.offset
    start, end = word_around(sentence, at, at + 1, language)
    first = max(start - _AROUND, 0)
    around = sentence[first : end + _AROUND]
    forms = {}
    for variant, name in _FORM_OF.items():
        conversion = conversion_of(article, variant, rules)
        how = field_conversions(article, replace(conversion, choices=()))["body"]
        converted = convert_text(around, replace(how, source=language))
        # Where a form of another length stands near, nothing tells which part it is.
        is_aligned = len(converted) == len(around)
        form = (
            converted[start - first : end - first]
            if is_aligned
            else convert_text(sentence[start:end], replace(how, source=language))
        )
        if variant in variants and len(form) == end - start:
            form = f"{form[: at - start]}{printed}{form[at - start + 1 :]}"
        forms[name] = form
    return forms


def _ambiguity(
    article: Article,
    variants: Collection[Variant],
    rules: Rules,
    key: str,
    printed: str,
) -> Ambiguity:
    """Find the ambiguity of that key in the first of the variants, if all offer the form."""
    found = []
    for variant in variants:
        conversion = conversion_of(article, variant, rules)
        listed = ambiguities_of(article, variant, conversion)
        asked = [*listed.open, *(ambiguity for _choice, ambiguity in listed.answered)]
        found += [
            ambiguity
            for ambiguity in asked
            if ambiguity.key == key
            and printed in (ambiguity.chosen, *ambiguity.alternatives)
        ]
    if not variants or len(found) != len(variants):
        raise NotAnAnswer(f"{key}: {printed}")
    return found[0]
