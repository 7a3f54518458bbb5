"""Marks, words, sentences and paragraphs that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _, gettext_lazy

from articles.copy_checks.check_registry import Check, register
from articles.copy_checks.checked_copy import BLANK, HAN, Copy, Finding, Passage

# Of two marks the weightier stays.
_RANKS = "、，：；。！？"
_MARKS = re.compile(
    "(?<![、，：；。！？])(?:[、，：；。][、，：；。]|[！？]。)(?![、，：；。！？])"
)
# The second is seldom right: 目的的 and 的的确确 are.
_WORDS = re.compile(
    "(?<![目中标有])的的(?![确士])|将将|將將|(?<!参)与与|與與|以及以及|被被|把把(?![关脉])"
    "|因为因为|因為因為|但是但是|如果如果|可以可以|已经已经|已經已經"
)
_PHRASE = re.compile(rf"([{HAN}]{{3,12}})\1(?!\1)")
_ENGLISH = re.compile(
    r"\b(the|of|to|and|for|with|from|by|at|an|a)[ \n]\1\b", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")
_ENGLISH_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
_SPACE = re.compile(rf"[\s{BLANK}]+")
_SHORTEST_SENTENCE = 20
_SHORTEST_ENGLISH_SENTENCE = 60
# Rows, lists, quotations, headings and captions in brackets may repeat one another.
_UNDERLINE = re.compile(r"\s*(?:-{2,}|={2,})\s*")
_NO_PROSE = re.compile(r"\s*(?:[|>#+-]|\*\s|\d+[.)]\s|[（(][^（()）]*[）)]\s*$)")


@register
class DoubledMarks(Check):
    key = "doubled_marks"
    label = gettext_lazy("Doubled punctuation")

    def find(self, copy: Copy) -> Iterator[Finding]:
        for passage in copy.chinese:
            for match in _MARKS.finditer(passage.prose):
                fix = max(match[0], key=_RANKS.index)
                message = _("“%(marks)s”: one mark is enough") % {"marks": match[0]}
                yield passage.find(match, message, fix)


@register
class DoubledWords(Check):
    key = "doubled_words"
    label = gettext_lazy("Doubled words")

    def find(self, copy: Copy) -> Iterator[Finding]:
        for passage in copy.chinese:
            for pattern in (_WORDS, _PHRASE):
                for match in pattern.finditer(passage.prose):
                    half = match[0][: len(match[0]) // 2]
                    if len(set(half)) > 1 or pattern is _WORDS:
                        yield passage.find(match, _twice(half), half)
        for passage in copy.western:
            for match in _ENGLISH.finditer(passage.prose):
                # “A a” may be a list of letters, and “a A” a grade.
                if len(match[1]) > 1 or match[0].islower():
                    yield passage.find(match, _twice(match[1]), match[1])


def _twice(word: str) -> str:
    return _("“%(word)s” stands twice") % {"word": word}


@register
class RepeatedSentences(Check):
    key = "repeated"
    label = gettext_lazy("Repeated sentences")

    def find(self, copy: Copy) -> Iterator[Finding]:
        seen: set[str] = set()
        for passage in copy.passages:
            if passage.field == "body":
                yield from self._in_body(passage, seen)

    def _in_body(self, passage: Passage, seen: set[str]) -> Iterator[Finding]:
        pattern = _SENTENCE if passage.is_chinese else _ENGLISH_SENTENCE
        shortest = (
            _SHORTEST_SENTENCE if passage.is_chinese else _SHORTEST_ENGLISH_SENTENCE
        )
        lines = passage.lines
        for (start, line), (_below, below) in zip(
            lines, [*lines[1:], (0, "")], strict=False
        ):
            if _NO_PROSE.match(line) or _UNDERLINE.fullmatch(below):
                continue
            for match in pattern.finditer(line):
                words = _SPACE.sub("", match[0])
                # A blank could hold what tells two sentences apart.
                if len(words) < shortest or BLANK in match[0]:
                    continue
                if words in seen:
                    begin, end = (start + place for place in match.span())
                    message = _("This sentence stands in the text already")
                    yield Finding(passage.field, begin, end, message)
                seen.add(words)
