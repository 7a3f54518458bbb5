"""Read what an address asks for, as other sites and older versions of this one spell it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from django.conf import settings

from articles.choices import Variant

# Languages as sites put them first in their addresses. Plain Chinese is the site's own.
_LANGUAGES = {
    **dict.fromkeys(("zh-hans", "zh-hans-cn", "zh-chs", "zh-sg"), Variant.CHINA),
    **dict.fromkeys(("zh-hant", "zh-hant-tw", "zh-cht"), Variant.TAIWAN),
    **dict.fromkeys(("zh-hant-hk", "zh-mo"), Variant.HONG_KONG),
    **dict.fromkeys(("en-us", "en-gb", "en-hk"), Variant.ENGLISH),
    **{variant.value: variant for variant in Variant},
}
# What stands behind the address of a list, and the feed that is meant: Hugo's, WordPress's
# and Jekyll's.
_ENDING = re.compile(
    r"(?:^|/)(?:index\.html?|page/(?P<number>[1-9][0-9]{0,8})"
    r"|(?:feed/)?(?P<atom>atom|(?:feed|index)\.atom|atom\.xml)"
    r"|(?P<json>(?:feed|index)\.json)"
    r"|(?P<rss>feed|(?:feed/)?rss2?|feed\.rss|index\.rss|(?:index|feed|rss)\.xml))\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class AskedAddress:
    """The parts of an address. ``variant`` is None where it names none; ``path`` has no
    slash at its ends; ``feed`` is the format that is wanted, if any."""

    variant: Variant | None
    path: str
    feed: str = ""
    number: int = 1

    @classmethod
    def read(cls, address: str) -> Self:
        trimmed = re.sub("//+", "/", address).strip("/")
        first, _slash, below = trimmed.partition("/")
        variant = _variant_named(first)
        path, feed, number = below if variant else trimmed, "", 1
        while ending := _ENDING.search(path):
            path = path[: ending.start()]
            parts = ending.groupdict()
            number = int(parts.pop("number") or number)
            feed = next((name for name, found in parts.items() if found), feed)
        return cls(variant, path, feed, number)

    @property
    def shown_variant(self) -> Variant:
        return self.variant or Variant(settings.DEFAULT_VARIANT)


def _variant_named(word: str) -> Variant | None:
    name = word.lower().replace("_", "-")
    if name == "zh":
        default = Variant(settings.DEFAULT_VARIANT)
        return default if default.is_chinese else Variant.CHINA
    return _LANGUAGES.get(name)
