"""Quotation marks and brackets that are opened and not closed, or the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, register
from articles.copy_checks.checked_copy import Copy, Finding, Passage

_CLOSING = dict(zip("“「『（《【", "”」』）》】", strict=True))
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_MARK = re.compile("[“”「」『』（）《》【】]")
# 1） a） 十二） number points; nothing opens them.
_NUMBERED = re.compile(
    r"(?:^|[\s，。；：、（])[0-9A-Za-z一二三四五六七八九十①-⑳]{1,3}）"
)


@dataclass
class _Mark:
    at: int
    char: str
    is_continued: bool = False  # The next paragraph opens the quotation again.


@register
class UnpairedMarks(Check):
    key = "pairs"
    label = gettext_lazy("Quotation marks and brackets without a partner")

    def find(self, copy: Copy) -> Iterator[Finding]:
        for passage in copy.chinese:
            for mark in _across_paragraphs(_unpaired(passage)):
                yield _finding(passage, mark)


def _unpaired(passage: Passage) -> list[_Mark]:
    """Return what has no partner in its own paragraph."""
    left: list[_Mark] = []
    lines = passage.lines
    for number, (start, line) in enumerate(lines):
        behind = lines[number + 1][1].lstrip(" >\t") if number + 1 < len(lines) else ""
        numbered = {found.end() - 1 for found in _NUMBERED.finditer(line)}
        opened: list[_Mark] = []
        for found in _MARK.finditer(line):
            mark = _Mark(start + found.start(), found[0])
            if mark.char in _CLOSING:
                mark.is_continued = behind.startswith(mark.char)
                opened.append(mark)
            elif opened and opened[-1].char == _OPENING[mark.char]:
                opened.pop()
            elif found.start() not in numbered:
                if partner := _partner(opened, mark):
                    opened.remove(partner)
                else:
                    opened.append(mark)
        left += opened
    return left


def _partner(opened: list[_Mark], mark: _Mark) -> _Mark | None:
    """Find an opening mark across others: “（” first and its own marks crossed are paired."""
    wanted = _OPENING[mark.char]
    return next((m for m in reversed(opened) if m.char == wanted), None)


def _across_paragraphs(left: list[_Mark]) -> Iterator[_Mark]:
    """Pair what runs over several lines; yield what still has no partner."""
    waiting: list[_Mark] = []
    for mark in left:
        if mark.is_continued:
            continue
        wanted = _OPENING.get(mark.char)
        if wanted and waiting and waiting[-1].char == wanted:
            waiting.pop()
        else:
            waiting.append(mark)
    yield from waiting


_OTHER_WIDTH = {"（": (")", "）"), "）": ("(", "（")}


def _finding(passage: Passage, mark: _Mark) -> Finding:
    if other := _OTHER_WIDTH.get(mark.char):
        half, full = other
        at = _half_bracket(passage.prose, mark, half)
        if at is not None:
            message = _("%(mark)s is closed by a bracket of the other width")
            if mark.char == "）":
                message = _("%(mark)s is opened by a bracket of the other width")
            text = message % {"mark": mark.char}
            return Finding(passage.field, at, at + 1, text, full)
    message = (
        _("%(mark)s is not closed")
        if mark.char in _CLOSING
        else _("%(mark)s closes nothing")
    )
    return Finding(
        passage.field, mark.at, mark.at + 1, message % {"mark": mark.char}, None
    )


def _half_bracket(prose: str, mark: _Mark, half: str) -> int | None:
    """Find the half-width bracket that was meant as the partner, in the same line."""
    if mark.char == "（":
        end = prose.find("\n", mark.at)
        line = prose[mark.at : end if end >= 0 else len(prose)]
        found = re.search(r"^[^()]*\)", line)
        return mark.at + found.end() - 1 if found else None
    start = prose.rfind("\n", 0, mark.at) + 1
    found = re.search(r"\([^()]*$", prose[start : mark.at])
    return start + found.start() if found else None
