"""Other names of what is searched for, from the term base."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from articles.models import Term
from articles.search.tokens import spelled

_MOST_NAMES = 8
_SHORTEST = 2


class _Names:
    """Every folded form of the site's terms, with all that mean the same."""

    def __init__(self) -> None:
        groups: dict[str, dict[str, None]] = defaultdict(dict)
        self.written: list[str] = []
        terms = Term.objects.filter(category=None, article=None).order_by("pk")
        for term in terms:
            self.written += term.names
            forms = dict.fromkeys(map(spelled, term.names))
            for form in forms:
                if len(form) >= _SHORTEST and len(forms) > 1:
                    groups[form] |= forms
        self.groups = {form: tuple(filter(None, own)) for form, own in groups.items()}
        self.forms = list(self.groups)
        self.finder = AhoCorasick(self.forms, MatchKind.LeftmostLongest)


@lru_cache(maxsize=2)
def _names_at(version: int) -> _Names:
    """The names at a version of the wording (``SiteSettings.conversion_version``). One query."""
    return _Names()


def names_of(words: str, version: int) -> list[str]:
    """The folded words, and as they read with each other name of a term in them."""
    known = _names_at(version)
    words = spelled(words)
    found = [words]
    for number, start, end in known.finder.find_matches_as_indexes(words):
        if _stands_alone(words, start, end):
            for name in known.groups[known.forms[number]]:
                found.append(f"{words[:start]}{name}{words[end:]}")
    return list(dict.fromkeys(found))[:_MOST_NAMES]


def known_names(version: int) -> list[str]:
    """Every name of the site's terms, as it is written."""
    return _names_at(version).written


def is_name(words: str, version: int) -> bool:
    """Whether a term of several names is called so."""
    return spelled(words) in _names_at(version).groups


def _stands_alone(text: str, start: int, end: int) -> bool:
    """AI is no part of AIRLINE; a Han word has no such ends."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        (before.isascii() and before.isalnum() and text[start].isascii())
        or (after.isascii() and after.isalnum() and text[end - 1].isascii())
    )


def forget_names() -> None:
    """Read the terms anew; a version is known by its number for good otherwise."""
    _names_at.cache_clear()
