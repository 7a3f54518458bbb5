"""Characters of the other script in an article: told beside the form, mended on request."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext

from articles.models import Article
from articles.variants import conversions

_FIELDS = (*Article.CONVERTED, "body")
# More pairs of characters would hide the form.
_MOST_SLIPS = 20


def slips_of(article: Article) -> dict[str, dict[int, str]]:
    """Map the fields that hold characters of the other script to their places and forms."""
    texts = {name: getattr(article, name) for name in _FIELDS}
    return conversions.find_slips(texts, article.language)


def slips_told(article: Article, fields: dict[str, Any]) -> str:
    """List the characters by field, each with what would stand in its place."""
    told = []
    for name, slips in slips_of(article).items():
        text = getattr(article, name)
        pairs = dict.fromkeys(f"{text[at]} → {form}" for at, form in slips.items())
        told.append(f"{fields[name].label}: {', '.join([*pairs][:_MOST_SLIPS])}")
    keep = gettext("%(slips)s. To keep one on purpose, put it between -{ and }-.")
    return escape(keep % {"slips": "; ".join(told)})


def write_in_own_script(cleaned: dict[str, Any]) -> Collection[str]:
    """Mend the texts where the editor asks for it; return the fields that change."""
    if not cleaned.get("own_script"):
        return ()
    texts = {name: cleaned[name] for name in _FIELDS if name in cleaned}
    found = conversions.find_slips(texts, cleaned.get("language", ""))
    for name, slips in found.items():
        characters = enumerate(texts[name])
        cleaned[name] = "".join(slips.get(at, char) for at, char in characters)
    return found.keys()
