"""Find what slipped into an article from the other script, with what its own writes."""

from __future__ import annotations

from collections.abc import Mapping

from articles.models import SiteSettings
from articles.variants.conversions.rules import rules_at
from articles.variants.engine import slips_in

_IN_MARKDOWN = frozenset(["summary", "body"])


def find_slips(texts: Mapping[str, str], language: str) -> dict[str, dict[int, str]]:
    """Map the fields that hold slips to their places, and each place to its own form.

    What a mark holds, links and code are none, nor is a text wholly in the other script.
    Two queries at most.
    """
    style = rules_at(SiteSettings.current().conversion_version).style
    found = {
        field: slips_in(text, language, style, is_markdown=field in _IN_MARKDOWN)
        for field, text in texts.items()
    }
    return {field: slips for field, slips in found.items() if slips}
