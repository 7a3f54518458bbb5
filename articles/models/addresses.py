"""The addresses of pages that end in a slug, at a tenth of what ``reverse`` takes.

A page of a list holds a hundred of them.
"""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse

_SLUG = "-slug-"
# As ``reverse`` quotes; a slug holds no slash.
_SAFE = "!$&'()*+,;=~:@"


def address_of(route: str, variant: str, slug: str) -> str:
    """As ``reverse("articles:<route>", args=[variant, slug])``."""
    return quote(slug, safe=_SAFE).join(_around(route, variant, get_script_prefix()))


@cache
def _around(route: str, variant: str, prefix: str) -> list[str]:
    """Return the parts of an address around its slug, below a server's prefix."""
    return reverse(f"articles:{route}", args=[variant, _SLUG]).split(_SLUG)
