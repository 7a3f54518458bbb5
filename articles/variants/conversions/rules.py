"""Keep terms, house style and weights of a version ready in this process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from articles.models import LearnedWeights, SiteSettings, StyleRule, Term
from articles.variants.engine import (
    DEFAULT_ROWS,
    HouseStyle,
    TermBase,
    Weights,
    shipped_weights,
)


class Rules:
    """The rules of a version. Of two terms the first counts.

    Regional words come last, and not at all where the site does not translate them.
    """

    def __init__(
        self,
        terms: Iterable[Term],
        style: Iterable[StyleRule],
        weights: Weights,
        *,
        has_regional_words: bool,
    ) -> None:
        by_scope: dict[tuple[int | None, int | None], list[Term]] = defaultdict(list)
        for term in sorted(terms, key=lambda term: term.is_regional):
            if term.is_regional and not has_regional_words:
                continue
            by_scope[term.category_id, term.article_id].append(term)
        bases = {
            scope: TermBase(term.entry for term in terms)
            for scope, terms in by_scope.items()
        }
        self.site = bases.pop((None, None), TermBase(()))
        self._of_categories = {c: base for (c, _a), base in bases.items() if c}
        self._of_articles = {a: base for (_c, a), base in bases.items() if a}
        # Without any row the style is the one that comes with the project.
        self.style = HouseStyle([row.entry for row in style] or DEFAULT_ROWS)
        self.weights = weights

    def layers(
        self, article_id: int | None, category_ids: Iterable[int]
    ) -> tuple[TermBase, ...]:
        """List the term bases for an article, the strongest first."""
        own = self._of_articles.get(article_id) if article_id else None
        of_categories = (self._of_categories.get(pk) for pk in category_ids)
        return tuple(base for base in (own, *of_categories, self.site) if base)


@lru_cache(maxsize=2)
def rules_at(version: int) -> Rules:
    """Load the rules of ``SiteSettings.conversion_version``. Four queries."""
    digest = LearnedWeights.objects.values_list("digest", flat=True).first()
    return Rules(
        Term.objects.order_by("pk"),
        StyleRule.objects.all(),
        _weights_of(digest) if digest else shipped_weights(),
        has_regional_words=SiteSettings.current().has_regional_words,
    )


@lru_cache(maxsize=2)
def _weights_of(digest: str) -> Weights:
    return Weights(bytes(LearnedWeights.objects.get(digest=digest).packed))
