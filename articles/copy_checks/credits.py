"""A picture in the text under which nobody is named as its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, Severity, register
from articles.copy_checks.checked_copy import Copy, Finding, Passage

_PICTURE = re.compile(r"!\[([^\[\]\n]*)\]\(([^\n]*?)\)(?=[\s)\]|]|$)", re.MULTILINE)
_CREDIT = re.compile(
    "来源|來源|出处|出處|[图圖影]源|供[图圖]|[图圖](?:片)?[:：/／]|[摄攝]|截[图圖]|[制製][图圖]|©|"
    "视觉中国|視覺中國|新华|新華|中新|法新|路透|彭博|资料[图圖]|資料[图圖]|"
    r"\b(?:sources?|photos?|credit|courtesy|image by|images?:|screenshot|chart|getty|"
    r"reuters|afp|bloomberg|unsplash)\b",
    re.IGNORECASE,
)
# A credit stands in the same line or in the next two, and is short.
_LINES_BELOW = 2
_LONGEST_CREDIT = 160


@register
class MissingCredit(Check):
    key = "credit"
    label = gettext_lazy("Picture without a credit")
    severity = Severity.HINT

    def find(self, copy: Copy) -> Iterator[Finding]:
        for passage in copy.passages:
            if passage.field == "body":
                for match in _PICTURE.finditer(passage.text):
                    is_code = passage.prose[match.start()] != "!"
                    if not (is_code or _is_credited(passage, match)):
                        yield passage.find(match, _("Nobody is named as its source"))


def _is_credited(passage: Passage, match: re.Match[str]) -> bool:
    end = passage.text.find("\n", match.end())
    rest = passage.text[match.end() : end] if end >= 0 else passage.text[match.end() :]
    below = passage.text[end:].split("\n") if end >= 0 else []
    lines = [line for line in below[:12] if line.strip()][:_LINES_BELOW]
    near = [match[1], match[2].partition(" ")[2], rest]
    near += [line for line in lines if len(line) <= _LONGEST_CREDIT]
    return any(_CREDIT.search(text) for text in near)
