"""What sections of a financial desk are called in Taiwan and in Hong Kong: other words, not
the same in other characters."""

from __future__ import annotations

from articles.choices import Variant

# By the names that desks give them; an editor's choice goes before.
_USUAL = {
    "大宗商品": {Variant.TAIWAN: "原物料", Variant.HONG_KONG: "商品"},
    "宏观": {Variant.TAIWAN: "總經", Variant.HONG_KONG: "宏觀"},
    "宏觀": {Variant.TAIWAN: "總經", Variant.CHINA: "宏观"},
}


def regional_name(name: str, name_tw: str, name_hk: str, variant: Variant) -> str:
    """Return what a category is called in a region; empty where that is its name, converted."""
    chosen = {Variant.TAIWAN: name_tw, Variant.HONG_KONG: name_hk}.get(variant, "")
    return chosen or _USUAL.get(name, {}).get(variant, "")
