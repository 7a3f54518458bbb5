"""Find what a change of a term changes for readers: in which articles, and how."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.choices import ChineseVariant, Variant
from articles.models import Article, ArticleCategory, SiteSettings, StyleRule, Term
from articles.variants.conversions import (
    Rules,
    conversion_of,
    field_conversions,
    rules_at,
)
from articles.variants.engine import TermBase, convert_text, readable_texts

# No index finds a word inside a text. 20,000 articles of 4 kB take 0.3 s on SQLite.
EXAMINED = 20_000
# An editor reads a few dozen; each costs about a millisecond.
COMPARED = 200
SHOWN_DIFFERENCES = 6

# A mark is never cut, whatever it holds.
_SENTENCE = re.compile(r"(?:-\{[^{}]{0,200}\}-|[^。！？!?\n])+[。！？!?]*[”’」』）]*")
# The writer broke the line there, or set a tag.
_BETWEEN_CHARACTERS = r"(?:<[^>]*>|\s)*"
_LONGEST_SENTENCE = 300
_AROUND = 100


@dataclass(frozen=True)
class Difference:
    """A sentence as readers of a variant see it now, and as they would."""

    variant: Variant
    before: str
    after: str


@dataclass
class Effect:
    """The sentences of an article that would change.

    ``more`` sentences hold a form and were left out: those shown tell enough.
    """

    article: Article
    differences: list[Difference] = field(default_factory=list)
    more: int = 0


@dataclass
class Effects:
    """The articles that a change was found to affect.

    Of the newest articles, at most ``EXAMINED``, ``found`` hold a form; the newest
    ``compared`` of those were read in every variant.
    """

    is_everything: bool
    found: int = 0
    compared: int = 0
    articles: list[Effect] = field(default_factory=list)


def effects(before: Term | None, after: Term) -> Effects:
    """Compare what readers see with what they would see, if the term were saved.

    ``before`` is the term as it is stored, None for a new one. Writes nothing; costs
    the same number of queries whatever the number of articles.
    """
    states = [term for term in (before, after) if term]
    forms = sorted({form for term in states for form in _written_forms(term)})
    if not forms:
        return Effects(is_everything=True)
    newest = _newest(states)
    pks = list(_holding(forms, newest).values_list("pk", flat=True))
    is_everything = not newest.values("pk")[EXAMINED : EXAMINED + 1].exists()
    result = Effects(is_everything, len(pks), min(len(pks), COMPARED))
    site = SiteSettings.current()
    rules = rules_at(site.conversion_version)
    others = Term.objects.order_by("pk").exclude(pk=after.pk)
    changed = Rules(
        [*others, after],
        StyleRule.objects.all(),
        rules.weights,
        has_regional_words=site.has_regional_words,
    )
    pattern = re.compile("|".join(map(re.escape, forms)))
    articles = Article.objects.filter(pk__in=pks[:COMPARED]).newest_first()
    articles = articles.defer("disclaimer", "extra", "headings")
    for article in articles.prefetch_related(
        "article_categories", "overrides", "conversion_choices"
    ):
        effect = _effect_on(article, pattern, rules, changed)
        if effect.differences:
            result.articles.append(effect)
    return result


def _written_forms(term: Term) -> Iterator[str]:
    """Yield every spelling under which texts of any variant have the term."""
    base = TermBase([term.entry])
    for variant in ChineseVariant:
        yield from base.finder(Variant(variant).language).by_form


def _newest(states: Sequence[Term]) -> QuerySet[Article]:
    """Choose the articles within the terms' scopes, newest first."""
    scope = Q()
    if all(term.category_id or term.article_id for term in states):
        for term in states:
            scope |= _scope(term)
    # Without the status: then SQLite reads an index in order and sorts nothing.
    articles = Article.objects.filter(scope, published_at__lte=timezone.now())
    return articles.newest_first()


def _scope(term: Term) -> Q:
    if term.article_id:
        return Q(pk=term.article_id)
    article_categories = ArticleCategory.objects.filter(category=term.category_id)
    return Q(pk__in=article_categories.values("article"))


def _holding(forms: Sequence[str], newest: QuerySet[Article]) -> QuerySet[Article]:
    holds = Q()
    for name in Article.CONVERTED:
        for form in forms:
            holds |= Q(**{f"{name}__contains": form})
    holds |= Q(body_html__regex=_across_markup(forms))
    articles = Article.objects.published().filter(language__startswith="zh")
    return articles.filter(holds, pk__in=newest.values("pk")[:EXAMINED]).newest_first()


def _across_markup(forms: Iterable[str]) -> str:
    """Write a pattern for the forms in a rendered body, whatever mark-up cuts them.

    In SQLite and PostgreSQL alike; on 20,000 bodies as fast as a search for each form.
    """
    return "|".join(
        _BETWEEN_CHARACTERS.join(
            re.escape(html.escape(char, quote=False)) for char in form
        )
        for form in forms
    )


def _effect_on(
    article: Article, forms: re.Pattern[str], before: Rules, after: Rules
) -> Effect:
    ways = [
        (
            variant,
            [
                field_conversions(article, conversion_of(article, variant, rules))
                for rules in (before, after)
            ],
        )
        for variant in map(Variant, ChineseVariant.values)
    ]
    overrides = {row.variant: row.fields for row in article.overrides.all()}
    effect = Effect(article)
    for name, sentence in _sentences(article, forms):
        if len(effect.differences) >= SHOWN_DIFFERENCES:
            effect.more += 1
            continue
        for variant, conversions in ways:
            if name in overrides.get(variant.value, {}):
                continue  # An editor wrote what stands there.
            old, new = (convert_text(sentence, how[name]) for how in conversions)
            if old != new:
                effect.differences.append(Difference(variant, old, new))
    return effect


def _sentences(article: Article, forms: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Yield every sentence with a form, once, and the field that it stands in."""
    known = set()
    texts: dict[str, Iterable[str]] = {
        name: [getattr(article, name)] for name in Article.CONVERTED
    }
    texts["body"] = readable_texts(article.body_html)
    for name, parts in texts.items():
        for part in parts:
            for sentence in sentences_with(part, forms):
                if sentence not in known:
                    known.add(sentence)
                    yield name, sentence


def sentences_with(text: str, forms: re.Pattern[str]) -> Iterator[str]:
    """Yield the sentences of a plain text that hold a form; a long one is cut."""
    for found in _SENTENCE.finditer(text):
        sentence = found[0].strip()
        place = forms.search(sentence)
        if place and len(sentence) > _LONGEST_SENTENCE:
            start = max(place.start() - _AROUND, 0)
            sentence = f"…{sentence[start : place.end() + _AROUND]}…"
        if place:
            yield sentence
