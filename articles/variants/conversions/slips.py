"""Offer to write in an article's own script what slipped in from the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from articles.models import Article, SiteSettings
from articles.variants.conversions.rules import rules_at
from articles.variants.engine import slips_in

SLIP_FIELDS = (*Article.CONVERTED, "body")
_IN_MARKDOWN = frozenset(["summary", "body"])


@dataclass(frozen=True)
class Slip:
    """A character of the other script in a field, and its own form."""

    field: str
    char: str
    form: str


def find_slips(article: Article) -> list[Slip]:
    """List the slips of an article's texts, each once a field. Two queries at most."""
    texts = {name: getattr(article, name) for name in SLIP_FIELDS}
    found = (
        Slip(name, texts[name][at], form)
        for name, at, form in _places(texts, article.language)
    )
    return list(dict.fromkeys(found))


def without_slips(texts: Mapping[str, str], language: str) -> dict[str, str]:
    """Write each slip in its own form; returns the fields that change, by name.

    ``texts`` are some of ``SLIP_FIELDS``. What a mark holds, links and code stay.
    """
    changed: dict[str, list[str]] = {}
    for name, at, form in _places(texts, language):
        changed.setdefault(name, list(texts[name]))[at] = form
    return {name: "".join(characters) for name, characters in changed.items()}


def _places(texts: Mapping[str, str], language: str) -> Iterator[tuple[str, int, str]]:
    style = rules_at(SiteSettings.current().conversion_version).style
    for name, text in texts.items():
        is_markdown = name in _IN_MARKDOWN
        slips = slips_in(text, language, style, is_markdown=is_markdown)
        for at, form in sorted(slips.items()):
            yield name, at, form
