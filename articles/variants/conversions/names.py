"""Names, labels and short texts around articles, in the variant of the page."""

from __future__ import annotations

from functools import lru_cache

from articles.choices import Language, Variant
from articles.variants.conversions.rules import rules_at
from articles.variants.engine import (
    Conversion,
    convert_html,
    convert_text,
    detect_script,
    fits_both_regions,
    hold_other_script,
)

# All names of a large site, in every variant; some 100 bytes each.
_NAMES = 50_000


@lru_cache(maxsize=_NAMES)
def convert_name(name: str, variant: Variant, version: int) -> str:
    """A name as readers of the variant see it, whichever script it was given in."""
    if not variant.is_chinese or name.isascii():
        return name
    if (script := _script_to_change(name, variant)) is None:
        return name
    return convert_text(name, _conversion(script, variant, version))


@lru_cache(maxsize=512)
def convert_name_html(html: str, variant: Variant, version: int) -> str:
    """A rendered text that stands under or above many pages: a disclaimer, a list's."""
    if not variant.is_chinese or html.isascii():
        return html
    if (script := _script_to_change(html, variant)) is None:
        return html
    return convert_html(html, _conversion(script, variant, version))


def _script_to_change(text: str, variant: Variant) -> str | None:
    """The script of a text that readers of the variant are not to see as it stands."""
    script = detect_script(text).language
    if script == variant.language == Language.TAIWAN and fits_both_regions(text):
        script = Language.HONG_KONG  # Its characters do not tell; its words may.
    is_other = script != variant.language or hold_other_script([text], script)
    return script if script and (is_other or "-{" in text) else None


def _conversion(source: str, variant: Variant, version: int) -> Conversion:
    rules = rules_at(version)
    how = Conversion(source, variant.language, (rules.site,), rules.style)
    return how.of_mixed_text()


def forget_rules() -> None:
    """Drop what this process keeps: for a database that went back in time."""
    for kept in (rules_at, convert_name, convert_name_html):
        kept.cache_clear()
