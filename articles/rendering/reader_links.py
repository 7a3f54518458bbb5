"""Lead local links of rendered HTML to pages in the variant that is being read.

Bodies are rendered once for all readers, and a link in them names the variant of whoever
wrote it, or none: what every variant has is meant in the reader's. A link stays as it is
written where it names a language on purpose: with ``hreflang``, which ``ref`` with ``lang``
gives too, as a full address with a host, or with a path in a language that the page is not
in. Every byte but those addresses stays.
"""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import parse_qs

from articles.choices import Variant

# The pages that every variant has, behind its name in the address.
_PAGE = r'(?:(?:articles|search|categories|tags|authors|sources)/|feed\.|[?#"])'
_CHINESE = "|".join(variant for variant in Variant if variant.is_chinese)
# Postprocessed attributes hold no ">". A link to "zh" names no script.
_LINK = r'<a (?![^>]*\bhreflang="(?!zh"))([^>]*?)\bhref="/'

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*\Z")


def links_for_readers(rendered: str, variant: Variant) -> str:
    """Return postprocessed HTML with its local links for readers of the variant."""
    if 'href="/' not in rendered:
        return rendered
    return _pattern(variant).sub(rf'<a \1href="/{variant}/', rendered)


@cache
def _pattern(variant: Variant) -> re.Pattern[str]:
    own = rf"(?:(?:{_CHINESE})/)?" if variant.is_chinese else ""
    return re.compile(f"{_LINK}{own}(?={_PAGE})")


def requested_language(address: str) -> str:
    """Return the language of ``a.md?lang=zh-cn`` as articles name it, or nothing."""
    query = address.partition("#")[0].partition("?")[2]
    asked = parse_qs(query).get("lang", [""])[0].lower()
    if asked in Variant.values:
        return Variant(asked).language
    return asked if _LANGUAGE.match(asked) else ""
