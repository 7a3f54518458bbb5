"""The variants that an article is read in."""

from __future__ import annotations

from articles.choices import Variant
from articles.models.article import Article

_CHINESE = tuple(variant for variant in Variant if variant.is_chinese)


def variants_of(article: Article) -> tuple[Variant, ...]:
    """Return the variants in which an article has an address: all Chinese ones for Chinese."""
    return _CHINESE if article.language.startswith("zh") else (article.variant,)
