r"""Read the mark-up inside a text that steers its conversion.

=================================  ====================================================
``-{台积电}-``                     leave alone
``-{zh-hans:…; zh-hant-tw:…}-``    print the form of the variant that is read
``-{H|zh-hans:…; zh-hant-tw:…}-``  print nothing; from here on these forms are a term
``\-{``                            print ``-{``
=================================  ====================================================

MediaWiki's short codes are understood too. Marks do not nest. One that is not closed, or
names a variant there is none of, stays in the text; ``mark_problems`` tells the editor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from articles.choices import Language
from articles.variants.engine.opencc import convert_script
from articles.variants.engine.placeholders import BLOCK_END
from articles.variants.engine.terms import TermEntry

_HANT = "zh-hant"
_CODES: dict[str, str] = {
    **dict.fromkeys(["zh-hans", "zh-cn", "zh-sg", "zh-my", "zh-hans-cn"], "zh-Hans"),
    **dict.fromkeys(["zh-hant-tw", "zh-tw"], "zh-Hant-TW"),
    **dict.fromkeys(["zh-hant-hk", "zh-hk", "zh-mo", "zh-hant-mo"], "zh-Hant-HK"),
    "zh-hant": _HANT,
}
# A rule that lacks a variant takes the next of these.
_FALLBACKS: dict[str, tuple[str, ...]] = {
    Language.SIMPLIFIED: (Language.SIMPLIFIED,),
    Language.TAIWAN: (Language.TAIWAN, _HANT, Language.HONG_KONG),
    Language.HONG_KONG: (Language.HONG_KONG, _HANT, Language.TAIWAN),
}
_SCRIPT_OF: dict[str, str] = {_HANT: Language.TAIWAN}

_MARK = re.compile(rf"\\-\{{|-\{{((?:(?!\\?-\{{|\}}-)[^{BLOCK_END}])*)\}}-")
_OPENING_OR_CLOSING = re.compile(r"\\-\{|-\{|\}-")
_FLAG = re.compile(r"\s*([A-Z](?:\s*;\s*[A-Z])*)\s*\|")
_CODE = r"[A-Za-z]{2,3}(?:-[A-Za-z]{2,8})*"
_IS_RULE = re.compile(r"\s*zh(?:-[A-Za-z]{2,8})*\s*[:：]", re.IGNORECASE)
# A rule for a variant there is none of: ``xx:甲``, ``tw:甲; cn:乙``. Names with a colon,
# ``re:Invent`` and ``AI：人工智能``, are none.
_IS_UNKNOWN_RULE = re.compile(
    r"\s*(?:[a-z]{2,3}|han[st])(?:-[A-Za-z]{2,8})*\s*[:：]"
    r"\s*(?:[\u4e00-\u9fff]|[^;；]*[;；]\s*[a-z]{2,4}(?:-[A-Za-z]{2,8})*\s*[:：])"
)
_NEXT_ALTERNATIVE = re.compile(rf"[;；](?=\s*(?:{_CODE}\s*[:：]|\Z))")
# ``{a}-{b}`` and ``/srv/-{id}.csv`` are names of files, not marks.
_BRACED_AFTER = re.compile(r"-\{[!-z|~]*\}(?!-)")
_BRACED_BEFORE = re.compile(r"(?<!-)\{[!-z|~]*\Z")
_LONGEST_BRACED = 80
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BACKTICKS = re.compile("`+")


class Fault(StrEnum):
    NOT_CLOSED = "not-closed"
    NOT_OPENED = "not-opened"
    UNKNOWN_VARIANT = "unknown-variant"
    UNKNOWN_FLAG = "unknown-flag"
    NOTHING_DEFINED = "nothing-defined"
    EMPTY_FORM = "empty-form"


@dataclass(frozen=True)
class MarkProblem:
    """A fault of the mark-up at ``start``; ``text`` is the place as written."""

    fault: Fault
    start: int
    text: str


@dataclass(frozen=True)
class Mark:
    """A mark at ``start:end`` of a text. ``forms`` is empty where it leaves alone."""

    start: int
    end: int
    content: str
    forms: tuple[tuple[str, str], ...] = ()
    is_definition: bool = False
    is_escape: bool = False
    fault: Fault | None = None

    @property
    def leaves_alone(self) -> bool:
        return not (self.forms or self.is_escape or self.fault)

    def printed(self, target: str) -> str:
        """Print a rule for a variant.

        A form of the other script alone is converted; in a text that is not Chinese
        the first form counts.
        """
        forms = dict(self.forms)
        for language in _FALLBACKS.get(target, ()):
            if language in forms:
                return forms[language]
        source, form = self.forms[0]
        return convert_script(form, _SCRIPT_OF.get(source, source), target)

    def term(self) -> TermEntry:
        forms = dict(self.forms)
        shared = forms.get(_HANT, "")
        return TermEntry(
            forms.get(Language.SIMPLIFIED, ""),
            forms.get(Language.TAIWAN, shared),
            forms.get(Language.HONG_KONG, shared),
        )


def find_marks(text: str) -> Iterator[Mark]:
    """Yield every closed mark and every escape, in order and linear time."""
    for found in _MARK.finditer(text):
        if found[1] is None:
            yield Mark(found.start(), found.end(), "-{", is_escape=True)
        else:
            yield read_mark(found[1], found.start(), found.end())


def read_mark(content: str, start: int, end: int) -> Mark:
    """Parse the content between ``-{`` and ``}-``."""
    flag = _FLAG.match(content)
    if flag and flag[1] != "H":
        return Mark(start, end, content, fault=Fault.UNKNOWN_FLAG)
    rule = content[flag.end() :] if flag else content
    if not _IS_RULE.match(rule):
        is_unknown = not flag and _IS_UNKNOWN_RULE.match(rule)
        fault = Fault.UNKNOWN_VARIANT if is_unknown else None
        fault = Fault.NOTHING_DEFINED if flag else fault
        return Mark(start, end, content, fault=fault)
    forms: dict[str, str] = {}
    for alternative in _NEXT_ALTERNATIVE.split(rule):
        code, _colon, form = alternative.replace("：", ":", 1).partition(":")
        language = _CODES.get(code.strip().lower())
        if language:
            forms[language] = form.strip()
        elif alternative.strip():
            return Mark(start, end, content, fault=Fault.UNKNOWN_VARIANT)
    if flag and not all(forms.values()):
        return Mark(start, end, content, fault=Fault.EMPTY_FORM)
    return Mark(start, end, content, tuple(forms.items()), is_definition=bool(flag))


def end_of_rule(text: str, start: int) -> int | None:
    """Find the end of the rule that begins at ``start``; None if no rule does."""
    found = _MARK.match(text, start)
    if found and found[1] and (_FLAG.match(found[1]) or _IS_RULE.match(found[1])):
        return found.end()
    return None


def without_definitions(text: str) -> str:
    """Leave out what prints nothing in any variant."""
    if "-{" not in text:
        return text
    kept = []
    done = 0
    for mark in find_marks(text):
        if mark.is_definition:
            kept.append(text[done : mark.start])
            done = mark.end
    return "".join([*kept, text[done:]])


def definitions_in(text: str) -> list[TermEntry]:
    """List the terms that a text defines with ``-{H|…}-``, in order."""
    return [mark.term() for mark in find_marks(text) if mark.is_definition]


def mark_problems(text: str, *, is_markdown: bool = False) -> list[MarkProblem]:
    """Find marks that readers would see as text, for an editor to look at.

    In Markdown, code is left out; braces in the name of a file always are.
    """
    if is_markdown:
        text = without_code(text)
    problems = []
    read_until = escaped = 0
    marks = {mark.start: mark for mark in find_marks(text)}
    for found in _OPENING_OR_CLOSING.finditer(text):
        mark = marks.get(found.start())
        if mark:
            read_until = mark.end
            escaped += mark.is_escape
            if mark.fault:
                whole = text[mark.start : mark.end]
                problems.append(MarkProblem(mark.fault, mark.start, whole))
        elif found[0] == "}-" and escaped and found.start() >= read_until:
            escaped -= 1  # It belongs to an escaped opening.
        elif found.start() >= read_until and not _is_file_name(text, found.start()):
            fault = Fault.NOT_CLOSED if found[0] == "-{" else Fault.NOT_OPENED
            problems.append(MarkProblem(fault, found.start(), found[0]))
    return problems


def _is_file_name(text: str, at: int) -> bool:
    """Return whether the opening or closing at a place is part of ``{a}-{b}``."""
    before = text[max(at - _LONGEST_BRACED, 0) : at]
    if text[at] == "}":
        return bool(_BRACED_BEFORE.search(before))
    is_glued = bool(before) and before[-1].isascii() and not before[-1].isspace()
    return is_glued and bool(_BRACED_AFTER.match(text, at, at + _LONGEST_BRACED))


def without_code(text: str) -> str:
    """Blank the code of Markdown, in place and linear time."""
    parts: list[str] = []
    prose: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        rest = line[found.end() :] if found else ""
        if fence:
            parts.append(" " * len(line))
            if found and found[1].startswith(fence) and not rest.strip():
                fence = ""
        elif found and not (found[1][0] == "`" and "`" in rest):
            if prose:
                parts.append(_without_code_spans("\n".join(prose)))
                prose = []
            parts.append(" " * len(line))
            fence = found[1]
        else:
            prose.append(line)
    if prose:
        parts.append(_without_code_spans("\n".join(prose)))
    return "\n".join(parts)


def _without_code_spans(text: str) -> str:
    """Blank code: a run of backticks opens it, the next run of that length ends it."""
    runs = [found.span() for found in _BACKTICKS.finditer(text)]
    ends: dict[int, int] = {}  # The end of the next run, by its length.
    closing: list[int | None] = []
    for start, end in reversed(runs):
        closing.append(ends.get(end - start))
        ends[end - start] = end
    kept: list[str] = []
    done = 0
    for (start, _end), close in zip(runs, reversed(closing), strict=True):
        if start >= done and close is not None:
            kept += text[done:start], " " * (close - start)
            done = close
    return "".join([*kept, text[done:]])
