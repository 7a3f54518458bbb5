"""Characters of the other script that slipped into a text, with their own form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, register
from articles.copy_checks.checked_copy import Copy, Finding

# A character that stands there more often is meant: a brand writes itself 白蘭.
_MOST_OF_A_SLIP = 4


@register
class OtherScript(Check):
    key = "script"
    label = gettext_lazy("Characters of the other script")

    def find(self, copy: Copy) -> Iterator[Finding]:
        for passage in copy.passages:
            slips = copy.slips.get(passage.field, {})
            counts = Counter(passage.text[at] for at in slips)
            rare = {
                at: form
                for at, form in slips.items()
                if counts[passage.text[at]] <= _MOST_OF_A_SLIP
            }
            for start, forms in _runs(rare):
                end = start + len(forms)
                line = passage.text.count("\n", 0, start) + 1
                message = _("Line %(line)s: this is the other script") % {"line": line}
                yield Finding(passage.field, start, end, message, forms)


def _runs(slips: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Join the characters that stand side by side."""
    start, forms = -1, ""
    for at in sorted(slips):
        if forms and at == start + len(forms):
            forms += slips[at]
            continue
        if forms:
            yield start, forms
        start, forms = at, slips[at]
    if forms:
        yield start, forms
