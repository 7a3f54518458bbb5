"""Check a text as the desk would: with its terms, its house style and its choice of checks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from articles.choices import TermKind
from articles.copy_checks import Check, Copy, Finding, KnownNames, check_copy
from articles.models import SiteSettings, Term
from articles.variants import conversions

# Beside a longer text nobody waits for its checks; the preview is as slow.
LONGEST_CHECKED = 200_000
_NAMES = (TermKind.PERSON, TermKind.COMPANY)


def check_texts(
    texts: Mapping[str, str], language: str, published_on: date
) -> list[tuple[Check, list[Finding]]]:
    """Return what the checks find that the site has on. Nothing in a text that is longer
    than ``LONGEST_CHECKED``. Two queries, and a third after a change of the terms."""
    if sum(map(len, texts.values())) > LONGEST_CHECKED:
        return []
    site = SiteSettings.current()
    slips = conversions.find_slips(texts, language)
    names = _names_at(site.conversion_version)
    copy = Copy(texts, language, published_on, slips, names)
    return check_copy(copy, site.copy_checks_off)


@lru_cache(maxsize=2)
def _names_at(_version: int) -> KnownNames:
    """Gather the names of the terms of a version. Terms of other kinds keep a name from
    being found in them."""
    groups, guards = [], []
    for term in Term.objects.filter(category=None, article=None):
        forms = [form for _language, form in term.entry.forms() if form]
        if term.kind in _NAMES:
            groups.append(forms)
        else:
            guards += forms
    return KnownNames(groups, guards)
