"""Marks of Markdown that readers would see as they were typed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, Severity, register
from articles.copy_checks.checked_copy import (
    BLANK,
    MARKDOWN_FIELDS,
    Copy,
    Finding,
    Passage,
)
from articles.rendering import to_html

_PARAGRAPH = re.compile(r"(?:[^\n]+(?:\n|\Z))+")
_RUN = re.compile(r"(?<![\\*~])(?:\*\*|~~)(?![*~])")
_RULE = re.compile(r"\s*(?:[*~-]\s*){3,}")
_WORD_BEHIND = re.compile(r"[^\W_]|[“「『《（(]")
_SPACED = re.compile(r"(\*\*|~~)[ \t]*(\S(?:[^*~\n]*\S)?)[ \t]*\1")
_LONGEST_PARAGRAPH = 5_000
_MOST_RUNS = 24
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_TILDES = re.compile(
    rf"(?<![\w~{BLANK}])~(?![\s~])([^~\n{BLANK}]{{1,40}}?)(?<![\s~])~(?![\w~])"
)
_LETTERS = re.compile(r"[^\W\d_]{2}")


@register
class LeftoverMarks(Check):
    key = "markdown"
    label = gettext_lazy("Marks that readers see as typed")
    severity = Severity.MUST

    def find(self, copy: Copy) -> Iterator[Finding]:
        for passage in copy.passages:
            if passage.field not in MARKDOWN_FIELDS:
                continue
            for paragraph in _PARAGRAPH.finditer(passage.prose):
                yield from _leftovers(passage, *paragraph.span())
            for match in _TILDES.finditer(passage.prose):
                if _LETTERS.search(match[1]):
                    message = _("One ~ strikes nothing out; two do")
                    yield passage.find(match, message, f"~~{match[1]}~~")


def _leftovers(passage: Passage, start: int, end: int) -> Iterator[Finding]:
    """Ask the renderer which runs of a paragraph it reads: escaping the others changes
    nothing."""
    prose, text = passage.prose[start:end], passage.text[start:end]
    runs = list(_RUN.finditer(prose))
    if not runs or len(text) > _LONGEST_PARAGRAPH or len(runs) > _MOST_RUNS:
        return
    html = to_html(text)
    if not _RUN.search(_CODE.sub("", html)):
        return
    done = 0
    for run in runs:
        is_opening = _WORD_BEHIND.match(prose, run.end()) and not _is_in_a_word(
            prose, run
        )
        spaced = _SPACED.match(prose, run.start())
        is_spaced = spaced is not None and spaced[0] != _closed_up(spaced)
        if run.start() < done or not (is_opening or is_spaced):
            continue
        escaped = "".join(f"\\{char}" for char in run[0])
        if to_html(f"{text[: run.start()]}{escaped}{text[run.end() :]}") != html:
            continue
        message = _("“%(mark)s” is not read here: readers see it") % {"mark": run[0]}
        if spaced and is_spaced:
            done = spaced.end()
            yield Finding(
                passage.field,
                start + run.start(),
                start + done,
                message,
                _closed_up(spaced),
            )
        else:
            yield Finding(
                passage.field, start + run.start(), start + run.end(), message
            )


def _closed_up(spaced: re.Match[str]) -> str:
    return f"{spaced[1]}{spaced[2]}{spaced[1]}"


def _is_in_a_word(prose: str, run: re.Match[str]) -> bool:
    """Tell whether the marks stand for something within a word: 王**, 2**10."""
    return run.start() > 0 and prose[run.start() - 1].isalnum()
