"""Find the names that all texts of an article print alike.

They are the weakest layer: below every term, above what was learned. A name is known
once it stands somewhere with a title (副总统万斯, 创始人于东来), and holds in the title, the
lead, the body and all other texts of the article.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from articles.choices import Language
from articles.variants.engine.found_names import FoundName, names_in
from articles.variants.engine.terms import TermBase


class ArticleNames(NamedTuple):
    """Names that rules found, and those of terms that also name a title."""

    found: tuple[FoundName, ...] = ()
    of_terms: TermBase | None = None


def find_names(text: str, source: str, layers: Iterable[TermBase]) -> ArticleNames:
    """Find the names of a text, or of all texts of an article, joined into one."""
    found = names_in(text) if source == Language.SIMPLIFIED else ()
    of_terms = [
        name
        for layer in layers
        for term, name in layer.without_titles
        if any(form in text for _language, form in term.forms())
    ]
    bare = TermBase(of_terms, are_names=True) if of_terms else None
    return ArticleNames(found, bare)
