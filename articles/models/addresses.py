"""The slugs of names, and the addresses of pages that end in one.

A page of a list holds a hundred addresses: these take a tenth of what ``reverse`` takes.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.text import slugify

# The folder behind the variant in the addresses of each kind of label.
LABEL_FOLDERS = {
    "category": "categories",
    "tag": "tags",
    "author": "authors",
    "source": "sources",
}
# Of every kind of page that has a slug.
PAGE_FOLDERS = {"article": "articles", **LABEL_FOLDERS}

_SLUG = "-slug-"
# As ``reverse`` quotes; a slug holds no slash.
_SAFE = "!$&'()*+,;=~:@"
# Signs that tell names apart, as words: C, C# and C++ need a slug each.
_SIGNS = {"+": "plus", "#": "sharp", "%": "percent", "$": "dollar"}
_SIGN = re.compile(r"(?!^#.)[+#%$]")


def readable_slug(name: str, fallback: str) -> str:
    """The slug of a name in its own script, with ``+``, ``#``, ``%`` and ``$`` as words.

    A ``#`` before a name says nothing. At most 240 characters; the fallback, if there is no
    letter, digit or sign.
    """
    plain = unicodedata.normalize("NFKC", name).strip()
    spelled = _SIGN.sub(lambda sign: f"-{_SIGNS[sign[0]]}-", plain)
    return slugify(spelled, allow_unicode=True)[:240].strip("-_") or fallback


def address_of(route: str, variant: str, slug: str) -> str:
    """As ``reverse("articles:<route>", args=[variant, slug])``."""
    return quote(slug, safe=_SAFE).join(_around(route, variant, get_script_prefix()))


@cache
def _around(route: str, variant: str, prefix: str) -> list[str]:
    """Return the parts of an address around its slug, below a server's prefix."""
    return reverse(f"articles:{route}", args=[variant, _SLUG]).split(_SLUG)
