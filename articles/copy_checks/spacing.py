"""The space between Han and Latin letters or figures: as the article mostly has it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, Severity, register
from articles.copy_checks.checked_copy import HAN, Copy, Finding

# Letters and figures are told apart: many desks write “AI 芯片” and “2025年”.
_KINDS = ("A-Za-z", "0-9")
# Fewer show no habit, and where more than one in eight differs there is none.
_FEWEST = 8
_EXCEPTIONS = 8
# What stands there more often is meant: IT之家 is a name.
_MOST_OF_A_SLIP = 2


@register
class MixedSpacing(Check):
    key = "spacing"
    label = gettext_lazy("Space between Han and Latin or figures")
    severity = Severity.HINT

    def find(self, copy: Copy) -> Iterator[Finding]:
        for letters in _KINDS:
            spaced = _between(letters, " ")
            tight = _between(letters, "")
            whole = copy.whole_chinese
            is_spaced, is_tight = len(spaced.findall(whole)), len(tight.findall(whole))
            if is_spaced + is_tight < _FEWEST:
                continue
            if is_tight * _EXCEPTIONS <= is_spaced:
                pattern, message = tight, _("No space here; elsewhere there is one")
            elif is_spaced * _EXCEPTIONS <= is_tight:
                pattern, message = spaced, _("A space here; elsewhere there is none")
            else:
                continue
            for passage in copy.chinese:
                for match in pattern.finditer(passage.prose):
                    if whole.count(_around(match)) > _MOST_OF_A_SLIP:
                        continue
                    first, last = match[0][0], match[0][-1]
                    space = " " if pattern is tight else ""
                    yield passage.find(match, message, f"{first}{space}{last}")


def _around(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - 1) : match.end() + 1]


def _between(letters: str, space: str) -> re.Pattern[str]:
    return re.compile(f"[{HAN}]{space}[{letters}]|[{letters}]{space}[{HAN}]")
