"""Convert names, labels and short texts around articles to the variant of the page."""

from __future__ import annotations

from functools import lru_cache

from articles.choices import Variant
from articles.variants.conversions.rules import rules_at
from articles.variants.engine import (
    Conversion,
    convert_html,
    convert_text,
    source_to_convert,
)

# All names of a large site, in every variant; some 100 bytes each.
_NAMES = 50_000


@lru_cache(maxsize=_NAMES)
def convert_name(name: str, variant: Variant, version: int) -> str:
    """Convert a name to the variant, from whichever script it was given in.

    On the pages of that script it stays as it was given.
    """
    if not variant.is_chinese or name.isascii():
        return name
    source = source_to_convert(name, variant.language)
    return convert_text(name, _conversion(source, variant, version)) if source else name


@lru_cache(maxsize=512)
def convert_name_html(html: str, variant: Variant, version: int) -> str:
    """Convert a rendered text that stands on many pages, such as a disclaimer."""
    if not variant.is_chinese or html.isascii():
        return html
    source = source_to_convert(html, variant.language)
    return convert_html(html, _conversion(source, variant, version)) if source else html


def _conversion(source: str, variant: Variant, version: int) -> Conversion:
    rules = rules_at(version)
    return Conversion(
        source, variant.language, (rules.site,), rules.style, weights=rules.weights
    )


def forget_rules() -> None:
    """Empty this process's caches, for a database that went back in time."""
    for cached in (rules_at, convert_name, convert_name_html):
        cached.cache_clear()
