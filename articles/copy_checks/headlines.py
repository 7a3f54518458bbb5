"""A headline that is longer than lists show well."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, Severity, register
from articles.copy_checks.checked_copy import Copy, Finding

# In half-width cells, of which a Han character takes two: about two lines of a card beside
# its picture on a phone, where a line of 258 pixels holds 14 characters.
LONGEST_HEADLINE = 60


@register
class LongHeadline(Check):
    key = "headline"
    label = gettext_lazy("Headline longer than lists show")
    severity = Severity.HINT

    def find(self, copy: Copy) -> Iterator[Finding]:
        title = copy.texts.get("title", "")
        if (end := _end_of_two_lines(title)) is not None:
            message = _("Lists show it in more than two lines; this is what is over")
            yield Finding("title", end, len(title), message)


def is_long_headline(title: str) -> bool:
    """Tell whether lists show the title in more than two lines."""
    return _end_of_two_lines(title) is not None


def _end_of_two_lines(title: str) -> int | None:
    cells = 0
    for at, char in enumerate(title):
        cells += 2 if unicodedata.east_asian_width(char) in "WFA" else 1
        if cells > LONGEST_HEADLINE:
            return at
    return None
